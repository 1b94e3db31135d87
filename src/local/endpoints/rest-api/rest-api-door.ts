import type { RestApi, RestDomain } from '../../../model/rest-api';
import { REST_PAYLOAD_MAX } from '../../../spec/rest-api';
import { apiPlaceOf } from '../api-place';
import type { Door, Visit } from '../http';
import { enterApi, enterDomain } from './entrance';
import { ServedRestApi, type ServingOptions } from './served-rest-api';

/**
 * Serves REST APIs below `/_api/<id>` and at the host `<id>.execute-api.<region>.localhost`, and domains of the app's own below
 * `/_api/<domain>` and at the host `<domain>.localhost`.
 */
export function restApiDoor(apis: readonly RestApi[], domains: readonly RestDomain[], options: ServingOptions): Door {
  const served = new Map(apis.map((api) => [api.id, new ServedRestApi(api, options)]));
  const models = new Map(apis.map((api) => [api.id, api]));
  const named = new Map(domains.map((domain) => [domain.name, domain]));
  const visit = (answer: Visit['answer']): Visit => ({ bodyLimit: REST_PAYLOAD_MAX, answer });
  return (head) => {
    const place = apiPlaceOf(head);
    const domain = named.get(place?.id ?? head.hostName.replace(/\.localhost$/, ''));
    if (domain) {
      const rawPath = place?.rawPath ?? head.rawPath;
      const entered = enterDomain(domain, models, rawPath, options.chance);
      const api = entered && served.get(entered.api.id);
      return entered && api ? visit((body) => api.answer(head, rawPath, body, entered)) : undefined;
    }
    const api = place && served.get(place.id);
    if (!place || !api || (place.region !== undefined && place.region !== api.api.region)) return undefined;
    return visit((body) => api.answer(head, place.rawPath, body, enterApi(api.api, place.rawPath, options.chance)));
  };
}

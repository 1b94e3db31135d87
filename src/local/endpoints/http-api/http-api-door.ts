import type { HttpApi, HttpDomain } from '../../../model/http-api';
import { HTTP_PAYLOAD_MAX } from '../../../spec/http-api';
import { apiPlaceOf } from '../api-place';
import { type Door, jsonResponse } from '../http';
import { domainPlaceOf } from './domain-place';
import { ServedHttpApi, type ServingOptions } from './served-http-api';

/**
 * Serves HTTP APIs below `/_api/<id>` and at the host `<id>.execute-api.<region>.localhost`, and domains of the app's own below
 * `/_api/<domain>` and at the host `<domain>.localhost`.
 */
export function httpApiDoor(apis: readonly HttpApi[], domains: readonly HttpDomain[], options: ServingOptions): Door {
  const served = new Map(apis.map((api) => [api.id, new ServedHttpApi(api, options)]));
  const named = new Map(domains.map((domain) => [domain.name, domain]));
  return (head) => {
    const at = domainPlaceOf(head, named);
    if (at) {
      const { mapping, rawPath } = at;
      const mapped = mapping && served.get(mapping.apiId);
      const entrance = mapping && { ...mapping, domainName: at.domain.name };
      return {
        bodyLimit: HTTP_PAYLOAD_MAX,
        answer: (body) => mapped?.answer(head, rawPath, body, entrance) ?? jsonResponse(403, { message: 'Forbidden' }),
      };
    }
    const place = apiPlaceOf(head);
    const api = place && served.get(place.id);
    if (!place || !api || (place.region !== undefined && place.region !== api.region)) return undefined;
    return { bodyLimit: HTTP_PAYLOAD_MAX, answer: (body) => api.answer(head, place.rawPath, body) };
  };
}

import type { HttpApi } from '../../../model/http-api';
import { HTTP_PAYLOAD_MAX } from '../../../spec/http-api';
import { apiPlaceOf } from '../api-place';
import type { Door } from '../http';
import { ServedHttpApi, type ServingOptions } from './served-http-api';

/** Serves the HTTP APIs below `/_api/<id>` and at the host `<id>.execute-api.<region>.localhost`. */
export function httpApiDoor(apis: readonly HttpApi[], options: ServingOptions): Door {
  const served = new Map(apis.map((api) => [api.id, new ServedHttpApi(api, options)]));
  return (head) => {
    const place = apiPlaceOf(head);
    const api = place && served.get(place.id);
    if (!place || !api || (place.region !== undefined && place.region !== api.region)) return undefined;
    return { bodyLimit: HTTP_PAYLOAD_MAX, answer: (body) => api.answer(head, place.rawPath, body) };
  };
}

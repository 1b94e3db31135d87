import { apiPlaceOf } from './api-place';
import { reasonHeader } from './gateway-request';
import { type Door, jsonResponse } from './http';

/** Answers for every API that no other door knows; it comes behind theirs. */
export const unknownApiDoor: Door = (head) => {
  const place = apiPlaceOf(head);
  if (!place) return undefined;
  const where = place.region === undefined ? '' : ` in ${place.region}`;
  const why = `the app has no API ${place.id}${where} that is served here`;
  return { bodyLimit: 0, answer: () => jsonResponse(403, { message: 'Forbidden' }, reasonHeader(why)) };
};

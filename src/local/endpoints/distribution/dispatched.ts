import type { Door, HttpResponse, RequestHead } from '../http';

/** What the first of the doors that takes a request answers; undefined when none does. */
export function dispatched(
  doors: readonly Door[],
  head: RequestHead,
  body: Buffer,
): Promise<HttpResponse> | HttpResponse | undefined {
  for (const door of doors) {
    const visit = door(head);
    if (visit) return visit.answer(body.length > visit.bodyLimit ? 'tooLarge' : body);
  }
  return undefined;
}

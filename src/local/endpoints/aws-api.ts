import type { Chance } from '../chance-port';
import type { Lambda } from '../engine/ports';
import type { Journal } from '../journal/journal';
import { errorResponse } from './aws-error-response';
import { isAwsRequest, recognise } from './aws-request';
import type { Door, HttpResponse, RequestBody, RequestHead } from './http';
import { invokeVisit } from './lambda-invoke';

export interface AwsApiOptions {
  readonly lambda: Lambda;
  readonly journal: Journal;
  readonly chance: Chance;
}

/** How much is read of a request to an operation that is not here: enough to find the name in a form. */
const BODY_LIMIT = 1_048_576;

/** The AWS APIs: Lambda's Invoke; every other operation is refused by name. Signatures are not checked. */
export function awsApiDoor(options: AwsApiOptions): Door {
  return (head) => {
    const invoke = invokeVisit(head, options.lambda, options.chance);
    if (invoke || !isAwsRequest(head)) return invoke;
    return { bodyLimit: BODY_LIMIT, answer: (body) => notEmulated(options, head, body) };
  };
}

/** With a status that clients do not try again after. */
function notEmulated({ journal, chance }: AwsApiOptions, head: RequestHead, body: RequestBody): HttpResponse {
  const { protocol, service, operation } = recognise(head, body === 'tooLarge' ? undefined : body);
  const message = `lambda-kit does not emulate ${operation} of ${service}.`;
  journal.append({ kind: 'notEmulated', what: `${service}: ${operation}`, why: message });
  return errorResponse(protocol, 400, 'NotEmulatedException', message, chance.uuid());
}

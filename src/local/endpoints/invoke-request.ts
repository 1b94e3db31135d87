import { isUtf8 } from 'node:buffer';
import { CLIENT_CONTEXT_CHARACTERS, LOG_TYPES } from '../../spec/invoke';
import { type AwsError, awsError } from '../engine/aws-error';
import { payloadSizeFlaw, requestTooLarge } from '../engine/payload-size';
import type { InvokeRequest } from '../engine/ports';
import { scopeOf } from './aws-request';
import type { RequestBody, RequestHead } from './http';

/** An operation that invokes, and what is its own. */
export interface InvokeOperation {
  /** As AWS names it in its texts. */
  readonly name: string;
  readonly beforeName: string;
  readonly afterName: string;
  /** In the order in which Lambda's validator prints them. */
  readonly types: readonly InvokeRequest['type'][];
}

/** The function's name as it stands in the path, which may end with a slash; undefined when the request is for another operation. */
export function rawNameOf({ method, rawPath }: RequestHead, { beforeName, afterName }: InvokeOperation): string | undefined {
  if (method !== 'POST' || !rawPath.startsWith(beforeName)) return undefined;
  const path = rawPath.endsWith('/') ? rawPath.slice(0, -1) : rawPath;
  if (!path.endsWith(afterName)) return undefined;
  const name = path.slice(beforeName.length, -afterName.length);
  return name === '' || name.includes('/') ? undefined : name;
}

/** What is asked of Lambda, or what it says before it looks for the function. */
export function invokeRequest(
  head: RequestHead,
  operation: InvokeOperation,
  rawName: string,
  body: RequestBody,
  requestId: string,
): InvokeRequest | AwsError {
  const { headers } = head;
  if (headers.origin !== undefined && headers.authorization === undefined) {
    // A browser sends this for any page that likes to: no client of Lambda does.
    return awsError('AccessDeniedException', 403, 'A web page of another origin must sign its requests to Lambda.');
  }
  const functionName = decodedName(rawName);
  if (functionName === undefined) return invalid([violation(rawName, 'functionName', 'Member must be percent-encoded UTF-8')]);
  const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
  const logType = headers['x-amz-log-type'] ?? 'None';
  if (!isOneOf(operation.types, type) || !isOneOf(LOG_TYPES, logType)) {
    return invalid([...enumViolation(operation.types, type, 'invocationType'), ...enumViolation(LOG_TYPES, logType, 'logType')]);
  }
  const asked = NOT_CARRIED_OUT.find(([name]) => headers[name] !== undefined);
  if (asked) return awsError('InvalidParameterValueException', 400, asked[1]);
  if (body === 'tooLarge') return requestTooLarge(operation.name);
  const tooLarge = payloadSizeFlaw(body.length, type);
  if (tooLarge) return tooLarge;
  const payload = invokePayload(body);
  if ('kind' in payload) return payload;
  const clientContext = headers['x-amz-client-context'] as string | undefined;
  if (clientContext !== undefined && clientContext.length > CLIENT_CONTEXT_CHARACTERS) {
    return badContent(`The client context must have at most ${CLIENT_CONTEXT_CHARACTERS} characters.`);
  }
  const qualifier = head.rawQuery === '' ? undefined : new URLSearchParams(head.rawQuery).get('Qualifier') || undefined;
  const traceHeader = headers['x-amzn-trace-id'] as string | undefined;
  const tenantId = headers['x-amz-tenant-id'] as string | undefined;
  const region = scopeOf(head)?.region;
  return {
    functionName,
    region: region === '' ? undefined : region,
    tenantId,
    qualifier,
    type,
    logType,
    payload,
    clientContext,
    traceHeader,
    requestId,
    requestIdMayChange: true,
    promptly: true,
  };
}

const EMPTY_EVENT = Buffer.from('{}');

/** The event that a body is; none at all is an empty one. */
export function invokePayload(body: Buffer): Buffer | AwsError {
  const flaw = jsonFlaw(body);
  if (flaw !== undefined) return badContent(`Could not parse request body into json: Could not parse payload into json: ${flaw}`);
  return body.length === 0 ? EMPTY_EVENT : body;
}

/** Headers that would change what happens, and what is said instead of letting them pass. */
const NOT_CARRIED_OUT: readonly (readonly [header: string, message: string])[] = [
  ['x-amz-durable-execution-name', 'lambda-kit does not emulate durable functions: leave out the name of the execution.'],
];

function jsonFlaw(body: Buffer): string | undefined {
  if (body.length === 0) return undefined;
  if (!isUtf8(body)) return 'Invalid UTF-8';
  try {
    JSON.parse(body.toString());
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Undefined for what is not percent-encoded UTF-8. */
export function decodedName(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function isOneOf<T extends string>(values: readonly T[], value: string | string[]): value is T {
  return (values as readonly (string | string[])[]).includes(value);
}

function enumViolation(values: readonly string[], value: string | string[], at: string): string[] {
  return isOneOf(values, value)
    ? []
    : [violation(String(value), at, `Member must satisfy enum value set: [${values.join(', ')}]`)];
}

function violation(value: string, at: string, constraint: string): string {
  return `Value '${value}' at '${at}' failed to satisfy constraint: ${constraint}`;
}

/** As the validator in front of Lambda says it (ERR-03). */
function invalid(violations: readonly string[]): AwsError {
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: `;
  return awsError('ValidationException', 400, count + violations.join('; '));
}

function badContent(message: string): AwsError {
  return awsError('InvalidRequestContentException', 400, message);
}

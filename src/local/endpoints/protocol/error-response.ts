import type { HttpResponse, RequestHead } from '../http';
import { jsonResponse } from '../http';
import { encodeCbor } from './cbor';
import { AWS_CBOR_TYPE, toCbor } from './cbor-values';
import { toJson } from './json-values';
import { own, type Plain } from './plain';
import type { StructureShape } from './shape';
import type { Wire } from './wire';
import { escaped } from './xml';
import { membersToXml } from './xml-values';

/** An error as clients of one protocol are to be told of it. */
export interface WireError {
  /** As `ResourceNotFoundException`. */
  readonly type: string;
  /** Instead of the type in JSON, as `com.amazonaws.dynamodb.v20120810#ResourceNotFoundException`. @default the type */
  readonly fullType?: string;
  readonly status: number;
  /** Empty: in JSON there is none. */
  readonly message: string;
  /** Of the schema; absent for errors that it does not model. */
  readonly shape?: StructureShape;
  /** Beside the message. */
  readonly members?: object;
}

/** The answer of a service that could not do what was asked. */
export function errorResponse(wire: Wire, error: WireError, requestId: string, head?: RequestHead): HttpResponse {
  const { status, type } = error;
  const id = ['x-amzn-RequestId', requestId];
  if (wire === 'json' || wire === 'restJson') {
    const body = { ...(wire === 'json' && { __type: error.fullType ?? type }), ...jsonMembers(error) };
    return jsonResponse(status, body, ['x-amzn-ErrorType', type, ...queryError(error, head), ...id]);
  }
  if (wire === 'cbor') {
    const headers = ['Content-Type', 'application/cbor', 'smithy-protocol', 'rpc-v2-cbor', ...queryError(error, head), ...id];
    return { status, headers, body: encodeCbor({ __type: type, ...cborMembers(error) }) };
  }
  if (wire === 'awsCbor') {
    const headers = ['Content-Type', AWS_CBOR_TYPE, 'x-amzn-ErrorType', type, ...id];
    return { status, headers, body: encodeCbor({ __type: type, ...cborMembers(error) }) };
  }
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${XML[wire](error, requestId)}`;
  const contentType = wire === 'query' || wire === 'ec2' ? 'text/xml' : 'application/xml';
  const s3 = wire === 's3' ? ['x-amz-request-id', requestId] : [];
  return { status, headers: ['Content-Type', contentType, ...s3, ...id], body };
}

/** `Sender` or `Receiver`: whose fault it is. */
const fault = ({ status }: WireError) => (status < 500 ? 'Sender' : 'Receiver');

const XML = {
  query: wrapped,
  xml: wrapped,
  ec2: ({ type, message }: WireError, requestId: string) =>
    `<Response><Errors><Error><Code>${escaped(type)}</Code><Message>${escaped(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
  s3: (error: WireError, requestId: string) =>
    `<Error><Code>${escaped(error.type)}</Code><Message>${escaped(error.message)}</Message>${xmlMembers(error)}<RequestId>${requestId}</RequestId></Error>`,
};

function wrapped(error: WireError, requestId: string): string {
  const code = error.shape?.traits.awsQueryError?.[0] ?? error.type;
  return `<ErrorResponse><Error><Type>${fault(error)}</Type><Code>${escaped(code)}</Code><Message>${escaped(error.message)}</Message>${xmlMembers(error)}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

/**
 * The second name of an error, for clients that were made for the Query protocol. SDK v2 for JavaScript reads it and does not ask
 * for it: the header to ask with is younger than the JSON of SQS.
 */
function queryError(error: WireError, head: RequestHead | undefined): readonly string[] {
  const name = error.shape?.traits.awsQueryError?.[0];
  if (name === undefined && head?.headers['x-amzn-query-mode'] !== 'true') return [];
  return ['x-amzn-query-error', `${name ?? error.type};${fault(error)}`];
}

const isMessage = (name: string) => name.toLowerCase() === 'message';

function jsonMembers({ shape, message, members = {} }: WireError): Plain {
  const name = shape?.members.find((member) => isMessage(member.name))?.name ?? 'message';
  return { ...(message !== '' && { [name]: message }), ...(shape ? (toJson(shape, members) as Plain) : members) };
}

function cborMembers({ shape, message, members = {} }: WireError): Plain {
  const name = shape?.members.find((member) => isMessage(member.name))?.name ?? 'message';
  return { ...(message !== '' && { [name]: message }), ...(shape ? (toCbor(shape, members) as Plain) : members) };
}

function xmlMembers({ shape, members = {} }: WireError): string {
  const known = shape
    ? membersToXml(
        shape.members.filter((member) => !isMessage(member.name)),
        members,
      )
    : '';
  const unknown = Object.keys(members).filter((name) => !shape?.members.some((member) => member.name === name));
  return known + unknown.map((name) => `<${name}>${escaped(String(own(members, name)))}</${name}>`).join('');
}

import type { Protocol } from './aws-request';
import { type HttpResponse, jsonResponse } from './http';

/** An error of the caller's making, in the form that clients of this protocol read. */
export function errorResponse(
  protocol: Protocol,
  status: number,
  code: string,
  message: string,
  requestId: string,
): HttpResponse {
  const headers = ['x-amzn-RequestId', requestId];
  if (protocol === 'json') return jsonResponse(status, { __type: code, message }, ['x-amzn-ErrorType', code, ...headers]);
  if (protocol === 'cbor') {
    return {
      status,
      headers: ['Content-Type', 'application/cbor', 'smithy-protocol', 'rpc-v2-cbor', ...headers],
      body: cborMap({ __type: code, message }),
    };
  }
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${XML[protocol](code, escaped(message), requestId)}`;
  return { status, headers: ['Content-Type', protocol === 'query' ? 'text/xml' : 'application/xml', ...headers], body };
}

const wrapped = (code: string, message: string, requestId: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;

const XML = {
  query: wrapped,
  xml: wrapped,
  ec2: (code: string, message: string, requestId: string) =>
    `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
  s3: (code: string, message: string, requestId: string) =>
    `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${requestId}</RequestId></Error>`,
};

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function cborMap(members: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(members);
  return Buffer.concat([Buffer.from([0xa0 | entries.length]), ...entries.flat().map(cborText)]);
}

function cborText(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.from([0x7a, 0, 0, 0, 0]);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

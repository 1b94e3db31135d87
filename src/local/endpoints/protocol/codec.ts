import type { AwsServiceFacts } from '../../../spec/aws-services';
import type { HttpResponse, RequestHead } from '../http';
import { decodeCbor, encodeCbor } from './cbor';
import { AWS_CBOR_TYPE, fromCbor, toCbor } from './cbor-values';
import { EVENT_STREAM_TYPE, encodeEvents, type Language } from './event-stream';
import { fromJson, parseJson, toJson } from './json-values';
import type { Plain } from './plain';
import { fromQuery } from './query-values';
import type { Received } from './received';
import { readRest, writeRest } from './rest';
import { isEventStream, type OperationSchema } from './shape';
import type { Wire } from './wire';
import { membersToXml } from './xml-values';

/** One protocol, from request to input and from output to response. */
export interface Codec {
  /** Fails with `Malformed`. */
  read(received: Received): Plain;
  write(operation: OperationSchema, output: object, requestId: string, facts: AwsServiceFacts, head: RequestHead): HttpResponse;
}

const json: Codec = {
  read: ({ operation, body }) => (operation.input ? (fromJson(operation.input, parseJson(body)) as Plain) : {}),
  write: ({ output: shape }, output, requestId, _, head) => {
    const stream = shape?.members.find(isEventStream);
    const contentType = stream ? EVENT_STREAM_TYPE : (head.headers['content-type'] ?? 'application/x-amz-json-1.1');
    const headers = ['Content-Type', contentType, 'x-amzn-RequestId', requestId];
    if (shape && stream) return { status: 200, headers, body: encodeEvents(stream, output, shape, true) };
    return { status: 200, headers, body: JSON.stringify(shape ? toJson(shape, output) : {}) };
  },
};

const cbor: Codec = {
  read: ({ operation, body }) =>
    operation.input ? (fromCbor(operation.input, body.length === 0 ? {} : decodeCbor(body)) as Plain) : {},
  write: ({ output: shape }, output, requestId) => ({
    status: 200,
    headers: ['Content-Type', 'application/cbor', 'smithy-protocol', 'rpc-v2-cbor', 'x-amzn-RequestId', requestId],
    body: encodeCbor(shape ? toCbor(shape, output) : {}),
  }),
};

const awsCbor: Codec = {
  read: ({ operation, body }) =>
    operation.input ? (fromCbor(operation.input, body.length === 0 ? {} : decodeCbor(body), 'milliseconds') as Plain) : {},
  write: ({ output: shape }, output, requestId) => {
    const stream = shape?.members.find(isEventStream);
    const headers = ['Content-Type', stream ? EVENT_STREAM_TYPE : AWS_CBOR_TYPE, 'x-amzn-RequestId', requestId];
    if (shape && stream) return { status: 200, headers, body: encodeEvents(stream, output, shape, true, AWS_CBOR) };
    return { status: 200, headers, body: encodeCbor(shape ? toCbor(shape, output, 'milliseconds') : {}) };
  },
};

const AWS_CBOR: Language = {
  contentType: AWS_CBOR_TYPE,
  encode: (shape, value) => encodeCbor(toCbor(shape, value, 'milliseconds')),
};

const query: Codec = {
  read: ({ operation, parameters }) => (operation.input ? fromQuery(operation.input.members, parameters) : {}),
  write: ({ name, output: shape }, output, requestId, { xmlNamespace = '' }) => {
    const result = shape ? `<${name}Result>${membersToXml(shape.members, output)}</${name}Result>` : '';
    const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    return {
      status: 200,
      headers: ['Content-Type', 'text/xml', 'x-amzn-RequestId', requestId],
      body: `<${name}Response xmlns="${xmlNamespace}">${result}${metadata}</${name}Response>`,
    };
  },
};

const restXml: Codec = { read: (received) => readRest(received, 'xml'), write: (...answer) => writeRest('xml', ...answer) };

/** Of every protocol but EC2's, which no service here speaks. */
export const CODECS: Readonly<Record<Exclude<Wire, 'ec2'>, Codec>> = {
  json,
  awsCbor,
  cbor,
  query,
  restJson: { read: (received) => readRest(received, 'json'), write: (...answer) => writeRest('json', ...answer) },
  xml: restXml,
  s3: restXml,
};

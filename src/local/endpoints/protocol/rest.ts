import type { AwsServiceFacts } from '../../../spec/aws-services';
import type { HttpResponse, RequestHead } from '../http';
import { EVENT_STREAM_TYPE, encodeEvents } from './event-stream';
import { bodyMembers, headersOf, membersFromHttp, payloadMember } from './http-bindings';
import { fromJson, membersFromJson, membersToJson, parseJson, toJson } from './json-values';
import { Malformed } from './malformed';
import { own, type Plain } from './plain';
import type { Received } from './received';
import { isEventStream, type Member, type OperationSchema, type StructureShape } from './shape';
import { parseXml, type XmlElement } from './xml';
import { fromXml, membersFromXml, membersToXml, toXml } from './xml-values';

/** What bodies are written in. */
type Language = 'json' | 'xml';

export function readRest({ head, body, operation, labels }: Received, language: Language): Plain {
  const { input: shape } = operation;
  if (!shape) return {};
  const input = membersFromHttp(shape, head, labels);
  const payload = payloadMember(shape);
  if (!payload) {
    const members = bodyMembers(shape);
    if (members.length === 0 || body.length === 0) return input;
    const found =
      language === 'json' ? membersFromJson(members, jsonObject(body)) : membersFromXml(members, rootOf(body, shape.name));
    return { ...found, ...input };
  }
  if (payload.shape.kind === 'blob') return { ...input, [payload.name]: new Uint8Array(body) };
  if (body.length === 0) return input;
  return { ...input, [payload.name]: readPayload(payload, body, language) };
}

export function writeRest(
  language: Language,
  operation: OperationSchema,
  output: object,
  requestId: string,
  facts: AwsServiceFacts,
  head: RequestHead,
): HttpResponse {
  const shape = operation.output ?? NOTHING;
  const { headers, status = operation.http?.[2] ?? 200 } = headersOf(shape, output, head.method === 'HEAD');
  const ids =
    facts.signingName === 's3' ? ['x-amz-request-id', requestId, 'x-amz-id-2', requestId] : ['x-amzn-RequestId', requestId];
  const body = bodyOf(language, shape, output, facts);
  const named = headers.some((name, at) => at % 2 === 0 && name.toLowerCase() === 'content-type');
  const contentType = named || body.contentType === undefined ? [] : ['Content-Type', body.contentType];
  return { status, headers: [...contentType, ...headers, ...ids], body: body.bytes };
}

const NOTHING: StructureShape = { kind: 'structure', name: '', traits: {}, members: [] };
const TYPES = { json: 'application/json', xml: 'application/xml' } as const;

function bodyOf(
  language: Language,
  shape: StructureShape,
  output: object,
  { xmlNamespace }: AwsServiceFacts,
): { readonly bytes: HttpResponse['body']; readonly contentType?: string } {
  const payload = payloadMember(shape);
  if (payload) return payloadOf(language, payload, own(output, payload.name), xmlNamespace);
  const members = bodyMembers(shape);
  if (language === 'json') return { bytes: JSON.stringify(membersToJson({ members }, output)), contentType: TYPES.json };
  if (members.length === 0) return { bytes: '' };
  // The one answer of S3 that is nothing but the text of its root.
  if (shape.name === 'GetBucketLocationOutput') {
    const region = String(own(output, 'LocationConstraint') ?? '');
    return { bytes: document('LocationConstraint', region, xmlNamespace), contentType: TYPES.xml };
  }
  return {
    bytes: document(shape.traits.xmlName ?? shape.name, membersToXml(members, output), xmlNamespace),
    contentType: TYPES.xml,
  };
}

function payloadOf(language: Language, member: Member, value: unknown, xmlNamespace: string | undefined) {
  if (isEventStream(member)) {
    const output = { [member.name]: value };
    return { bytes: encodeEvents(member, output, NOTHING, false), contentType: EVENT_STREAM_TYPE };
  }
  const { shape } = member;
  if (value === undefined || value === null) return { bytes: '' };
  if (shape.kind === 'blob') return { bytes: value as Uint8Array | string, contentType: 'application/octet-stream' };
  if (shape.kind === 'string') return { bytes: String(value), contentType: 'text/plain' };
  if (language === 'json') return { bytes: JSON.stringify(toJson(shape, value)), contentType: TYPES.json };
  const name = member.traits.xmlName ?? ('name' in shape ? (shape.traits.xmlName ?? shape.name) : member.name);
  const inner = 'members' in shape ? membersToXml(shape.members, value as object) : undefined;
  const bytes = inner === undefined ? `${PROLOG}${toXml(name, shape, value)}` : document(name, inner, xmlNamespace);
  return { bytes, contentType: TYPES.xml };
}

const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n';

function document(name: string, inner: string, xmlNamespace: string | undefined): string {
  const namespace = xmlNamespace === undefined ? '' : ` xmlns="${xmlNamespace}"`;
  return `${PROLOG}<${name}${namespace}>${inner}</${name}>`;
}

function readPayload({ name, shape, traits }: Member, body: Buffer, language: Language): unknown {
  if (shape.kind === 'string') return body.toString();
  if (language === 'json') return fromJson(shape, parseJson(body));
  const root = traits.xmlName ?? ('name' in shape ? (shape.traits.xmlName ?? shape.name) : name);
  return fromXml(shape, rootOf(body, root));
}

function rootOf(body: Buffer, name: string): XmlElement {
  const root = parseXml(body.toString());
  if (root.name !== name) throw new Malformed(`The root element is ${root.name}; it must be ${name}.`, 'MalformedXML');
  return root;
}

function jsonObject(body: Buffer): object {
  const value = parseJson(body);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Malformed('The body must be a JSON object.');
}

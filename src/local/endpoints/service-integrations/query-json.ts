import { withHeader } from '../mapping/header-list';
import type { IntegrationReply } from '../mapping/types';
import { parseXml, type XmlElement } from '../protocol/xml';

type Json = string | null | readonly Json[] | { readonly [name: string]: Json };

/** Members that stand in an answer also where there is nothing to say, as recorded. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  SendMessageResult: [
    'MD5OfMessageAttributes',
    'MD5OfMessageBody',
    'MD5OfMessageSystemAttributes',
    'MessageId',
    'SequenceNumber',
  ],
  PublishResult: ['MessageId', 'SequenceNumber'],
  ReceiveMessageResult: ['messages'],
};

/**
 * An answer of the Query protocol as API Gateway gets it, whose requests accept JSON: `{"SendMessageResponse": {…}}`, names in
 * alphabetical order. Other answers stay as they are.
 */
export function asJson(reply: IntegrationReply): IntegrationReply {
  const isQuery = reply.headers.some((text, i) => i % 2 === 1 && text.startsWith('text/xml'));
  if (!isQuery) return reply;
  const root = parseXml(reply.body.toString());
  const json = root.name === 'ErrorResponse' ? valueOf(root) : { [root.name]: valueOf(root) };
  return {
    ...reply,
    headers: withHeader(reply.headers, 'Content-Type', ['application/json']),
    body: Buffer.from(JSON.stringify(json)),
  };
}

function valueOf({ name, children, text }: XmlElement): Json {
  const known = Object.hasOwn(MEMBERS, name) ? (MEMBERS[name] ?? []) : [];
  if (children.length === 0 && known.length === 0) return text === '' && name.endsWith('Result') ? null : text;
  if (children.length > 0 && children.every((child) => child.name === 'member')) return children.map(valueOf);
  const members = new Map<string, Json>(known.map((member) => [member, null]));
  for (const key of new Set(children.map((child) => child.name))) {
    const found = children.filter((child) => child.name === key);
    // The one list of a service that is called by what it holds.
    if (name === 'ReceiveMessageResult') members.set('messages', found.map(valueOf));
    else members.set(key, found.length === 1 ? valueOf(found[0] as XmlElement) : found.map(valueOf));
  }
  return Object.fromEntries([...members].sort(([a], [b]) => (a < b ? -1 : 1)));
}

import type { RequestHead } from '../http';
import { fromHeader, fromQueryParameter, simple, toHeader } from './header-values';
import { own, type Plain, put } from './plain';
import type { Member, StructureShape } from './shape';

/** Where an answer is a range of the whole. */
const PARTIAL_CONTENT = 206;
const TEXT = { kind: 'string' } as const;

/** The members of a REST input that stand in the path, the query and the headers. */
export function membersFromHttp({ members }: StructureShape, head: RequestHead, labels: Readonly<Record<string, string>>): Plain {
  const query = new URLSearchParams(head.rawQuery);
  const input: Plain = {};
  for (const { name, shape, traits } of members) {
    if (traits.httpLabel) input[name] = simple(shape, labels[name] as string);
    else if (traits.httpQuery !== undefined && query.has(traits.httpQuery)) {
      input[name] = fromQueryParameter(shape, query.getAll(traits.httpQuery));
    } else if (traits.httpQueryParams) input[name] = queryParameters(shape, members, query);
    else if (traits.httpHeader !== undefined) {
      const text = head.headers[traits.httpHeader.toLowerCase()];
      if (text !== undefined) input[name] = fromHeader(shape, Array.isArray(text) ? text.join(', ') : text);
    } else if (traits.httpPrefixHeaders !== undefined) {
      const map = prefixed(head, traits.httpPrefixHeaders.toLowerCase());
      if (Object.keys(map).length > 0) input[name] = map;
    }
  }
  return input;
}

/** What is left of a structure for the body. */
export function bodyMembers({ members }: StructureShape): readonly Member[] {
  return members.filter(
    ({ traits }) =>
      !traits.httpLabel &&
      !traits.httpQueryParams &&
      !traits.httpResponseCode &&
      traits.httpQuery === undefined &&
      traits.httpHeader === undefined &&
      traits.httpPrefixHeaders === undefined,
  );
}

/** The member that is the whole body. */
export function payloadMember({ members }: StructureShape): Member | undefined {
  return members.find(({ traits }) => traits.httpPayload);
}

/** Headers of an answer, names and values by turns, and its status where a member tells it; the length is that of the body, if it has one. */
export function headersOf(
  { members }: StructureShape,
  output: object,
  withoutBody = false,
): { headers: string[]; status?: number } {
  const headers: string[] = [];
  let status: number | undefined;
  for (const { name, shape, traits } of members) {
    const value = own(output, name);
    if (value === undefined || value === null) continue;
    if (traits.httpHeader === 'Content-Length' && !withoutBody) continue;
    if (traits.httpHeader === 'Content-Range') status = PARTIAL_CONTENT;
    if (traits.httpHeader !== undefined) headers.push(traits.httpHeader, toHeader(shape, value));
    else if (traits.httpPrefixHeaders !== undefined) {
      for (const [key, text] of Object.entries(value)) headers.push(`${traits.httpPrefixHeaders}${key}`, toHeader(TEXT, text));
    } else if (traits.httpResponseCode) status = value as number;
  }
  return { headers, ...(status !== undefined && { status }) };
}

function queryParameters(shape: Member['shape'], members: readonly Member[], query: URLSearchParams): Plain {
  const named = new Set(members.map(({ traits }) => traits.httpQuery));
  const map: Plain = {};
  for (const name of new Set(query.keys())) {
    if (named.has(name) || shape.kind !== 'map') continue;
    put(map, name, fromQueryParameter(shape.value.shape, query.getAll(name)));
  }
  return map;
}

function prefixed({ headers }: RequestHead, prefix: string): Plain {
  const map: Plain = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(prefix) && name !== prefix) put(map, name.slice(prefix.length), String(value));
  }
  return map;
}

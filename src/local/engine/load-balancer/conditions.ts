import type { Listener, ListenerRule, RuleCondition } from '../../../model/load-balancer';
import { addressIsIn } from './cidr';

/** A request as the rules of a listener see it. */
export interface SeenRequest {
  readonly method: string;
  /** Lower case, without the port. */
  readonly host: string;
  /** As on the wire. */
  readonly path: string;
  readonly query: string;
  /** Names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly sourceIp: string;
}

/** The first rule whose conditions are all met; undefined when the default action is for the request (ALB-01). */
export function ruleFor(listener: Listener, request: SeenRequest): ListenerRule | undefined {
  return listener.rules.find(({ conditions }) => conditions.every((condition) => isMet(condition, request)));
}

export function isMet(condition: RuleCondition, request: SeenRequest): boolean {
  const { field, values, regexValues } = condition;
  switch (field) {
    case 'host-header':
      return matches([request.host], values, regexValues, 'i');
    case 'path-pattern':
      return matches([request.path], values, regexValues, '');
    case 'http-header': {
      const name = condition.header?.toLowerCase();
      const found = request.headers.filter(([each]) => each === name).map(([, value]) => value);
      return matches(found, values, regexValues, 'i');
    }
    case 'http-request-method':
      return values.includes(request.method);
    case 'query-string':
      return (condition.pairs ?? []).some((pair) => queryHas(request.query, pair));
    case 'source-ip':
      return values.some((block) => addressIsIn(request.sourceIp, block));
  }
}

function matches(found: readonly string[], values: readonly string[], regexes: readonly string[], flags: string): boolean {
  const patterns = [...values.map((value) => wildcard(value, flags)), ...regexes.map((regex) => new RegExp(regex, flags))];
  return found.some((text) => patterns.some((pattern) => pattern.test(text)));
}

/** Neither keys nor values know case. */
function queryHas(query: string, { key, value }: { readonly key?: string; readonly value: string }): boolean {
  const ofKey = key === undefined ? undefined : wildcard(key, 'i');
  const ofValue = wildcard(value, 'i');
  return rawPairs(query).some(([name, text]) => (ofKey === undefined || ofKey.test(name)) && ofValue.test(text));
}

/** Names and values of a query as on the wire. */
export function rawPairs(query: string): readonly (readonly [name: string, value: string])[] {
  return query
    .split('&')
    .filter((piece) => piece !== '')
    .map((piece) => {
      const equals = piece.indexOf('=');
      return equals < 0 ? [piece, ''] : [piece.slice(0, equals), piece.slice(equals + 1)];
    });
}

/** `*` stands for any characters, `?` for one; a backslash takes that from them. */
export function wildcard(pattern: string, flags: string): RegExp {
  const source = pattern.replace(/\\([*?\\])|([*?])|[.+^${}()|[\]\\/]/g, (found, escaped?: string, wild?: string) => {
    if (escaped !== undefined) return `\\${escaped}`;
    return wild === undefined ? `\\${found}` : wild === '*' ? '.*' : '.';
  });
  return new RegExp(`^${source}$`, `${flags}s`);
}

import type { RequestHead } from '../http';
import { own } from './plain';
import type { Member, OperationSchema } from './shape';

/** An operation of a REST service and the labels in the path that led to it, decoded. */
export interface Route {
  readonly operation: OperationSchema;
  readonly labels: Readonly<Record<string, string>>;
}

interface Template {
  readonly operation: OperationSchema;
  readonly method: string;
  readonly segments: readonly string[];
  /** Parameters that must be in the query, with a value where the schema names one. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** How the SDK names the operation in S3's queries, where others leave it out. */
  readonly id: string | undefined;
  /** Members of the query and the headers that the operation cannot do without. */
  readonly required: readonly Member[];
}

/** Finds operations by method, path and query, as Smithy's `http` trait says it. */
export class Routes {
  private readonly templates: readonly Template[];

  constructor(operations: Iterable<OperationSchema>) {
    const templates = [...operations].flatMap((operation) => (operation.http ? [template(operation, operation.http)] : []));
    this.templates = templates.sort((a, b) => rank(b) - rank(a));
  }

  /** `rawPath` as on the wire; a slash at its end counts for labels of several segments only. Undefined when there is none. */
  find(head: RequestHead, rawPath = head.rawPath): Route | undefined {
    const found = this.at(head, segmentsOf(rawPath));
    return found ?? (rawPath.endsWith('/') ? this.at(head, segmentsOf(rawPath.slice(0, -1))) : undefined);
  }

  /** The best that has all it requires, otherwise the best of the others, which will say what is missing. */
  private at(head: RequestHead, segments: readonly string[]): Route | undefined {
    const query = new URLSearchParams(head.rawQuery);
    const id = query.get('x-id');
    let second: Route | undefined;
    for (const each of this.templates) {
      if (each.method !== head.method || (id !== null && each.id !== undefined && each.id !== id)) continue;
      if (!each.query.every(([name, value]) => (value === '' ? query.has(name) : query.get(name) === value))) continue;
      const labels = labelsOf(each.segments, segments);
      if (!labels) continue;
      const route = { operation: each.operation, labels };
      if (each.required.every((member) => isGiven(member, head, query))) return route;
      second ??= route;
    }
    return second;
  }
}

function template(operation: OperationSchema, [method, path]: NonNullable<OperationSchema['http']>): Template {
  const [way = '', query = ''] = path.split('?');
  const parameters = [...new URLSearchParams(query)];
  const members = operation.input?.members ?? [];
  // S3's bucket is a label that its paths do not have: it stands before them, or in the name of the host.
  const before = members.filter(({ name, traits }) => traits.httpLabel && !new RegExp(`\\{${name}\\+?\\}`).test(way));
  return {
    operation,
    method,
    segments: [...before.map(({ name }) => `{${name}}`), ...segmentsOf(way)],
    query: parameters.filter(([name]) => name !== 'x-id'),
    id: parameters.find(([name]) => name === 'x-id')?.[1],
    required: members.filter(({ required, traits }) => required && (traits.httpQuery ?? traits.httpHeader) !== undefined),
  };
}

/** Literal segments and parameters decide before labels, and labels before those that take several segments. */
function rank({ segments, query, required }: Template): number {
  const worth = segments.map((segment) => (!segment.startsWith('{') ? 4 : segment.endsWith('+}') ? 1 : 2));
  return worth.reduce((sum, each) => sum + each, query.length * 64) + required.length / 16;
}

function isGiven({ traits }: Member, { headers }: RequestHead, query: URLSearchParams): boolean {
  if (traits.httpQuery !== undefined) return query.has(traits.httpQuery);
  return own(headers, (traits.httpHeader as string).toLowerCase()) !== undefined;
}

function segmentsOf(path: string): readonly string[] {
  const way = path.replace(/^\//, '');
  return way === '' ? [] : way.split('/');
}

function labelsOf(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const greedy = template.findIndex((segment) => segment.endsWith('+}'));
  if (greedy < 0 ? template.length !== segments.length : segments.length < template.length) return undefined;
  const taken = segments.length - template.length + 1;
  const labels: Record<string, string> = {};
  let at = 0;
  for (const [place, segment] of template.entries()) {
    const count = place === greedy ? taken : 1;
    const given = segments.slice(at, at + count).join('/');
    at += count;
    if (!segment.startsWith('{')) {
      if (segment !== given) return undefined;
      continue;
    }
    const value = decoded(given);
    if (value === undefined || value === '') return undefined;
    labels[segment.slice(1, segment.endsWith('+}') ? -2 : -1)] = value;
  }
  return labels;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

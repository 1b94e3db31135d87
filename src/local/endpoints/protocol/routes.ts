import type { OperationSchema } from './shape';

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
}

/** Finds operations by method, path and query, as Smithy's `http` trait says it. */
export class Routes {
  private readonly templates: readonly Template[];

  constructor(operations: Iterable<OperationSchema>) {
    const templates = [...operations].flatMap((operation) => (operation.http ? [template(operation, operation.http)] : []));
    this.templates = templates.sort((a, b) => rank(b) - rank(a));
  }

  /** `rawPath` as on the wire; a slash at its end counts for labels of several segments only. Undefined when there is none. */
  find(method: string, rawPath: string, query: URLSearchParams): Route | undefined {
    const found = this.at(method, segmentsOf(rawPath), query);
    return found ?? (rawPath.endsWith('/') ? this.at(method, segmentsOf(rawPath.slice(0, -1)), query) : undefined);
  }

  private at(method: string, segments: readonly string[], query: URLSearchParams): Route | undefined {
    for (const each of this.templates) {
      if (each.method !== method) continue;
      if (!each.query.every(([name, value]) => (value === '' ? query.has(name) : query.get(name) === value))) continue;
      const labels = labelsOf(each.segments, segments);
      if (labels) return { operation: each.operation, labels };
    }
    return undefined;
  }
}

function template(operation: OperationSchema, [method, path]: NonNullable<OperationSchema['http']>): Template {
  const [way = '', query = ''] = path.split('?');
  return { operation, method, segments: segmentsOf(way), query: [...new URLSearchParams(query)] };
}

/** Literal segments and parameters decide before labels, and labels before those that take several segments. */
function rank({ segments, query }: Template): number {
  const worth = segments.map((segment) => (!segment.startsWith('{') ? 4 : segment.endsWith('+}') ? 1 : 2));
  return worth.reduce((sum, each) => sum + each, query.length * 64);
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

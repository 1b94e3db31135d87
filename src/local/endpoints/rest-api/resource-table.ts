import type { RestMethod, RestResource } from '../../../model/rest-api';

export interface MatchedResource {
  readonly resource: RestResource;
  /** As they stand in the path, not decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Row {
  readonly resource: RestResource;
  readonly segments: readonly string[];
}

/** Which resource a path leads to: part by part, what is written out before a parameter, and that before a greedy one (APR-11). */
export class ResourceTable {
  private readonly rows: readonly Row[];

  constructor(resources: readonly RestResource[]) {
    this.rows = resources
      .filter(({ methods }) => methods.length > 0)
      .map((resource) => ({ resource, segments: segmentsOf(resource.path) }))
      .sort(byExactness);
  }

  find(path: string): MatchedResource | undefined {
    const asked = segmentsOf(path);
    for (const { resource, segments } of this.rows) {
      const pathParameters = taken(segments, asked);
      if (pathParameters) return { resource, pathParameters };
    }
    return undefined;
  }
}

/** The method that takes a request: the one that is asked for before `ANY`. */
export function methodOf(resource: RestResource, httpMethod: string): RestMethod | undefined {
  const found = (name: string) => resource.methods.find((each) => each.httpMethod === name);
  return found(httpMethod) ?? found('ANY');
}

/** A slash at the end makes no difference. */
function segmentsOf(path: string): readonly string[] {
  const inner = path.slice(1).replace(/\/$/, '');
  return inner === '' ? [] : inner.split('/');
}

function byExactness(a: Row, b: Row): number {
  for (let at = 0; at < Math.max(a.segments.length, b.segments.length); at++) {
    const difference = rank(a.segments[at]) - rank(b.segments[at]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rank(segment: string | undefined): number {
  if (segment === undefined) return 3;
  return isVariable(segment) ? (segment.endsWith('+}') ? 2 : 1) : 0;
}

function taken(segments: readonly string[], asked: readonly string[]): Readonly<Record<string, string>> | undefined {
  const parameters: Record<string, string> = Object.create(null);
  for (const [at, segment] of segments.entries()) {
    if (!isVariable(segment)) {
      if (segment !== asked[at]) return undefined;
      continue;
    }
    const isGreedy = segment.endsWith('+}');
    const value = isGreedy ? asked.slice(at).join('/') : asked[at];
    if (value === undefined || value === '') return undefined;
    parameters[segment.slice(1, isGreedy ? -2 : -1)] = value;
    if (isGreedy) return parameters;
  }
  return segments.length === asked.length ? parameters : undefined;
}

function isVariable(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}');
}

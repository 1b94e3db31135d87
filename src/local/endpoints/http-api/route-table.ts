import type { HttpRoute } from '../../../model/http-api';

export interface Matched {
  readonly route: HttpRoute;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Row {
  readonly route: HttpRoute;
  readonly method: string;
  readonly segments: readonly string[];
}

/** Which route takes a request (APH-08): the most exact path, then the exact method before `ANY`; `$default` takes the rest. */
export class RouteTable {
  private readonly rows: readonly Row[];
  private readonly fallback: HttpRoute | undefined;

  constructor(routes: readonly HttpRoute[]) {
    this.fallback = routes.find(({ key }) => key === '$default');
    this.rows = routes
      .filter(({ key }) => key !== '$default')
      .map((route) => {
        const [method = '', path = ''] = route.key.split(' ');
        return { route, method, segments: path.slice(1).split('/') };
      })
      .sort(byExactness);
  }

  find(method: string, path: string): Matched | undefined {
    const asked = path.slice(1).split('/');
    for (const row of this.rows) {
      if (row.method !== method && row.method !== 'ANY') continue;
      const pathParameters = taken(row.segments, asked);
      if (pathParameters) return { route: row.route, pathParameters };
    }
    return this.fallback && { route: this.fallback, pathParameters: {} };
  }
}

/** Of one segment of a route's path: a greedy variable is the last to be tried. */
function rank(segment: string | undefined): number {
  if (segment === undefined) return 3;
  return isVariable(segment) ? (segment.endsWith('+}') ? 2 : 1) : 0;
}

function byExactness(a: Row, b: Row): number {
  const greedy = Number(rank(a.segments.at(-1)) === 2) - Number(rank(b.segments.at(-1)) === 2);
  if (greedy !== 0) return greedy;
  for (let at = 0; at < Math.max(a.segments.length, b.segments.length); at++) {
    const difference = rank(a.segments[at]) - rank(b.segments[at]);
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

/** What the variables of a route's path stand for; undefined when the path is another. A variable takes no empty text. */
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

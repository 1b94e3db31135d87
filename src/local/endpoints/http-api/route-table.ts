import type { HttpRoute } from '../../../model/http-api';
import { bySegments, rank, taken } from '../path-segments';

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

function byExactness(a: Row, b: Row): number {
  const greedy = Number(rank(a.segments.at(-1)) === 2) - Number(rank(b.segments.at(-1)) === 2);
  if (greedy !== 0) return greedy;
  return bySegments(a.segments, b.segments) || Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

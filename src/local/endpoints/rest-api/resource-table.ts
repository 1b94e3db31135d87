import type { RestMethod, RestResource } from '../../../model/rest-api';
import { bySegments, taken } from '../path-segments';

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
      .sort((a, b) => bySegments(a.segments, b.segments));
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

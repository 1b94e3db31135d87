/** Segments of the paths of routes and resources: texts, `{variable}`, and `{greedy+}` at the end. */

/** Of one segment: a greedy variable is the last to be tried. */
export function rank(segment: string | undefined): number {
  if (segment === undefined) return 3;
  return isVariable(segment) ? (segment.endsWith('+}') ? 2 : 1) : 0;
}

/** What the variables of a path stand for; undefined when the path is another. A variable takes no empty text. */
export function taken(segments: readonly string[], asked: readonly string[]): Readonly<Record<string, string>> | undefined {
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

/** Which of two paths is tried first: at the first segment that differs, the more exact one. */
export function bySegments(one: readonly string[], other: readonly string[]): number {
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    const difference = rank(one[at]) - rank(other[at]);
    if (difference !== 0) return difference;
  }
  return 0;
}

import type { LatticeListener, LatticeMatch, LatticeRule, TextMatch } from '../../../model/lattice';

/** A request as the rules of VPC Lattice see it. */
export interface MatchedRequest {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** The first rule whose match is met as a whole; undefined when the default action is for the request. */
export function latticeRuleFor({ rules }: LatticeListener, request: MatchedRequest): LatticeRule | undefined {
  return rules.find(({ match }) => isMatch(match, request));
}

function isMatch({ method, path, headers }: LatticeMatch, request: MatchedRequest): boolean {
  return (
    (method === undefined || method.toUpperCase() === request.method) &&
    (path === undefined || fits(path, request.path)) &&
    headers.every((wanted) => request.headers.some(([name, value]) => name === wanted.name.toLowerCase() && fits(wanted, value)))
  );
}

function fits({ kind, text, isCaseSensitive }: TextMatch, given: string): boolean {
  const [wanted, value] = isCaseSensitive ? [text, given] : [text.toLowerCase(), given.toLowerCase()];
  if (kind === 'exact') return value === wanted;
  return kind === 'prefix' ? value.startsWith(wanted) : value.includes(wanted);
}

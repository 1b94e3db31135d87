import type { Part } from './part';

/** For those who look for all of a kind: what is not known is passed over, where `Part` would end the search. */
export function knownText(part: Part, ...path: string[]): string | undefined {
  return part.isKnown(...path) ? part.text(...path) : undefined;
}

/** The members of a list that is known, if not its members. */
export function knownParts(part: Part, ...path: string[]): readonly Part[] {
  return part.isKnown(...path) ? part.parts(...path) : [];
}

/** The members of an object that is known, if not its members. */
export function knownMembers(part: Part, ...path: string[]): readonly (readonly [string, Part])[] {
  return part.isKnown(...path) ? part.members(...path) : [];
}

/** A filter pattern that cannot be read, and why. */
export class PatternFlaw extends Error {}

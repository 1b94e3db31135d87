/** A rule met a value that is not known before the deployment. Thrown where it is read, caught by whoever runs the rule. */
export class Undecided extends Error {
  override readonly name = 'Undecided';

  constructor(
    /** The construct path, and the property. */
    readonly where: string,
    /** Why the value is not known. */
    readonly why: string,
  ) {
    super(`${where}: ${why}`);
  }
}

/**
 * What IAM asks when operations of a service are called; an operation that is not listed is not judged.
 *
 * Places say which resources of the request are meant; `engine/identity/places` finds them.
 */
export interface ServicePermissions<Place extends string = string> {
  /** In front of actions, as IAM's texts have it. */
  readonly prefix: string;
  /** Operations whose action has their name, by the place that it is asked on. */
  readonly named: Readonly<Partial<Record<Place, readonly string[]>>>;
  /** All others: each action, with the place that it is asked on. One with a colon has its prefix already. */
  readonly others: Readonly<Record<string, readonly (readonly [action: string, place: Place])[]>>;
}

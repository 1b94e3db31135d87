import type { Variable } from './variable';

/** Variables by their names. */
export type Variables = Readonly<Record<string, Variable<unknown, never>>>;

type TypesOf<V> = V extends { readonly _types?: infer Types } ? NonNullable<Types> : never;
type Read<V> = TypesOf<V> extends { readonly read: infer R } ? R : never;
type Given<V> = TypesOf<V> extends { readonly given: (given: infer G) => void } ? G : never;
type MayBeLeftOut<V extends Variables> = {
  [Name in keyof V]: TypesOf<V[Name]> extends { readonly mayBeLeftOut: true } ? Name : never;
}[keyof V];

/** What the handler gets. */
export type ReadValues<V extends Variables> = { readonly [Name in keyof V]: Read<V[Name]> };

/** What the app gives: everything, but for what may be left out. */
export type GivenValues<V extends Variables> = {
  readonly [Name in Exclude<keyof V, MayBeLeftOut<V>>]: Given<V[Name]>;
} & { readonly [Name in MayBeLeftOut<V>]?: Given<V[Name]> };

/** The environment variables of a function, declared once for the app and the handler. */
export interface Environment<V extends Variables> {
  /**
   * For the app: what it gives to the function as `environment`, checked and as texts. Tokens are let through.
   *
   * Fails when a variable is missing, is not declared or has a value that the handler would refuse, and when Lambda would refuse
   * a name; it names all of them. What is left out is not in the result: the handler knows the defaults.
   */
  values(given: GivenValues<V>): Record<string, string>;

  /**
   * For the handler: every variable, checked and with its type. Call it outside the handler function, so that a mistake fails
   * the start of the function, and not one event after the other.
   *
   * Fails when variables are missing or malformed; it names all of them, and does not tell their values.
   *
   * @param from where the texts are; without it `process.env`
   */
  read(from?: Readonly<Record<string, string | undefined>>): ReadValues<V>;
}

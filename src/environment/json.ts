import { type Variable, variable, type WithDefault, type WithoutDefault } from './variable';

export interface JsonOptions<T> {
  /**
   * Makes what the JSON says into what the handler gets, and throws when it cannot; as `schema.parse` of many libraries.
   *
   * It also sees what the app gives, unless there are tokens in it.
   *
   * @default - it is taken as it is
   */
  readonly parse?: (value: unknown) => T;
}

/**
 * Any value that JSON can say.
 *
 * Numbers in it may be tokens of the CDK, and texts whose values have no quotes and backslashes, as ARNs and names. Lists and
 * objects that are tokens are refused.
 */
export function json<T>(options: JsonOptions<T> & WithDefault<T>): Variable<T, T, true>;
export function json<T = unknown>(options?: JsonOptions<T> & WithoutDefault): Variable<T, T, false>;
export function json<T>({ parse = (value) => value as T, ...options }: JsonOptions<T> = {}): Variable<T, T, never> {
  return variable<T, T>('JSON that fits', (it) => parse(JSON.parse(it)), options, JSON.stringify);
}

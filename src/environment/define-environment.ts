import type { Environment, ReadValues, Variables } from './environment';
import { texts } from './texts';
import { typedValues } from './typed-values';

/**
 * Declares the environment variables of a function, in a file that the app and the handler both import.
 *
 * The app gives them with `environment: declared.values({ … })`, the handler takes them with `declared.read()`.
 */
export function defineEnvironment<const V extends Variables>(variables: V): Environment<V> {
  return {
    values: (given) => texts(variables, given),
    read: (from = process.env) => typedValues(variables, from) as ReadValues<V>,
  };
}

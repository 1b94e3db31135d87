import { type Variable, variable } from './variable';

/** One of these texts. `optional` gives it a default. */
export function oneOf<const Choice extends string>(...choices: readonly Choice[]): Variable<Choice, Choice, false> {
  return variable(`one of ${choices.join(', ')}`, (it) => choices.find((choice) => choice === it), {});
}

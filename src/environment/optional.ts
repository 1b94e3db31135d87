import type { Variable } from './variable';

/** A variable that may be left out: the handler gets `instead` then. */
export function optional<Read, Given>(variable: Variable<Read, Given>, instead: NoInfer<Read>): Variable<Read, Given, true>;
/** A variable that may be left out: the handler gets `undefined` then. */
export function optional<Read, Given>(variable: Variable<Read, Given>): Variable<Read | undefined, Given, true>;
export function optional<Read, Given>(variable: Variable<Read, Given>, instead?: Read): Variable<Read | undefined, Given, true> {
  return { ...variable, fallback: { value: instead } } as Variable<Read | undefined, Given, true>;
}

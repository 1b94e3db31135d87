import { FUNCTION_DEFAULTS } from '../spec/function-defaults';
import type { App, FunctionTarget } from './app';
import { each, type Rule } from './rule';
import { Undecided } from './undecided';

/** A caller that waits for a function's answer, but not for ever. */
export interface Wait {
  readonly target: FunctionTarget;
  /** Undefined where it is not known. */
  readonly seconds: number | undefined;
  /** As messages name it; a caller with several routes to a function is named once. */
  readonly caller: string;
}

export interface WaitRule extends Pick<Rule, 'id' | 'severity' | 'title' | 'why' | 'source' | 'also'> {
  readonly waits: (app: App) => Iterable<Wait>;
}

/** A rule that functions do not run longer than their callers wait. */
export function waitRule({ waits, ...rule }: WaitRule): Rule {
  return {
    ...rule,
    judgedBy: ['cdk-lambda-kit:TIMEOUT_ABOVE_WAIT'],
    remedy: 'Lower the timeout of the function to what its caller waits for, or let the caller start it and not wait.',
    check: each(
      (app) => shortest(waits(app)),
      function* ({ target: { fn }, seconds, caller }) {
        if (seconds === undefined) throw new Undecided(caller, 'how long it waits is not known');
        const timeout = fn.number('Timeout') ?? FUNCTION_DEFAULTS.timeoutSeconds;
        if (timeout <= seconds) return;
        yield {
          on: fn,
          property: 'Properties.Timeout',
          message: `The function may run for ${timeout} s, but ${caller} waits for ${seconds} s.`,
        };
      },
    ),
  };
}

/** The wait that counts for each caller and function. */
function shortest(waits: Iterable<Wait>): Iterable<Wait> {
  const found = new Map<string, Wait>();
  for (const wait of waits) {
    const key = `${wait.caller} ${wait.target.fn.path}`;
    const other = found.get(key)?.seconds;
    if (!found.has(key) || (wait.seconds !== undefined && (other === undefined || wait.seconds < other))) found.set(key, wait);
  }
  return found.values();
}

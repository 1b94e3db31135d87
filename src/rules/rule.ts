import type { App } from './app';
import type { Declaration } from './declaration';
import { Undecided } from './undecided';

/** `error`: Lambda refuses it, or it cannot work. `warning`: it works badly, or not always. */
export type Severity = 'error' | 'warning';

/** A place where a rule is broken. */
export interface Broken {
  /** The resource that has to be changed. */
  readonly on: Declaration;
  /** One sentence: what is wrong, with the values. */
  readonly message: string;
  /** As in a template: `Properties.Timeout`. */
  readonly property?: string;
  /** The rule of aws-cdk-lib's own validation that sees the same; ours is silent inside of an app where that runs. */
  readonly seenByCdk?: string;
}

export interface Rule {
  /** The reference rule it comes from, and a word where that gives more than one: `SQS-06`, `SQS-06-margin`. Never changed: people acknowledge it. */
  readonly id: string;
  readonly severity: Severity;
  /** What is wrong when it is broken, as a heading. */
  readonly title: string;
  /** What Lambda or AWS does then. */
  readonly why: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Where AWS says so. */
  readonly source: string;
  /** Further rules of the reference that it keeps. */
  readonly also?: readonly string[];
  /** Ids under which our constructs say the same at synthesis; where they have looked, the rule is silent. */
  readonly judgedBy?: readonly string[];
  /** Every place where it is broken, and every place where that cannot be told. */
  check(app: App): Iterable<Broken | Undecided>;
}

/**
 * Looks at each resource of a type, or at each of what `subjects` gives, by itself: when one cannot be judged, the others still are.
 */
export function each<T = Declaration>(
  subjects: string | readonly string[] | ((app: App) => Iterable<T>),
  look: (subject: T, app: App) => Iterable<Broken | Undecided>,
): Rule['check'] {
  return function* check(app: App) {
    const found =
      typeof subjects === 'function'
        ? subjects(app)
        : (app.ofType(...(typeof subjects === 'string' ? [subjects] : subjects)) as Iterable<T>);
    for (const subject of found) {
      try {
        yield* look(subject, app);
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        yield error;
      }
    }
  };
}

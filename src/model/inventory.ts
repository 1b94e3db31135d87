import type { Application } from './application';
import type { CodeFacts } from './code-facts';
import type { DeclaredResource } from './declared';

/** An app with everything that its templates declare: what the rules look at. */
export interface Inventory {
  readonly application: Application;
  readonly resources: readonly DeclaredResource[];
  /** Of every folder and archive that functions of `application` have for code or layers. */
  readonly code: readonly CodeFacts[];
  readonly acknowledged: readonly Acknowledged[];
  /** The template of every stack, by the stack's id: absolute paths. */
  readonly templates: Readonly<Record<string, string>>;
  readonly judged: readonly Judged[];
}

/** Something that a construct of ours has looked at when the app was synthesized, whatever it found. */
export interface Judged {
  /** `cdk-lambda-kit:network`, or the id of a warning that was given. */
  readonly id: string;
  readonly path: string;
  /** Whether it has warned, and nobody has acknowledged that. */
  readonly warned?: true;
}

/** A rule that the author of the app has taken note of, and why. */
export interface Acknowledged {
  /** As the author wrote it: `cdk-lambda-kit::SQS-06`. */
  readonly id: string;
  readonly reason: string;
  /** The construct it is for, with all that are below it; empty for the whole app. */
  readonly path: string;
}

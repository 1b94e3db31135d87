import type { UnmadeKind } from '../spec/calls-not-made';
import type { ApiKind } from './api-door';

/** What kind of thing sets a function off, as `list --json` names it. */
export type FunctionSourceKind =
  | 'queue'
  | 'stream'
  | 'table'
  | 'kafka'
  | 'broker'
  | 'documentDb'
  | 'topic'
  | 'bucket'
  | 'rule'
  | 'schedule'
  | 'authorizer'
  | 'functionUrl'
  | 'function'
  | ApiKind
  | UnmadeKind;

/** Something that sets a function off. */
export interface FunctionSource {
  readonly kind: FunctionSourceKind;
  /** The construct path of what sets it off; its ARN where that is not of this app. */
  readonly source: string;
  /** The alias or version that is invoked; absent for the function itself. */
  readonly qualifier?: string;
  /** When and how, a few words each: `batches of 5`, `GET /orders`. */
  readonly how: readonly string[];
  /** Switched off in the template. */
  readonly disabled?: true;
  /** Why it does not set the function off here, as a sentence; absent when it does. */
  readonly why?: string;
}

/** Those of one function, by the function's ARN without a qualifier. */
export type FunctionSources = ReadonlyMap<string, readonly FunctionSource[]>;

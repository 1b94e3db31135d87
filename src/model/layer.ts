import type { ResourceAddress } from './address';
import type { Code } from './code';

/** A layer as a function has it; `arn` is that of its version, where it can be told. */
export type FunctionLayer = Code & { readonly arn?: string };

/** One version of a layer that the app makes. */
export interface LayerVersion {
  readonly address: ResourceAddress;
  readonly name: string;
  /** Of the version. */
  readonly arn: string;
  readonly region: string;
  readonly version: number;
  readonly code: Code;
  readonly description?: string;
  readonly license?: string;
  /** Absent when it names none. */
  readonly runtimes?: readonly string[];
  /** Absent when it names none. */
  readonly architectures?: readonly string[];
}

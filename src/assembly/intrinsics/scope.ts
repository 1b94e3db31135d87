import type { Json } from '../json';

/** What a template's expressions can look at. Everything throws `Unresolved` for what is not there. */
export interface Scope {
  /** Undefined for `AWS::NoValue`. */
  ref(name: string): Json | undefined;
  attribute(logicalId: string, attribute: string): Json;
  condition(name: string): boolean;
  /** Undefined when the mapping or one of its keys is not there. */
  mapped(mapping: string, topLevelKey: string, secondLevelKey: string): Json | undefined;
  importValue(exportName: string): Json;
  stackOutput(stackName: string, outputName: string, region: string | undefined): Json;
  zones(region: string): readonly string[];
}

/** What an intrinsic function is handed to work with. */
export interface Evaluation {
  readonly scope: Scope;
  /** Undefined for what `AWS::NoValue` takes away. */
  evaluate(value: Json | undefined): Json | undefined;
}

export type Intrinsic = (argument: Json | undefined, context: Evaluation) => Json | undefined;

/** One piece of a parsed template. */
export type Node =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'reference'; readonly reference: Reference }
  /** `\$name`: its source, without the backslash where the reference leads somewhere. */
  | { readonly is: 'escaped'; readonly reference: Reference; readonly source: string }
  | { readonly is: 'set'; readonly target: Reference; readonly value: Expression }
  | { readonly is: 'if'; readonly branches: readonly Branch[] }
  | { readonly is: 'foreach'; readonly item: string; readonly list: Expression; readonly body: Nodes }
  | { readonly is: 'define'; readonly name: string; readonly body: Nodes }
  | { readonly is: 'macro'; readonly name: string; readonly parameters: readonly string[]; readonly body: Nodes }
  /** Of a macro; text like any other when there is none of this name. */
  | {
      readonly is: 'call';
      readonly name: string;
      readonly args: readonly Expression[];
      readonly body?: Nodes;
      readonly source: string;
    }
  | { readonly is: 'stop' }
  | { readonly is: 'break' };

export type Nodes = readonly Node[];

/** The one without a condition is `#else`. */
export interface Branch {
  readonly condition?: Expression;
  readonly body: Nodes;
}

export interface Reference {
  readonly root: string;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly is: 'property'; readonly name: string }
  | { readonly is: 'method'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly is: 'index'; readonly index: Expression };

export type Expression =
  | { readonly is: 'literal'; readonly value: string | bigint | number | boolean }
  /** A text in double quotes with references or directives in it. */
  | { readonly is: 'template'; readonly nodes: Nodes }
  | { readonly is: 'list'; readonly items: readonly Expression[] }
  | { readonly is: 'range'; readonly from: Expression; readonly to: Expression }
  | { readonly is: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly is: 'reference'; readonly reference: Reference }
  | { readonly is: 'not'; readonly of: Expression }
  | { readonly is: 'both' | 'either'; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'compared'; readonly by: Comparison; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'calculated'; readonly by: Operation; readonly left: Expression; readonly right: Expression };

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type Operation = '+' | '-' | '*' | '/' | '%';

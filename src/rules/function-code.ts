import type { Code } from '../model/code';
import type { CodeFacts } from '../model/code-facts';
import type { LambdaFunction } from '../model/function';
import type { App } from './app';
import type { Declaration } from './declaration';
import { Undecided } from './undecided';

/** A function of the .zip kind with what lies in its code and its layers. */
export interface FunctionCode {
  readonly on: Declaration;
  readonly fn: LambdaFunction;
  readonly runtime: string;
  readonly handler: string;
  /** Absent when the code is not in the assembly, or stands in the template. */
  readonly code?: CodeFacts;
  /** Of inline code. */
  readonly source?: string;
  readonly layers: readonly CodeFacts[];
  /** Why not all layers are in `layers`. */
  readonly unknownLayer?: string;
}

/** Every function whose runtime and handler are known. */
export function functionsWithCode(app: App): readonly FunctionCode[] {
  return app.once('functions with code', () => {
    const facts = new Map(app.code.map((each) => [each.path, each]));
    const declared = new Map(app.ofType('AWS::Lambda::Function').map((each) => [keyOf(each), each]));
    return app.application.functions.flatMap((fn): readonly FunctionCode[] => {
      const on = declared.get(keyOf(fn));
      const { code, layers, runtime, handler } = fn.configuration;
      if (on === undefined || runtime === undefined || handler === undefined) return [];
      if (!on.isKnown('Runtime') || !on.isKnown('Handler') || !on.isKnown('Code')) return [];
      const found = factsOf(code, facts);
      const known = layers.map((layer) => factsOf(layer, facts));
      const why = layers.find((_, i) => known[i] === undefined || known[i].is !== 'whole');
      return [
        {
          on,
          fn,
          runtime,
          handler,
          ...(found !== undefined && { code: found }),
          ...(code.kind === 'inline' && { source: code.source }),
          layers: known.filter((layer) => layer !== undefined),
          ...(why !== undefined && { unknownLayer: why.kind === 'absent' ? why.why : 'A layer cannot be read.' }),
        },
      ];
    });
  });
}

/** The code, when all of it is known. Throws `Undecided` when it is not; inline code is undefined. */
export function wholeCode({ on, fn, code }: FunctionCode): CodeFacts | undefined {
  const { code: from } = fn.configuration;
  if (from.kind === 'inline') return undefined;
  if (from.kind === 'absent') throw new Undecided(`${on.path}, Properties.Code`, from.why);
  if (code === undefined) {
    throw new Undecided(
      `${on.path}, Properties.Code`,
      'The code is not in the assembly: bundling, or the staging of assets, was left out.',
    );
  }
  if (code.is === 'broken') return undefined;
  if (code.is === 'part') throw new Undecided(`${on.path}, Properties.Code`, `${code.path} has more files than are looked at.`);
  return code;
}

/** Throws `Undecided` when a layer may have what is looked for. */
export function wholeLayers({ on, layers, unknownLayer }: FunctionCode): readonly CodeFacts[] {
  if (unknownLayer !== undefined) throw new Undecided(`${on.path}, Properties.Layers`, unknownLayer);
  return layers;
}

/** What `find` finds in an asset, once for all functions that share it; `what` tells it from other findings. */
export function inAsset<T>(app: App, code: CodeFacts, what: string, find: (code: CodeFacts) => T): T {
  const known = app.once(`${what} in assets`, () => new Map<CodeFacts, { readonly found: T }>());
  const { found } = known.get(code) ?? { found: find(code) };
  known.set(code, { found });
  return found;
}

function factsOf(code: Code, facts: ReadonlyMap<string, CodeFacts>): CodeFacts | undefined {
  return code.kind === 'directory' || code.kind === 'archive' ? facts.get(code.path) : undefined;
}

function keyOf({ address }: Pick<Declaration, 'address'>): string {
  return `${address.stack} ${address.logicalId}`;
}

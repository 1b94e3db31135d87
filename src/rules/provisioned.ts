import { LATEST } from '../spec/alias-limits';
import type { App, FunctionTarget } from './app';
import type { Declaration } from './declaration';
import { ALIAS, functionIn, VERSION } from './lambda-function';

const AMOUNT = 'ProvisionedConcurrentExecutions';
/** Aliases and versions give it under this name. */
const CONFIG = 'ProvisionedConcurrencyConfig';

/** Environments that are kept ready for an alias or a version. */
export interface Provisioned {
  /** The alias or the version. */
  readonly on: Declaration;
  readonly target: FunctionTarget;
  /** Undefined when it is not known before the deployment. */
  readonly amount?: number;
  /** The number of the version, as far as it is known. */
  readonly version?: string;
}

/** Scaling of such environments, within a range. */
export interface Scaled {
  readonly on: Declaration;
  readonly target: FunctionTarget;
  readonly min?: number;
  readonly max?: number;
}

export function provisioned(app: App): readonly Provisioned[] {
  return app.once('provisioned concurrency', () =>
    app.ofType(ALIAS, VERSION).flatMap((on) => {
      const target = on.has(CONFIG) ? functionIn(app, on, 'FunctionName') : undefined;
      if (target === undefined) return [];
      const amount = on.isKnown(CONFIG, AMOUNT) ? on.number(CONFIG, AMOUNT) : undefined;
      const version = versionOf(on);
      return [{ on, target, ...(amount !== undefined && { amount }), ...(version !== undefined && { version }) }];
    }),
  );
}

/** The version that an alias points to first, or the number of a version. */
export function versionOf(on: Declaration): string | undefined {
  if (on.type === ALIAS) return on.isKnown('FunctionVersion') ? on.text('FunctionVersion') : undefined;
  return on.ref?.split(':')[7];
}

export function scaled(app: App): readonly Scaled[] {
  return app.once('scaled concurrency', () =>
    app.ofType('AWS::ApplicationAutoScaling::ScalableTarget').flatMap((on) => {
      if (!on.isKnown('ResourceId') || !on.isKnown('ServiceNamespace') || on.text('ServiceNamespace') !== 'lambda') return [];
      const name = /^function:(.+)$/.exec(on.text('ResourceId') ?? '')?.[1];
      const target = app.functionNamed(name, on);
      if (target === undefined) return [];
      const [min, max] = (['MinCapacity', 'MaxCapacity'] as const).map((end) => (on.isKnown(end) ? on.number(end) : undefined));
      return [{ on, target, ...(min !== undefined && { min }), ...(max !== undefined && { max }) }];
    }),
  );
}

/** Everything provisioned, by function. */
export function provisionedByFunction(app: App): ReadonlyMap<Declaration, readonly Provisioned[]> {
  return app.once('provisioned concurrency by function', () => {
    const found = new Map<Declaration, Provisioned[]>();
    for (const each of provisioned(app)) {
      const others = found.get(each.target.fn);
      if (others === undefined) found.set(each.target.fn, [each]);
      else others.push(each);
    }
    return found;
  });
}

export function isLatest({ on }: Provisioned): boolean {
  return on.type === ALIAS && versionOf(on) === LATEST;
}

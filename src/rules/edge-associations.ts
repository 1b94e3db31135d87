import type { App, FunctionTarget } from './app';
import type { Declaration } from './declaration';
import { knownParts, knownText } from './known';
import type { Part } from './part';

/** A function that a distribution calls at the edge. */
export interface EdgeAssociation {
  readonly on: Declaration;
  readonly part: Part;
  /** `viewer-request`, `origin-request`, `origin-response` or `viewer-response`. */
  readonly event: string | undefined;
  readonly arn: string | undefined;
  /** Undefined when the function is not of the app, or not known. */
  readonly target: FunctionTarget | undefined;
}

/** The behaviors of every distribution. */
export function* behaviors(app: App): Generator<{ readonly on: Declaration; readonly part: Part }> {
  for (const on of app.ofType('AWS::CloudFront::Distribution')) {
    const config = on.part('DistributionConfig');
    yield { on, part: config.part('DefaultCacheBehavior') };
    for (const part of knownParts(config, 'CacheBehaviors')) yield { on, part };
  }
}

export function edgeAssociations(app: App): readonly EdgeAssociation[] {
  return app.once('associations of distributions', () =>
    [...behaviors(app)].flatMap(({ on, part }) =>
      knownParts(part, 'LambdaFunctionAssociations').map((association) => {
        const arn = knownText(association, 'LambdaFunctionARN');
        const target = app.functionNamed(arn, on);
        return { on, part: association, event: knownText(association, 'EventType'), arn, target };
      }),
    ),
  );
}

/** A function of the app that runs at the edge, and the events that it is called for. */
export interface EdgeFunction {
  readonly target: FunctionTarget;
  readonly events: readonly string[];
  /** The distributions. */
  readonly callers: readonly Declaration[];
}

/** Each function once, however many distributions call it. */
export function edgeFunctions(app: App): Iterable<EdgeFunction> {
  return app.once('functions at the edge', () => {
    const found = new Map<Declaration, EdgeFunction>();
    for (const { on, event = '', target } of edgeAssociations(app)) {
      if (target === undefined) continue;
      const { events = [], callers = [] } = found.get(target.fn) ?? {};
      found.set(target.fn, { target, events: [...events, event], callers: [...callers, on] });
    }
    return [...found.values()];
  });
}

import type { App, FunctionTarget } from './app';
import type { Declaration } from './declaration';
import type { Part } from './part';

/** A place where the app says that a service calls a function of the app, which the function's policy has to allow. */
export interface Call {
  /** What says so. */
  readonly on: Declaration;
  readonly property: string;
  readonly target: FunctionTarget;
  /** As principals of policies name it, without `.amazonaws.com`. */
  readonly service: string;
  /** ARNs that the caller may have; none when it is not known. */
  readonly sources: readonly string[];
  /** What calls, as messages name it; without it, `on`. Calls of one caller to one function are one. */
  readonly caller?: string;
}

/** The call that a property with the ARN of a function declares; undefined when that is of no app function. */
export function callTo(
  app: App,
  on: Declaration,
  arn: Part,
  service: string,
  sources: readonly (string | undefined)[],
): Call | undefined {
  const target = targetIn(app, on, arn);
  if (target === undefined) return undefined;
  return { on, property: arn.property, target, service, sources: sources.filter((source) => source !== undefined) };
}

/** The function of the app that a property names; undefined when it names none, is not known, or names a helper of the CDK. */
export function targetIn(app: App, on: Declaration, arn: Part): FunctionTarget | undefined {
  if (!arn.isKnown()) return undefined;
  const target = app.functionNamed(arn.text(), on);
  return target === undefined || target.fn.resource.isHelper ? undefined : target;
}

/** How messages name the function that is meant. */
export function nameOf({ fn, qualifier }: FunctionTarget): string {
  return qualifier === undefined ? fn.path : `${qualifier} of ${fn.path}`;
}

/** The calls that `find` gives, looked for once in each app. */
export function collected(name: string, find: (app: App) => Iterable<Call>): (app: App) => readonly Call[] {
  return (app) => app.once(`calls of ${name}`, () => [...find(app)]);
}

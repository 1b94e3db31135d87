import type { CallNotMade } from '../../model/application';
import { functionArn, parseFunctionName } from '../../model/function-name';
import { CALLS_NOT_MADE, DEPLOYMENT_HOOK_WHY, type UnmadeKind } from '../../spec/calls-not-made';
import { isCdkHelper } from '../cdk-helpers';
import { isList, isObject, type Json, member } from '../json';
import type { Resource } from '../resource';
import { isKnownType } from '../treatment';
import { attempt } from '../unresolved';
import type { Translation } from './draft';

interface Place {
  readonly kind: UnmadeKind;
  readonly why: string;
  /** None given: any. */
  readonly properties: readonly string[];
}

const PLACES: ReadonlyMap<string, Place> = new Map(
  CALLS_NOT_MADE.flatMap(({ kind, why, types }) =>
    Object.entries(types).map(([type, properties]) => [type, { kind, why, properties }] as const),
  ),
);
const FUNCTION_ARNS = /arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(?::(?:\$LATEST|[\w-]+))?/g;
/** Where the CDK's provider of custom resources is told of the app's own handlers. */
const HANDLERS_OF_PROVIDERS = /^USER_\w+_FUNCTION_ARN$/;
const TRAFFIC_HOOKS = ['BeforeAllowTrafficHook', 'AfterAllowTrafficHook'];

/** What would invoke functions of the app and is not emulated; what of it has no other effect is left out with that for a reason. */
export function callsNotMade(resources: readonly Resource[], context: Translation): readonly CallNotMade[] {
  return resources.flatMap((resource) => {
    const place = placeOf(resource);
    if (place === undefined) return hookCalls(resource, context);
    const arns = place.properties.length > 0 ? place.properties : namesOf(resource.written);
    const called = functionsIn(
      arns.map((name) => attempt(() => resource.value(name)).value),
      resource,
      context,
    );
    // A custom resource is told of by its own type.
    if (called.length > 0 && place.kind !== 'customResource') context.report.leaveOut(resource, place.why);
    const { address, type } = resource;
    return called.map((arn) => ({ address, type, kind: place.kind, functionArn: arn, why: place.why }));
  });
}

function placeOf(resource: Resource): Place | undefined {
  const { type } = resource;
  if (isCdkHelper(resource)) {
    const variables = attempt(() => resource.open('Environment', 'Variables')).value;
    if (!namesOf(variables).some((name) => HANDLERS_OF_PROVIDERS.test(name))) return undefined;
    const { kind, why } = PLACES.get('Custom::*') as Place;
    return { kind, why, properties: ['Environment'] };
  }
  const known = PLACES.get(type) ?? (type.startsWith('Custom::') ? PLACES.get('Custom::*') : undefined);
  if (known !== undefined || isKnownType(type)) return known;
  return { kind: 'other', why: `${type} is not known here, so nothing stands for it.`, properties: [] };
}

/** An alias may have functions that look whether the traffic can be shifted. */
function hookCalls(resource: Resource, context: Translation): readonly CallNotMade[] {
  if (resource.type !== 'AWS::Lambda::Alias' || resource.updatePolicy === undefined) return [];
  const policy = attempt(() => resource.home.resolve(resource.updatePolicy)).value;
  const update = member(policy, 'CodeDeployLambdaAliasUpdate');
  const { address, type } = resource;
  return TRAFFIC_HOOKS.flatMap((name) =>
    functionsIn([{ FunctionName: member(update, name) ?? '' }], resource, context).map((arn) => ({
      ...{ address, type, functionArn: arn },
      ...({ kind: 'deployment', why: DEPLOYMENT_HOOK_WHY } as const),
    })),
  );
}

/** ARNs of the app's functions, with their qualifiers, that stand anywhere in the values. */
function functionsIn(values: readonly (Json | undefined)[], { home }: Resource, { app, drafts }: Translation): readonly string[] {
  const found = new Set<string>();
  for (const text of values.flatMap(textsIn)) {
    const name = parseFunctionName(text, home);
    const named = name && app.functionNamed(name, home);
    if (named === undefined || !drafts.has(named) || name === undefined) continue;
    const qualifier = name.qualifier === undefined || name.qualifier === '$LATEST' ? '' : `:${name.qualifier}`;
    found.add(`${functionArn(name)}${qualifier}`);
  }
  return [...found];
}

/** Everything that may name a function: ARNs in texts of whatever kind, and what says that it is a function’s name. */
function textsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return value.match(FUNCTION_ARNS) ?? [];
  if (isList(value)) return value.flatMap(textsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    name === 'FunctionName' && typeof each === 'string' && each !== '' ? [each] : textsIn(each),
  );
}

function namesOf(value: Json | undefined): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}

import { type DeclaredResource, UNKNOWN, type Value } from '../model/declared';
import type { AppScope } from './app-scope';
import { isCdkHelper } from './cdk-helpers';
import { isExpression } from './intrinsics/evaluate';
import { defined, isList, isObject, type Json } from './json';
import type { Resource } from './resource';
import { attributeOf, refOf } from './resource-values/table';
import { NESTED_STACK } from './stack-source';
import { attempt } from './unresolved';

/** The properties that hold a type's own ARN when it is not called `Arn`. */
const ARN_ATTRIBUTES = ['Arn', 'FunctionArn', 'TopicArn', 'LoadBalancerArn', 'TargetGroupArn', 'StreamArn'];

/** Every resource of the app that exists, with its properties worked out as far as that can be done before the deployment. */
export function declaredResources(
  app: AppScope,
  createdAt: (resource: Resource) => string | undefined,
): readonly DeclaredResource[] {
  const resources = app.stacks
    .filter((stack) => attempt(() => stack.exists()).value === true)
    .flatMap((stack) => [...stack.resources.values()])
    .filter((resource) => attempt(() => resource.exists()).value === true);
  return resources.map((resource) =>
    defined<DeclaredResource>({
      address: resource.address,
      type: resource.type,
      account: resource.home.isForAnyAccount ? undefined : resource.account,
      region: resource.home.isForAnyRegion ? undefined : resource.region,
      properties: propertiesOf(resource, app),
      written: (isObject(resource.written) ? resource.written : {}) as DeclaredResource['written'],
      updatePolicy: resource.updatePolicy as Value | undefined,
      ref: resource.type === NESTED_STACK ? undefined : attempt(() => refOf(resource.type, resource)).value,
      arn: arnOf(resource),
      dependsOn: resource.dependsOn,
      isHelper: isCdkHelper(resource),
      createdAt: createdAt(resource),
    }),
  );
}

function propertiesOf(resource: Resource, app: AppScope): { readonly [key: string]: Value } {
  const written = resource.written;
  if (!isObject(written)) return {};
  const members = Object.entries(written).map(([key, value]) => [key, worked(value, resource, app)] as const);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined)) as { readonly [key: string]: Value };
}

/** The value; only the smallest part that cannot be told is unknown. */
function worked(value: Json | undefined, resource: Resource, app: AppScope): Value | undefined {
  if (value === undefined) return undefined;
  if (isExpression(value)) return evaluated(value, resource, app);
  if (isList(value)) return value.map((each) => worked(each, resource, app)).filter((each) => each !== undefined);
  if (isObject(value)) {
    const members = Object.entries(value).map(([key, each]) => [key, worked(each, resource, app)] as const);
    return Object.fromEntries(members.filter(([, each]) => each !== undefined)) as { readonly [key: string]: Value };
  }
  if (typeof value === 'string' && value.includes('{{resolve:')) return evaluated(value, resource, app);
  return value;
}

function evaluated(value: Json, resource: Resource, app: AppScope): Value | undefined {
  const opened = attempt(() => resource.home.decide(value));
  if (opened.problem !== undefined) return { [UNKNOWN]: opened.problem.message };
  // The branch of an `Fn::If` is looked at part by part.
  if (opened.value !== value && !(typeof opened.value === 'string')) return worked(opened.value, resource, app);
  const { value: outcome, notes } = app.memo.listen(() => attempt(() => resource.home.resolve(value)));
  if (outcome.problem !== undefined) return { [UNKNOWN]: outcome.problem.message };
  const [note] = notes;
  return note === undefined ? (outcome.value as Value | undefined) : { [UNKNOWN]: note.message };
}

function arnOf(resource: Resource): string | undefined {
  const ref = attempt(() => refOf(resource.type, resource)).value;
  if (ref?.startsWith('arn:')) return ref;
  for (const attribute of ARN_ATTRIBUTES) {
    const arn = attempt(() => attributeOf(resource.type, resource, attribute)).value;
    if (typeof arn === 'string' && arn.startsWith('arn:')) return arn;
  }
  return undefined;
}

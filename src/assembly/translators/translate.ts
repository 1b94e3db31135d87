import type { Application } from '../../model/application';
import { BUCKET_DEPLOYMENT } from '../../model/bucket-deployment';
import type { AppScope } from '../app-scope';
import { isCdkHelper } from '../cdk-helpers';
import type { Report } from '../report';
import type { Resource } from '../resource';
import type { StackScope } from '../stack-scope';
import { NESTED_STACK } from '../stack-source';
import { whyNotRun } from '../treatment';
import { attempt, Unresolved } from '../unresolved';
import { translateAlias } from './alias';
import { apisOf } from './apis';
import { translateAsyncConfiguration } from './async-configuration';
import { translateBucketDeployment } from './bucket-deployment';
import { translateBuckets } from './buckets';
import { callsNotMade } from './calls-not-made';
import { distributionsOf } from './distribution';
import { type Draft, finished, type Translation } from './draft';
import { translateMapping } from './event-source-mapping';
import { translateFunction } from './function';
import { translateFunctionUrl } from './function-url';
import { latticeOf } from './lattice';
import { translateLayerVersion } from './layer-version';
import { loadBalancersOf } from './load-balancer';
import { logsOf } from './log-groups';
import { messagingOf } from './messaging';
import { translateParameter } from './parameter';
import { translatePermission } from './permission';
import { translateQueue } from './queue';
import { resourcePoliciesOf } from './resource-policies';
import { translateRoles } from './roles';
import { routesNotServed } from './routes-not-served';
import { secretsOf } from './secret';
import { translateStream, translateStreamConsumer } from './stream';
import { TABLES, translateTable } from './table';
import { translateVersion } from './version';

const FUNCTION = 'AWS::Lambda::Function';

/** What hangs on functions, in the order that lets each find what it names: aliases name versions, all others may name either. */
const HANGING: readonly (readonly [string, (resource: Resource, context: Translation) => void])[] = [
  ['AWS::Lambda::Version', translateVersion],
  ['AWS::Lambda::Alias', translateAlias],
  ['AWS::Lambda::Url', translateFunctionUrl],
  ['AWS::Lambda::Permission', translatePermission],
  ['AWS::Lambda::EventInvokeConfig', translateAsyncConfiguration],
];

/** The model of all that the app's stacks make. */
export function translate(app: AppScope, report: Report): Application {
  const stacks = app.stacks.filter((stack) => attempt(() => stack.exists()).value === true);
  const resources = stacks.flatMap((stack) => resourcesOf(stack, report));
  const drafts = draftsOf(resources, app, report);
  const context = { app, report, drafts };
  for (const [type, translateOne] of HANGING) {
    for (const resource of resources) if (resource.type === type) translateOne(resource, context);
  }
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  const layers = of('AWS::Lambda::LayerVersion').flatMap((resource) => translateLayerVersion(resource, context) ?? []);
  const queues = of('AWS::SQS::Queue').flatMap((resource) => translateQueue(resource, context) ?? []);
  const messaging = messagingOf(of, context);
  const buckets = translateBuckets(
    of('AWS::S3::Bucket'),
    of('Custom::S3BucketNotifications'),
    of('AWS::S3::BucketPolicy'),
    context,
  );
  const bucketDeployments = of(BUCKET_DEPLOYMENT).flatMap(
    (resource) => translateBucketDeployment(resource, buckets, context) ?? [],
  );
  const tables = resources
    .filter(({ type }) => TABLES.includes(type))
    .flatMap((resource) => translateTable(resource, context) ?? []);
  const apis = apisOf(of, context);
  const secrets = secretsOf(of, context);
  const streams = of('AWS::Kinesis::Stream').flatMap((resource) => translateStream(resource, context) ?? []);
  const streamConsumers = of('AWS::Kinesis::StreamConsumer').flatMap(
    (resource) => translateStreamConsumer(resource, context) ?? [],
  );
  const parameters = of('AWS::SSM::Parameter').flatMap((resource) => translateParameter(resource, context) ?? []);
  const here = [...queues, ...streams, ...streamConsumers].map(({ arn }) => arn);
  const mappings = of('AWS::Lambda::EventSourceMapping').flatMap((resource) => translateMapping(resource, context, here) ?? []);
  for (const draft of drafts.values()) draft.versions.sort((a, b) => Number(a.number) - Number(b.number));
  const distributions = distributionsOf(of, context);
  const roles = translateRoles(of, context);
  const resourcePolicies = resourcePoliciesOf(of, context);
  const notMade = callsNotMade(resources, context);
  reportNotRun(resources, report);
  const application: Application = {
    stacks: stacks.map(({ id, name, account, region }) => ({ id, name, account, region })),
    functions: [...drafts.values()].map(finished),
    ...(layers.length > 0 && { layers }),
    ...(mappings.length > 0 && { mappings }),
    ...(queues.length > 0 && { queues }),
    ...messaging,
    ...logsOf(of, context),
    ...(buckets.length > 0 && { buckets }),
    ...(bucketDeployments.length > 0 && { bucketDeployments }),
    ...(tables.length > 0 && { tables }),
    ...(secrets.length > 0 && { secrets }),
    ...(streams.length > 0 && { streams }),
    ...(streamConsumers.length > 0 && { streamConsumers }),
    ...(parameters.length > 0 && { parameters }),
    ...apis,
    ...loadBalancersOf(of, context),
    ...latticeOf(of, context),
    ...(distributions.length > 0 && { distributions }),
    ...(roles.length > 0 && { roles }),
    ...(resourcePolicies.length > 0 && { resourcePolicies }),
    ...(notMade.length > 0 && { callsNotMade: notMade }),
    unsupported: report.unsupportedOf(stacks.flatMap((stack) => [...stack.resources.values()])),
    findings: report.findings,
  };
  return { ...application, unsupported: [...application.unsupported, ...routesNotServed(application)] };
}

/** The stack's resources that exist; those that cannot be told are reported. */
function resourcesOf(stack: StackScope, report: Report): readonly Resource[] {
  for (const logicalId of stack.malformed) {
    const where = `${stack.id}/${logicalId}`;
    if (logicalId.startsWith('Fn::')) report.find('INTRINSIC_UNKNOWN', where, `${logicalId} is not expanded here.`);
    else report.find('RESOURCE_INVALID', where, `${logicalId} has no type.`);
  }
  return [...stack.resources.values()].filter((resource) => {
    if (!resource.isConditional && resource.type !== NESTED_STACK) return true;
    const { value: exists, problem } = attempt(() => resource.exists());
    if (problem !== undefined) report.refuse(resource, problem);
    if (exists === true && resource.type === NESTED_STACK && !stack.nested.has(resource.logicalId)) {
      report.refuse(
        resource,
        new Unresolved('NESTED_TEMPLATE_UNKNOWN', 'its template is not in the assembly, or stands in itself'),
      );
    }
    return exists === true;
  });
}

function draftsOf(resources: readonly Resource[], app: AppScope, report: Report): ReadonlyMap<Resource, Draft> {
  const drafts = new Map<Resource, Draft>();
  const named = new Map<string, Resource>();
  for (const resource of resources) {
    if (resource.type !== FUNCTION || isCdkHelper(resource)) continue;
    const draft = translateFunction(resource, { app, report });
    if (draft === undefined) continue;
    drafts.set(resource, draft);
    const other = named.get(draft.arn);
    if (other === undefined) named.set(draft.arn, resource);
    else report.find('FUNCTION_NAME_TAKEN', resource.address.path, `${draft.name} is also the name of ${other.address.path}.`);
  }
  return drafts;
}

function reportNotRun(resources: readonly Resource[], report: Report): void {
  const whys = new Map<string, string | undefined>();
  for (const resource of resources) {
    // What it is a helper for is told of, where that is missed here.
    if (isCdkHelper(resource)) continue;
    if (!whys.has(resource.type)) whys.set(resource.type, whyNotRun(resource.type));
    const why = whys.get(resource.type);
    if (why !== undefined) report.leaveOut(resource, why);
  }
}

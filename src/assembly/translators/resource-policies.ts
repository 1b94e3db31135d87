import type { Policies, ResourcePolicy } from '../../model/role';
import { isList, isObject, type Json, member } from '../json';
import type { Resource } from '../resource';
import { attempt } from '../unresolved';
import type { Translation } from './draft';
import { documentOf, NOTHING_KNOWN, policiesIn, policiesOf, together } from './policy-statements';

const SECRET_POLICY = 'AWS::SecretsManager::ResourcePolicy';
/** Where the policies of resources stand: the property that tells what they are for, and the one with the document. */
const POLICIES: readonly (readonly [type: string, targets: string, document: string])[] = [
  ['AWS::SQS::QueuePolicy', 'Queues', 'PolicyDocument'],
  ['AWS::SQS::QueueInlinePolicy', 'Queue', 'PolicyDocument'],
  ['AWS::SNS::TopicPolicy', 'Topics', 'PolicyDocument'],
  ['AWS::SNS::TopicInlinePolicy', 'TopicArn', 'PolicyDocument'],
  ['AWS::S3::BucketPolicy', 'Bucket', 'PolicyDocument'],
  [SECRET_POLICY, 'SecretId', 'ResourcePolicy'],
  ['AWS::Kinesis::ResourcePolicy', 'ResourceArn', 'ResourcePolicy'],
];
const BUS_POLICY = 'AWS::Events::EventBusPolicy';
const TABLE = 'AWS::DynamoDB::Table';
const GLOBAL_TABLE = 'AWS::DynamoDB::GlobalTable';

/** What the policies of the app's resources say; those of functions are with the functions. */
export function resourcePoliciesOf(of: (type: string) => readonly Resource[], context: Translation): readonly ResourcePolicy[] {
  const found = new Map<string, Policies[]>();
  const add = (arn: string, policies: Policies) => found.set(arn, [...(found.get(arn) ?? []), policies]);
  for (const [type, targets, document] of POLICIES) {
    for (const policy of of(type)) {
      for (const arn of targetsOf(policy, targets, context)) add(arn, documentOf(policy, document, context));
    }
  }
  for (const policy of of(BUS_POLICY)) {
    for (const arn of targetsOf(policy, 'EventBusName', context)) add(arn, busPolicy(policy, context));
  }
  for (const table of [...of(TABLE), ...of(GLOBAL_TABLE)]) {
    const arn = arnOf(table);
    for (const document of tableDocuments(table)) if (arn !== undefined) add(arn, policiesIn(table, document, context));
  }
  return [...found].map(([resourceArn, all]) => ({ resourceArn, policies: together(all) }));
}

/** By ARN; queues are named by their URLs, buckets and buses by their names, secrets by either. */
function targetsOf(policy: Resource, property: string, { app }: Translation): readonly string[] {
  const { value } = attempt(() => policy.value(property));
  const names = (isList(value) ? value : [value]).filter((each) => typeof each === 'string');
  return names.map((name) => {
    if (policy.type === SECRET_POLICY) {
      const secret = app.secrets.find(name, policy.home);
      return secret === undefined ? name : String(secret.home.ref(secret.logicalId));
    }
    if (name.startsWith('arn:')) return name;
    const [, region, account, queue] = /\/\/sqs\.([^./]+)\.[^/]+\/(\d{12})\/([^/]+)$/.exec(name) ?? [];
    if (queue !== undefined) return policy.arn('sqs', queue, region, account);
    return policy.type === BUS_POLICY ? policy.arn('events', `event-bus/${name}`) : `arn:${policy.partition}:s3:::${name}`;
  });
}

/** One statement, or the older form with its parts as properties. */
function busPolicy(policy: Resource, context: Translation): Policies {
  if (!policy.has('Statement')) return NOTHING_KNOWN;
  const { value, problem } = attempt(() => policy.open('Statement'));
  return problem === undefined ? policiesOf(policy, value, context) : NOTHING_KNOWN;
}

/** Of the table and of its stream; of a global table, those of all its replicas. */
function tableDocuments(table: Resource): readonly Json[] {
  const replicas = attempt(() => table.open('Replicas')).value;
  const places = [table.written, ...(isList(replicas) ? replicas : [])];
  return places
    .flatMap((place) => [member(place, 'ResourcePolicy'), member(member(place, 'StreamSpecification'), 'ResourcePolicy')])
    .flatMap((policy) => (isObject(policy) ? [member(policy, 'PolicyDocument') ?? null] : []));
}

function arnOf(resource: Resource): string | undefined {
  return attempt(() => String(resource.home.attribute(resource.logicalId, 'Arn'))).value;
}

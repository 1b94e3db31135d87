import type { SourceKind } from '../spec/event-source-mapping';
import { MAPPING_NETWORK_ACTIONS, SOURCE_PERMISSIONS, type SourcePermissions } from '../spec/mapping-permissions';
import type { App } from './app';
import type { Declaration } from './declaration';
import { isDisabled, type Mapping, mappingsOf, nameOf, SOURCE_TYPES, sourceOf, targetOf } from './mapping';
import type { Part } from './part';
import { evaluate } from './policy-statements';
import { allows, statementsOf } from './role-statements';
import { type Broken, each, type Rule } from './rule';

const ROLE = 'AWS::IAM::Role';
/** Policies of sources; those of queues are looked into, and brokers and databases have none. */
const POLICIES: Readonly<Partial<Record<SourceKind, string>>> = {
  kinesis: 'AWS::Kinesis::ResourcePolicy',
  msk: 'AWS::MSK::ClusterPolicy',
};
/** Where tables and their replicas have policies. */
const OWN_POLICIES = [
  ['ResourcePolicy'],
  ['StreamSpecification', 'ResourcePolicy'],
  ['ReplicaStreamSpecification', 'ResourcePolicy'],
];
const SECRET = 'AWS::SecretsManager::Secret';
const SECRET_POLICY = 'AWS::SecretsManager::ResourcePolicy';
const READ_SECRET = 'secretsmanager:GetSecretValue';
const SUBSCRIBE = 'kinesis:SubscribeToShard';

/** Whether a policy of the source, which is not known, could allow what those of the role do not. */
function mayAllowItself(app: App, mapping: Mapping): boolean {
  const { kind } = mapping;
  if (kind === 'mq' || kind === 'documentdb') return false;
  const source = sourceOf(app, mapping, ...SOURCE_TYPES);
  const type = POLICIES[kind];
  if (source === undefined || (type !== undefined && app.ofType(type).length > 0)) return true;
  const isOpen = (part: Part) => OWN_POLICIES.some((path) => part.has(...path));
  if (isOpen(source)) return true;
  return source.has('Replicas') && (!source.isKnown('Replicas') || source.parts('Replicas').some(isOpen));
}

/** Whether a role of the app surely cannot do this, unless a policy of the resource lets it. */
function isForbidden(app: App, roleArn: string | undefined, action: string, resource: string): boolean {
  const role = app.named(roleArn, ROLE);
  if (role === undefined) return false;
  const { statements, isWhole } = statementsOf(app, role);
  return evaluate(statements, isWhole, action, resource) === 'no';
}

/** The secret that a broker or a database is logged in with. */
function secretOf({ on, kind }: Mapping): string | undefined {
  if (kind !== 'mq' && kind !== 'documentdb') return undefined;
  const access = on.part('SourceAccessConfigurations');
  const secret = access.isKnown()
    ? access.parts().find((each) => each.isKnown('Type') && each.text('Type') === 'BASIC_AUTH')
    : undefined;
  return secret?.isKnown('URI') === true ? secret.text('URI') : undefined;
}

/** An ARN may lack the six characters that Secrets Manager adds to a name. */
function lacksSecret(app: App, role: string | undefined, secret: string): boolean {
  if (app.named(secret, SECRET) === undefined || app.ofType(SECRET_POLICY).length > 0) return false;
  return [secret, `${secret}-aaaaaa`].every((arn) => isForbidden(app, role, READ_SECRET, arn));
}

/** What the role surely cannot do on the source. */
function lackingOnSource(
  app: App,
  role: string | undefined,
  mapping: Mapping,
  { actions }: SourcePermissions,
): readonly string[] {
  const { kind, arn = '' } = mapping;
  if (mayAllowItself(app, mapping)) return [];
  // The policies of queues are looked into.
  const lacks = (action: string, resource: string) =>
    kind === 'sqs' ? allows(app, role, action, resource) === 'no' : isForbidden(app, role, action, resource);
  const source = arn.replace(/\/consumer\/.*$/, '');
  const lacking = actions.filter((any) => any.every((action) => lacks(action, source))).flatMap(([action]) => action ?? []);
  return source !== arn && lacks(SUBSCRIBE, arn) ? [...lacking, SUBSCRIBE] : lacking;
}

function* missing(app: App, mapping: Mapping, permissions: SourcePermissions): Generator<Broken> {
  const fn = targetOf(app, mapping)?.fn;
  if (fn === undefined) return;
  const role = fn.text('Role');
  const secret = secretOf(mapping);
  const isLockedOut = secret !== undefined && lacksSecret(app, role, secret);
  const lacking = [...lackingOnSource(app, role, mapping, permissions), ...(isLockedOut ? [READ_SECRET] : [])];
  if (lacking.length === 0) return;
  const name = nameOf(sourceOf(app, mapping, ...SOURCE_TYPES), mapping);
  const message = `${mapping.on.path} reads ${name} as ${fn.path}, whose role does not allow ${lacking.join(', ')}.`;
  yield { on: app.named(role, ROLE) ?? fn, message };
}

function permissionRule([kind, permissions]: readonly [string, SourcePermissions]): Rule {
  return {
    id: permissions.rule,
    severity: 'error',
    title: `A role does not allow to read ${READ[kind as SourceKind]}`,
    why: 'Lambda reads in the name of the function: it refuses the event source mapping, or reads nothing.',
    remedy: 'Allow the role these actions on the source, as the grants of the source and the managed policies for Lambda do.',
    source: permissions.source,
    also: ['ESM-48'],
    check: each(mappingsOf(kind as SourceKind), (mapping, app) => missing(app, mapping, permissions)),
  };
}

const READ: Readonly<Record<SourceKind, string>> = {
  sqs: 'the queue of an event source mapping',
  kinesis: 'the Kinesis stream of an event source mapping',
  dynamodb: 'the DynamoDB stream of an event source mapping',
  msk: 'the MSK cluster of an event source mapping',
  'self-managed-kafka': 'the Kafka cluster of an event source mapping',
  mq: 'the broker of an event source mapping',
  documentdb: 'the DocumentDB cluster of an event source mapping',
};

/** Kafka clusters of one's own are in a network when the mapping says in which. */
function isInNetwork({ on, kind }: Mapping): boolean {
  if (kind !== 'self-managed-kafka') return true;
  return on.parts('SourceAccessConfigurations').some((each) => each.text('Type') === 'VPC_SUBNET');
}

/** A statement that names the queue itself, so that somebody meant it. */
function sendsTo(app: App, role: Declaration, queue: string): boolean {
  const { statements } = statementsOf(app, role);
  return statements.some((each) => each.resources.includes(queue) && evaluate([each], true, 'sqs:SendMessage', queue) === 'yes');
}

export const MAPPING_ROLES: readonly Rule[] = [
  ...Object.entries(SOURCE_PERMISSIONS).map(permissionRule),
  {
    id: 'KAF-02-network',
    severity: 'warning',
    title: 'A role does not allow an event source mapping to stand in the network of its source',
    why: 'Lambda makes network interfaces in the name of the function in order to reach Kafka, Amazon MQ or DocumentDB; without them nothing is read.',
    remedy: 'Allow the role the actions on `*`, as the managed policy `AWSLambdaMSKExecutionRole` does.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html',
    also: ['KAF-03', 'KAF-05', 'MQ-02', 'DOC-02'],
    check: each(mappingsOf('msk', 'self-managed-kafka', 'mq', 'documentdb'), function* (mapping, app) {
      const fn = targetOf(app, mapping)?.fn;
      if (fn === undefined || !isInNetwork(mapping)) return;
      const role = fn.text('Role');
      const lacking = MAPPING_NETWORK_ACTIONS.filter((action) => allows(app, role, action, '*') === 'no');
      if (lacking.length === 0) return;
      const message = `${mapping.on.path} reads as ${fn.path}, whose role does not allow ${lacking.join(', ')}.`;
      yield { on: app.named(role, ROLE) ?? fn, message };
    }),
  },
  {
    id: 'FN-72-queue',
    severity: 'warning',
    title: 'A function may send to the queue that it reads',
    why: 'What it sends comes back to it; after about 16 rounds Lambda stops the chain, and the message is dropped or set aside.',
    remedy: 'Send to another queue; when the loop is wanted and ends by itself, set `RecursiveLoop` to `Allow`.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html',
    check: each(mappingsOf('sqs'), function* (mapping, app) {
      const fn = targetOf(app, mapping)?.fn;
      const role = app.named(fn?.text('Role'), ROLE);
      const { arn } = mapping;
      if (fn === undefined || role === undefined || arn === undefined || isDisabled(mapping)) return;
      if (fn.text('RecursiveLoop') === 'Allow' || !sendsTo(app, role, arn)) return;
      const name = nameOf(sourceOf(app, mapping, 'AWS::SQS::Queue'), mapping);
      yield { on: fn, message: `It is invoked with what is in ${name}, and its role lets it send there.` };
    }),
  },
];

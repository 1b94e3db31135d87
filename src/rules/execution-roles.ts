import { EDGE_LOG_GROUP_PREFIX } from '../spec/edge-limits';
import { LAMBDA_SERVICE, LOG_ACTIONS, TRACING_ACTIONS } from '../spec/execution-role';
import type { App } from './app';
import type { Declaration } from './declaration';
import { arnParts, FUNCTION, isOfOtherAccount, roleOf } from './lambda-function';
import { logGroupOf } from './logs';
import type { Part } from './part';
import { allows, lacks } from './role-statements';
import { each, type Rule } from './rule';

const PROPERTY = 'Properties.Role';
const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html';

function roleIn(fn: Declaration, app: App): Declaration | undefined {
  return app.named(roleOf(fn), 'AWS::IAM::Role');
}

/** Whether a statement lets Lambda take the role; also when that is not known yet. */
function trustsLambda(statement: Part): boolean {
  if (!statement.isKnown() || !statement.isKnown('Effect')) return true;
  if (statement.text('Effect') !== 'Allow') return false;
  if (statement.has('NotPrincipal') || !statement.isKnown('Principal')) return true;
  if (statement.value('Principal') === '*') return true;
  if (!statement.has('Principal', 'Service')) return false;
  if (!statement.isKnown('Principal', 'Service')) return true;
  return statement.parts('Principal', 'Service').some((service) => !service.isKnown() || isLambda(service.text()));
}

function isLambda(service: string | undefined): boolean {
  return service === LAMBDA_SERVICE || service === '*' || /^lambda\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(service ?? '');
}

/** Whether the role surely cannot do something to the streams of a group, however the policy writes them. */
function cannotLog(app: App, role: string | undefined, action: string, group: string): boolean {
  return [`${group}:log-stream:x`, `${group}:*`, group].every((resource) => allows(app, role, action, resource) === 'no');
}

export const EXECUTION_ROLES: readonly Rule[] = [
  {
    id: 'IAM-01',
    severity: 'error',
    title: 'The role of a function is not one that Lambda may take',
    why: 'Lambda refuses the function: its role must trust lambda.amazonaws.com.',
    remedy: 'Make the role for new ServicePrincipal("lambda.amazonaws.com"), or let the function make its own.',
    source: SOURCE,
    also: ['FN-16'],
    check: each(FUNCTION, function* (fn, app) {
      const role = roleIn(fn, app);
      if (role === undefined) return;
      const statements = role.part('AssumeRolePolicyDocument').parts('Statement');
      if (statements.some(trustsLambda)) return;
      yield { on: fn, property: PROPERTY, message: `${role.path} does not trust ${LAMBDA_SERVICE}.` };
    }),
  },
  {
    id: 'IAM-01-account',
    severity: 'error',
    title: 'The role of a function is in another account',
    why: 'Lambda refuses the function: a role cannot be passed to a service of another account.',
    remedy: 'Make a role in the account of the function; it may take the other role when it runs.',
    source: SOURCE,
    also: ['FN-16'],
    check: each(FUNCTION, function* (fn) {
      const arn = arnParts(roleOf(fn));
      if (arn === undefined || !isOfOtherAccount(fn, arn)) return;
      yield { on: fn, property: PROPERTY, message: `The role is in ${arn.account}, but the function in ${fn.account}.` };
    }),
  },
  {
    id: 'IAM-01-logs',
    severity: 'warning',
    title: 'The role of a function may not write its logs',
    why: 'The function runs, but what it logs is lost, also when it fails.',
    remedy: 'Allow the role logs:CreateLogStream and logs:PutLogEvents on the log group: logGroup.grantWrite(fn).',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html',
    check: each(FUNCTION, function* (fn, app) {
      const [name, arn] = [logGroupOf(fn), arnParts(fn.arn)];
      if (name === undefined || arn === undefined) return;
      const lackingOn = (group: string) => {
        const groupArn = `arn:${arn.partition}:logs:${arn.region}:${arn.account}:log-group:${group}`;
        return LOG_ACTIONS.find((action) => cannotLog(app, roleOf(fn), action, groupArn));
      };
      const lacking = lackingOn(name);
      // At the edge, it logs elsewhere.
      if (lacking !== undefined && lackingOn(`${EDGE_LOG_GROUP_PREFIX}${fn.ref}`) !== undefined)
        yield { on: fn, property: PROPERTY, message: `The role may not ${lacking} on ${name}.` };
    }),
  },
  {
    id: 'FN-62',
    severity: 'warning',
    title: 'The role of a function that is traced may not send traces',
    why: 'Lambda refuses the function, or its traces are lost.',
    remedy: 'Allow the role xray:PutTraceSegments and xray:PutTelemetryRecords on *.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html',
    check: each(FUNCTION, function* (fn, app) {
      if (fn.text('TracingConfig', 'Mode') !== 'Active') return;
      const lacking = lacks(app, roleOf(fn), TRACING_ACTIONS, '*');
      if (lacking !== undefined) yield { on: fn, property: PROPERTY, message: `The role may not ${lacking}.` };
    }),
  },
  {
    id: 'FN-61',
    severity: 'error',
    title: 'A function has a file system, but is in no VPC',
    why: 'Lambda refuses the function: file systems are reached from inside of a VPC only.',
    remedy: 'Put the function into the VPC of the file system.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html',
    check: each(FUNCTION, function* (fn) {
      if (fn.parts('FileSystemConfigs').length === 0) return;
      const isInside =
        fn.has('VpcConfig') && (!fn.isKnown('VpcConfig', 'SubnetIds') || fn.parts('VpcConfig', 'SubnetIds').length > 0);
      if (isInside || fn.has('CapacityProviderConfig')) return;
      yield { on: fn, property: 'Properties.FileSystemConfigs', message: 'There is no VpcConfig.' };
    }),
  },
];

import { INVOKING_SERVICES, POLLED_SERVICES, TESTING_SERVICES } from '../spec/invoking-services';
import { allCalls } from './all-calls';
import type { App } from './app';
import { type Call, nameOf } from './call';
import type { Declaration } from './declaration';
import { invokes, serviceOf, verdictOn } from './grants';
import { knownText } from './known';
import { type Broken, each, type Rule } from './rule';

const PERMISSION = 'AWS::Lambda::Permission';
const POLICIES = 'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html';
const SERVICES = 'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html';

/** What narrows a permission down to some callers. */
const CONDITIONS = ['SourceArn', 'SourceAccount', 'PrincipalOrgID', 'EventSourceToken'];

function isOpen(permission: Declaration): boolean {
  return !CONDITIONS.some((name) => permission.has(name));
}

/** Calls by the function that they are of. */
function callsOf(app: App, fn: Declaration | undefined): readonly Call[] {
  const all = app.once('calls by function', () => {
    const found = new Map<Declaration, Call[]>();
    for (const call of allCalls(app)) {
      const others = found.get(call.target.fn);
      if (others === undefined) found.set(call.target.fn, [call]);
      else others.push(call);
    }
    return found;
  });
  return (fn && all.get(fn)) ?? [];
}

export const PERMISSIONS: readonly Rule[] = [
  {
    id: 'PRM-02',
    severity: 'error',
    title: 'A permission is for another alias or version than the one that is called',
    why: 'Each alias and version has a policy of its own, and so has the function without either: the call is refused.',
    remedy: 'Give the permission, as FunctionName, exactly the ARN that the trigger has.',
    source: POLICIES,
    also: ['VAL-18', 'APR-02'],
    *check(app): Generator<Broken> {
      const said = new Set<string>();
      for (const call of allCalls(app)) {
        const { is, by } = verdictOn(app, call);
        if (is !== 'elsewhere' || by === undefined) continue;
        const caller = call.caller ?? call.on.path;
        const message = `${caller} calls ${nameOf(call.target)}, but the permission is for ${nameOf(by.target)}.`;
        if (!said.has(message)) yield { on: by.permission, property: 'Properties.FunctionName', message };
        said.add(message);
      }
    },
  },
  {
    id: 'PRM-04',
    severity: 'warning',
    title: 'A service may invoke a function for anyone',
    why: 'Whoever has an account of AWS can set the service up to invoke the function with an event of their own.',
    remedy:
      'Give the permission the ARN of the source as SourceArn, or the account as SourceAccount; for authorizers of AppSync, aws-cdk-lib does so with the feature flag @aws-cdk/aws-appsync:appSyncGraphQLAPIScopeLambdaPermission.',
    source: SERVICES,
    also: ['VAL-18'],
    check: each(PERMISSION, function* (on, app) {
      const service = serviceOf(on.text('Principal') ?? '');
      if (service === undefined || !invokes(on.text('Action')) || !isOpen(on)) return;
      if (INVOKING_SERVICES[service]?.isNeverScoped || POLLED_SERVICES.includes(service)) return;
      // What aws-cdk-lib adds to the rotation of a secret; there is no way to have it otherwise.
      const fn = app.functionNamed(knownText(on, 'FunctionName'), on)?.fn;
      if (service === 'secretsmanager' && callsOf(app, fn).some((call) => call.service === service)) return;
      yield { on, message: `The permission for ${service}.amazonaws.com has neither SourceArn nor SourceAccount.` };
    }),
  },
  {
    id: 'PRM-04-account',
    severity: 'warning',
    title: 'A permission names a source that may come to belong to another account',
    why: 'The ARN has no account in it: when the bucket is deleted, whoever makes one of that name may invoke the function.',
    remedy: 'Add the account of the source as SourceAccount.',
    source: SERVICES,
    also: ['S3-02'],
    check: each(PERMISSION, function* (on) {
      if (serviceOf(on.text('Principal') ?? '') === undefined || on.has('SourceAccount')) return;
      const arn = on.text('SourceArn') ?? '';
      if (!/^arn:[^:]+:s3:::/.test(arn)) return;
      yield {
        on,
        property: 'Properties.SourceAccount',
        message: `The SourceArn ${arn} has no account, and there is no SourceAccount.`,
        seenByCdk: 'W3663',
      };
    }),
  },
  {
    id: 'PRM-04-anyone',
    severity: 'warning',
    title: 'Everyone may invoke a function',
    why: 'Any account of AWS can invoke it; Lambda refuses such a permission where public access is blocked.',
    remedy: 'Name the account, role or service, or add a condition.',
    source: POLICIES,
    check: each(PERMISSION, function* (on) {
      if (on.text('Principal') !== '*' || !isOpen(on)) return;
      const isOfPublicUrl = on.text('FunctionUrlAuthType') === 'NONE' || on.flag('InvokedViaFunctionUrl') === true;
      if (isOfPublicUrl) return;
      yield {
        on,
        property: 'Properties.Principal',
        message: `The permission for ${on.text('Action') ?? 'no action'} is for everyone, without a condition.`,
      };
    }),
  },
  {
    id: 'PRM-04-arn',
    severity: 'warning',
    title: 'A permission is for every source of an account, though one is known',
    why: 'Whoever may use the service in that account can have the function invoked.',
    remedy: 'Add the ARN of the source as SourceArn.',
    source: SERVICES,
    check: each(PERMISSION, function* (on, app) {
      const service = serviceOf(on.text('Principal') ?? '');
      if (service === undefined || !on.has('SourceAccount') || on.has('SourceArn')) return;
      if (INVOKING_SERVICES[service] !== undefined) return;
      const fn = app.functionNamed(knownText(on, 'FunctionName'), on)?.fn;
      const call = callsOf(app, fn).find((each) => each.service === service && each.sources.length > 0);
      if (call === undefined) return;
      yield {
        on,
        property: 'Properties.SourceArn',
        message: `The permission has SourceAccount only; ${call.caller ?? call.on.path} calls.`,
      };
    }),
  },
  {
    id: 'PRM-06',
    severity: 'warning',
    title: 'A trigger may be made before the permission that it needs',
    why: 'The service tests the permission when the trigger is made; without an order the deployment fails now and then.',
    remedy: 'Let the trigger depend on the permission (DependsOn).',
    source: SERVICES,
    also: ['VAL-23', 'ALB-02'],
    check: each(allCalls, function* (call, app) {
      if (!TESTING_SERVICES.includes(call.service)) return;
      const { is, by } = verdictOn(app, call);
      if (is !== 'allowed' || by === undefined || by.permission.address.stack !== call.on.address.stack) return;
      if (comesAfter(app, call.on, by.permission)) return;
      yield { on: call.on, message: `It does not depend on ${by.permission.path}.` };
    }),
  },
  {
    id: 'PRM-07',
    severity: 'warning',
    title: 'A permission is for a service that invokes no function',
    why: 'Lambda fetches its events itself, in the role of the function: the permission does nothing.',
    remedy: 'Take it away, and let the role of the function read the source.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html',
    check: each(PERMISSION, function* (on) {
      const service = serviceOf(on.text('Principal') ?? '');
      if (service === undefined || !POLLED_SERVICES.includes(service)) return;
      yield { on, property: 'Properties.Principal', message: `The permission is for ${service}.amazonaws.com.` };
    }),
  },
  {
    id: 'IAM-05',
    severity: 'error',
    title: 'A permission is for an alias that there is not, or for $LATEST',
    why: 'Lambda refuses the permission: the deployment fails.',
    remedy: 'Name an alias or a version of the function, or the function without either.',
    source: 'https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html',
    check: each(PERMISSION, function* (on, app) {
      const target = app.functionNamed(on.text('FunctionName'), on);
      const { fn, qualifier = '', alias } = target ?? {};
      // A version that this app does not declare may be one that was published before.
      if (fn === undefined || alias !== undefined || qualifier === '' || /^\d+$/.test(qualifier)) return;
      const mayBe = qualifier !== '$LATEST' && app.aliasesOf(fn).some((each) => !each.isKnown('Name'));
      if (!mayBe)
        yield {
          on,
          property: 'Properties.FunctionName',
          message: `${fn.path} has no alias ${qualifier} to which a permission can be added.`,
        };
    }),
  },
];

/** Whether CloudFormation makes the permission first, by what the template says of the order. */
function comesAfter(app: App, later: Declaration, earlier: Declaration): boolean {
  const { stack } = later.address;
  const resources = app.once('resources by logical id', () => {
    const found = new Map<string, Declaration>();
    for (const each of app.ofType(...app.types)) found.set(`${each.address.stack} ${each.address.logicalId}`, each);
    return found;
  });
  const seen = new Set<string>();
  const waiting = [...later.resource.dependsOn];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === earlier.address.logicalId) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...(resources.get(`${stack} ${id}`)?.resource.dependsOn ?? []));
  }
  return false;
}

import type { App } from './app';
import type { Declaration } from './declaration';
import { FUNCTION, functionIn } from './lambda-function';
import { provisioned, scaled } from './provisioned';
import { each, type Rule } from './rule';
import { triggers } from './triggers';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html';

function isIsolated(fn: Declaration): boolean {
  return fn.isKnown('TenancyConfig', 'TenantIsolationMode') && fn.text('TenancyConfig', 'TenantIsolationMode') === 'PER_TENANT';
}

interface Excluded {
  readonly on: Declaration;
  readonly fn: Declaration;
  readonly what: string;
}

/** What functions have that tenant isolation excludes. */
function* excluded(app: App): Generator<Excluded> {
  for (const fn of app.ofType(FUNCTION)) {
    const snapStart = fn.isKnown('SnapStart', 'ApplyOn') ? fn.text('SnapStart', 'ApplyOn') : undefined;
    if (snapStart === 'PublishedVersions') yield { on: fn, fn, what: 'SnapStart' };
  }
  for (const url of app.ofType('AWS::Lambda::Url')) {
    const fn = functionIn(app, url, 'TargetFunctionArn')?.fn;
    if (fn !== undefined) yield { on: url, fn, what: 'a function URL' };
  }
  for (const { on, target } of provisioned(app)) yield { on, fn: target.fn, what: 'provisioned concurrency' };
  for (const { on, target } of scaled(app)) yield { on, fn: target.fn, what: 'provisioned concurrency that is scaled' };
}

export const TENANCY: readonly Rule[] = [
  {
    id: 'FN-68',
    severity: 'error',
    title: 'A function that isolates its tenants has what tenant isolation excludes',
    why: 'Lambda refuses it: there are no function URLs, no provisioned concurrency and no SnapStart with it.',
    remedy: 'Invoke the function directly or through API Gateway, with a tenant id; or take the tenant isolation away.',
    source: SOURCE,
    check: each(excluded, function* ({ on, fn, what }) {
      if (isIsolated(fn)) yield { on, message: `${fn.path} isolates its tenants, so it cannot have ${what}.` };
    }),
  },
  {
    id: 'FN-68-trigger',
    severity: 'error',
    title: 'A function that isolates its tenants is invoked by something that names no tenant',
    why: 'Lambda refuses invocations without a tenant id, so none of these events arrives.',
    remedy: 'Let another function take the events, and invoke this one with the tenant id.',
    source: SOURCE,
    also: ['INV-09'],
    check: each(triggers, function* ({ on, property, target: { fn } }) {
      if (isIsolated(fn)) yield { on, property, message: `It invokes ${fn.path}, which isolates its tenants.` };
    }),
  },
];

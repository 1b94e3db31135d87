import { LATEST } from '../spec/alias-limits';
import { ACCOUNT_CONCURRENCY } from '../spec/concurrency';
import { PROVISIONED_CONCURRENCY } from '../spec/provisioned-concurrency-limits';
import { RESERVABLE_BY_DEFAULT, RESERVED_CONCURRENCY, UNRESERVED_MINIMUM } from '../spec/reserved-concurrency';
import type { App } from './app';
import type { Declaration } from './declaration';
import { ALIAS, FUNCTION, functionIn } from './lambda-function';
import { isLatest, type Provisioned, provisioned, provisionedByFunction, scaled } from './provisioned';
import { each, type Rule } from './rule';
import { triggers } from './triggers';

const RESERVED = 'ReservedConcurrentExecutions';
const AMOUNT = 'Properties.ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions';
const QUOTAS = 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html';
const PROVISIONING = 'https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html';

function reservedOf(fn: Declaration): number | undefined {
  return fn.isKnown(RESERVED) ? fn.number(RESERVED) : undefined;
}

/** The sum of what is known. */
function sum(all: readonly Provisioned[]): number {
  return all.reduce((total, { amount = 0 }) => total + amount, 0);
}

interface Claim {
  readonly fn: Declaration;
  readonly environments: number;
}

/** What the functions of each environment keep for themselves: their reservations, or what is provisioned without one. */
function claims(app: App): readonly (readonly Claim[])[] {
  const found = new Map<string, Map<string, Claim>>();
  for (const fn of app.ofType(FUNCTION)) {
    const environments = reservedOf(fn) ?? (fn.has(RESERVED) ? 0 : sum(provisionedByFunction(app).get(fn) ?? []));
    if (environments <= 0) continue;
    const { environment, id } = placeOf(fn);
    const others = found.get(environment) ?? new Map<string, Claim>();
    if (environments > (others.get(id)?.environments ?? 0)) others.set(id, { fn, environments });
    found.set(environment, others);
  }
  return [...found.values()].map((all) => [...all.values()]);
}

/**
 * Where a function goes, and what sets it apart there. Stacks for any environment are taken to go to the same one when they are of
 * one stage; but those that look like copies of each other, as Dev and Prod, are most often for two, and count once.
 */
function placeOf({ account, region, address }: Declaration): { readonly environment: string; readonly id: string } {
  if (account !== undefined && region !== undefined) return { environment: `${account} ${region}`, id: address.path };
  const [stack = ''] = address.stack.split('/');
  const [first = '', ...below] = address.path.split('/');
  const stage = first === stack ? '' : first;
  return { environment: `${account} ${region} ${stage}`, id: below.join('/') };
}

/** Whatever surely invokes what is not published. */
function* latestInvoked(app: App): Generator<{ readonly on: Declaration; readonly property: string; readonly fn: Declaration }> {
  const isLatest = (qualifier: string | undefined) => qualifier === undefined || qualifier === LATEST;
  for (const { on, property, target } of triggers(app)) {
    if (isLatest(target.qualifier)) yield { on, property, fn: target.fn };
  }
  for (const [type, property] of [
    ['AWS::Lambda::EventSourceMapping', 'FunctionName'],
    ['AWS::Lambda::Url', 'TargetFunctionArn'],
  ] as const) {
    for (const on of app.ofType(type)) {
      const target = on.has('Qualifier') ? undefined : functionIn(app, on, property);
      if (target !== undefined && isLatest(target.qualifier)) yield { on, property: `Properties.${property}`, fn: target.fn };
    }
  }
}

export const CONCURRENCY: readonly Rule[] = [
  {
    id: 'CON-02',
    severity: 'warning',
    title: 'Functions reserve more than an account has by default',
    why: `An account has ${ACCOUNT_CONCURRENCY} concurrent executions in a Region unless it asked for more, and ${UNRESERVED_MINIMUM} of them cannot be reserved. Where there are no more, Lambda refuses the reservation.`,
    remedy: 'Reserve less, ask for a higher quota (L-B99A9384), or acknowledge this where the account has one.',
    source: QUOTAS,
    also: ['CON-01'],
    judgedBy: ['cdk-lambda-kit:RESERVATION_ABOVE_QUOTA'],
    check: each(claims, function* (all) {
      const total = all.reduce((so, { environments }) => so + environments, 0);
      const [largest, ...others] = [...all].sort((a, b) => b.environments - a.environments);
      if (largest === undefined || total <= RESERVABLE_BY_DEFAULT) return;
      const beside =
        others.length === 0 ? '' : ` with ${others.length} other${others.length === 1 ? '' : 's'} of its account and Region`;
      yield {
        on: largest.fn,
        property: largest.fn.has(RESERVED) ? `Properties.${RESERVED}` : undefined,
        message: `It keeps ${largest.environments}${beside}: ${total} in all, of ${RESERVABLE_BY_DEFAULT} that can be kept by default.`,
      };
    }),
  },
  {
    id: 'CON-02-range',
    severity: 'error',
    title: 'A reservation is no whole number from 0 on',
    why: 'Lambda refuses it.',
    remedy: 'Reserve a whole number; 0 lets nothing run.',
    source: RESERVED_CONCURRENCY.source,
    check: each(FUNCTION, function* (fn) {
      const value = fn.number(RESERVED);
      if (value === undefined || (Number.isInteger(value) && value >= RESERVED_CONCURRENCY.min)) return;
      const seenByCdk = Number.isInteger(value) ? 'F3034' : 'F3012';
      yield { on: fn, property: `Properties.${RESERVED}`, seenByCdk, message: `The reservation is ${value}.` };
    }),
  },
  {
    id: 'CON-04',
    severity: 'error',
    title: 'Provisioned concurrency is no whole number from 1 on',
    why: 'Lambda refuses it.',
    remedy: 'Provision at least 1, or leave it out.',
    source: PROVISIONING,
    check: each(provisioned, function* ({ on, amount }) {
      if (amount === undefined || (Number.isInteger(amount) && amount >= PROVISIONED_CONCURRENCY.min)) return;
      yield { on, property: AMOUNT, message: `${amount} environments are provisioned.` };
    }),
  },
  {
    id: 'CON-04-latest',
    severity: 'error',
    title: 'Concurrency is provisioned for $LATEST',
    why: 'Lambda refuses it: what changes cannot be kept ready.',
    remedy: 'Point the alias to a published version: fn.currentVersion.',
    source: PROVISIONING,
    check: each(provisioned, function* (each) {
      if (isLatest(each))
        yield { on: each.on, property: AMOUNT, message: `The alias points to $LATEST of ${each.target.fn.path}.` };
    }),
  },
  {
    id: 'CON-05',
    severity: 'error',
    title: 'More concurrency is provisioned than the function has reserved',
    why: 'Lambda refuses it: what is provisioned for all versions and aliases of a function comes out of its reservation.',
    remedy: 'Provision less, or reserve more.',
    source: PROVISIONING,
    check: each(provisionedByFunction, function* ([fn, all]) {
      const [reserved, total] = [reservedOf(fn), sum(all)];
      const [first] = [...all].sort((a, b) => (b.amount ?? 0) - (a.amount ?? 0));
      if (reserved === undefined || first === undefined || total <= reserved) return;
      const what = all.length === 1 ? '' : `, by ${all.length} aliases and versions together`;
      yield {
        on: first.on,
        property: AMOUNT,
        message: `${fn.path} has reserved ${reserved}, but ${total} are provisioned${what}.`,
      };
    }),
  },
  {
    id: 'CON-05-latest',
    severity: 'warning',
    title: 'Everything that a function has reserved is provisioned, and something invokes its $LATEST',
    why: 'Nothing is left for $LATEST: every one of these invocations is throttled.',
    remedy: 'Invoke the alias that has the provisioned concurrency, or reserve more than is provisioned.',
    source: PROVISIONING,
    check: each(latestInvoked, function* ({ on, property, fn }, app) {
      const [reserved, total] = [reservedOf(fn), sum(provisionedByFunction(app).get(fn) ?? [])];
      if (reserved === undefined || reserved === 0 || total !== reserved) return;
      yield {
        on,
        property,
        message: `It invokes $LATEST of ${fn.path}, which has reserved ${reserved} and provisioned as many.`,
      };
    }),
  },
  {
    id: 'CON-05-scaling',
    severity: 'warning',
    title: 'Provisioned concurrency may grow above what the function has reserved',
    why: 'Lambda refuses every step above the reservation, so the scaling never gets there, and its alarms stay on.',
    remedy: 'Lower the maximum of the scaling, or reserve more.',
    source: PROVISIONING,
    check: each(scaled, function* ({ on, target, max = 0 }) {
      const reserved = reservedOf(target.fn);
      if (reserved === undefined || max <= reserved) return;
      const message = `It may grow to ${max}, but ${target.fn.path} has reserved ${reserved}.`;
      yield { on, property: 'Properties.MaxCapacity', message };
    }),
  },
  {
    id: 'CON-06-scaling',
    severity: 'warning',
    title: 'Provisioned concurrency is outside of the range that it is scaled in',
    why: 'Every deployment that touches the alias sets it to the number of the template, and the scaling then moves it back.',
    remedy: 'Leave the number out where concurrency is scaled, or set one within the range.',
    source: PROVISIONING,
    check: each(scaled, function* ({ target, min, max }, app) {
      const own = (provisionedByFunction(app).get(target.fn) ?? []).find(
        ({ on }) => on === target.alias || on === target.version,
      );
      const amount = own?.amount;
      if (own === undefined || amount === undefined) return;
      if ((min === undefined || amount >= min) && (max === undefined || amount <= max)) return;
      const range = `from ${min ?? 0} to ${max ?? 'any number'}`;
      yield { on: own.on, property: AMOUNT, message: `${amount} are provisioned, but they are scaled ${range}.` };
    }),
  },
  {
    id: 'ALS-10',
    severity: 'error',
    title: 'Concurrency is provisioned for an alias and for the version that it points to',
    why: 'Lambda refuses the second of the two.',
    remedy: 'Provision for the alias only.',
    source: PROVISIONING,
    check: each(provisionedByFunction, function* ([, all]) {
      for (const { on, version } of all) {
        if (on.type !== ALIAS || version === undefined) continue;
        const same = all.find((other) => other.on.type !== ALIAS && other.version === version);
        if (same !== undefined) yield { on, property: AMOUNT, message: `${same.on.path} has provisioned concurrency, too.` };
      }
    }),
  },
];

import { PLACEHOLDER_ACCOUNT } from '../spec/pseudo-parameters';
import type { App, FunctionTarget } from './app';
import { ArnPattern } from './arn-pattern';
import type { Call } from './call';
import type { Declaration } from './declaration';
import { knownText } from './known';

/** A statement of a function's policy. */
export interface Grant {
  readonly permission: Declaration;
  readonly target: FunctionTarget;
  readonly terms: Terms;
}

/** Who may invoke by a permission, as far as that is known. */
interface Terms {
  /** The services that the principal can be; undefined when that is not known, or when it is everyone. */
  readonly services: readonly string[] | undefined;
  readonly source: ArnPattern | undefined;
  readonly account: string | undefined;
  /** False when it is for something other than to be invoked by a service. */
  readonly invokes: boolean;
  /** When a part of it is not known. */
  readonly isOpen: boolean;
}

/** Whether a call is allowed, and by which permission; `elsewhere`: on another alias or version only; `otherwise`: for other callers only. */
export interface Verdict {
  readonly is: 'allowed' | 'missing' | 'elsewhere' | 'otherwise' | 'unknown';
  readonly by?: Grant;
}

const PERMISSION = 'AWS::Lambda::Permission';

/** The permissions of every function of the app. */
export function grants(app: App): ReadonlyMap<Declaration, readonly Grant[]> {
  return app.once('permissions by function', () => {
    const found = new Map<Declaration, Grant[]>();
    for (const permission of app.ofType(PERMISSION)) {
      const target = app.functionNamed(knownText(permission, 'FunctionName'), permission);
      if (target === undefined) continue;
      const others = found.get(target.fn);
      const grant = { permission, target, terms: termsOf(permission) };
      if (others === undefined) found.set(target.fn, [grant]);
      else others.push(grant);
    }
    return found;
  });
}

/** Whether the policies of the app let the caller invoke exactly this alias, version or function. */
export function verdictOn(app: App, call: Call): Verdict {
  const known = app.once('verdicts', () => new Map<Call, Verdict>());
  const verdict = known.get(call) ?? judged(app, call);
  known.set(call, verdict);
  return verdict;
}

function judged(app: App, call: Call): Verdict {
  const { fn, qualifier } = call.target;
  if (qualifier === '$LATEST' || policyIsElsewhere(app, fn)) return { is: 'unknown' };
  const about = (grants(app).get(fn) ?? []).map((by) => ({ by, fits: fitOf(by.terms, call) }));
  const here = about.filter(({ by }) => by.target.qualifier === qualifier);
  const first = (of: typeof about, fits: Fit) => of.find((each) => each.fits === fits)?.by;
  const allowing = first(here, 'yes');
  if (allowing !== undefined) return { is: 'allowed', by: allowing };
  if (first(here, 'unknown') !== undefined || mayBeMeant(app, call)) return { is: 'unknown' };
  const elsewhere = first(about, 'yes');
  if (elsewhere !== undefined) return { is: 'elsewhere', by: elsewhere };
  const otherwise = first(here, 'source');
  return otherwise === undefined ? { is: 'missing' } : { is: 'otherwise', by: otherwise };
}

/** `source`: the service is allowed, but for other sources. */
type Fit = 'yes' | 'no' | 'source' | 'unknown';

const TERMS = [
  'Action',
  'Principal',
  'SourceArn',
  'SourceAccount',
  'PrincipalOrgID',
  'InvokedViaFunctionUrl',
  'EventSourceToken',
];

function termsOf(permission: Declaration): Terms {
  const text = (name: string) => knownText(permission, name);
  const sourceArn = text('SourceArn');
  return {
    services: servicesOf(text('Principal')),
    source: sourceArn === undefined ? undefined : new ArnPattern(sourceArn),
    account: text('SourceAccount'),
    invokes: invokes(text('Action')) && text('InvokedViaFunctionUrl') !== 'true' && !permission.has('PrincipalOrgID'),
    isOpen: TERMS.some((name) => permission.has(name) && !permission.isKnown(name)),
  };
}

function fitOf({ services, source, account, invokes: isToInvoke, isOpen }: Terms, { on, service, sources }: Call): Fit {
  if (services !== undefined && !services.includes(service)) return 'no';
  if (source !== undefined && sources.length > 0 && !source.matchesOne(sources)) return 'source';
  if (isOpen) return 'unknown';
  if (!isToInvoke) return 'no';
  const owners = ownersOf(on, sources);
  return account !== undefined && owners.length > 0 && !owners.includes(account) ? 'source' : 'yes';
}

/** The accounts that the caller can be of: those that its ARNs name, or that of its stack; none when that is not known. */
function ownersOf(on: Declaration, sources: readonly string[]): readonly string[] {
  const named = sources.map((arn) => arn.split(':')[4] ?? '').filter((account) => /^\d{12}$/.test(account));
  if (named.includes(PLACEHOLDER_ACCOUNT)) return [];
  return named.length > 0 ? named : on.account === undefined ? [] : [on.account];
}

/** Whether a permission with this action is one to invoke. */
export function invokes(action: string | undefined): boolean {
  return action !== undefined && ['lambda:InvokeFunction', 'lambda:*', '*'].includes(action);
}

/** Some services have principals for each Region as well. */
function servicesOf(principal: string | undefined): readonly string[] | undefined {
  if (principal === undefined || principal === '*') return undefined;
  const service = serviceOf(principal);
  return service === undefined ? [] : [service, service.replace(/\.[a-z]{2}(-[a-z]+)+-\d$/, '')];
}

/** The service that a principal is, as `events`; undefined for those that are none. */
export function serviceOf(principal: string): string | undefined {
  return /^([a-z0-9.-]+)\.amazonaws\.com(?:\.cn)?$/.exec(principal)?.[1];
}

/** Whether a permission whose function is not known may be the one. */
function mayBeMeant(app: App, call: Call): boolean {
  const unknown = app.once('permissions of unknown functions', () =>
    app
      .ofType(PERMISSION)
      .filter((permission) => permission.has('FunctionName') && !permission.isKnown('FunctionName'))
      .map(termsOf),
  );
  return unknown.some((terms) => ['yes', 'unknown'].includes(fitOf(terms, call)));
}

/** Whether the function's policy is given as a whole document, which these rules do not read. */
function policyIsElsewhere(app: App, fn: Declaration): boolean {
  const whole = app.once('functions with a policy document', () => {
    const found = new Set<Declaration | undefined>();
    for (const policy of app.ofType('AWS::Lambda::ResourcePolicy')) {
      found.add(app.functionNamed(knownText(policy, 'ResourceArn'), policy)?.fn);
    }
    return found;
  });
  return whole.has(fn);
}

import type { ResourceAddress } from '../model/address';
import type { Acknowledged, Inventory } from '../model/inventory';
import { VALUE_RULES } from '../spec/cdk-validation';
import { App } from './app';
import { RULES } from './catalogue';
import type { Declaration } from './declaration';
import { isExpressed } from './expressions';
import type { Broken, Rule } from './rule';
import { Undecided } from './undecided';

/** A rule that is broken somewhere. */
export interface Violation {
  readonly rule: Rule;
  readonly address: ResourceAddress;
  /** The CloudFormation type. */
  readonly type: string;
  readonly message: string;
  readonly property?: string;
  /** `file:line:column` of the app, where the assembly tells. */
  readonly createdAt?: string;
  readonly seenByCdk?: string;
}

/** What cannot be judged before the deployment. */
export interface Open {
  readonly rule: Rule;
  /** The construct path, and the property. */
  readonly where: string;
  readonly why: string;
}

export interface Outcome {
  /** Grouped by construct, the most severe first. */
  readonly violations: readonly Violation[];
  /** Those that the author of the app has acknowledged. */
  readonly acknowledged: readonly (Violation & { readonly reason: string })[];
  readonly open: readonly Open[];
}

/** The name before `::` in the ids that authors acknowledge. */
export const NAMESPACE = 'cdk-lambda-kit';

interface CheckOptions {
  readonly rules?: readonly Rule[];
  /** Whether whoever reads the outcome sees the warnings of our constructs beside it, so that they are not said twice. */
  readonly besideWarnings?: boolean;
}

/** Judges an app by every rule; `today`, as `2026-11-20`, is the day that it is judged for. */
export function checkRules(
  inventory: Inventory,
  today: string,
  { rules = RULES, besideWarnings = true }: CheckOptions = {},
): Outcome {
  const app = new App(inventory, today);
  const violations: Violation[] = [];
  const open: Open[] = [];
  for (const rule of rules) {
    const said = new Set<string>();
    for (const found of placesOf(rule, app)) {
      if (found instanceof Undecided) open.push({ rule, where: found.where, why: found.why });
      else {
        const key = `${found.on.path} ${found.property} ${found.message}`;
        if (!said.has(key)) violations.push(violation(rule, found));
        said.add(key);
      }
    }
  }
  const judged = violations.map((each) => ({ each, by: acknowledgement(each, inventory.acknowledged) }));
  const isSaid = saidByConstructs(inventory, besideWarnings);
  return {
    violations: sorted(judged.filter(({ each, by }) => by === undefined && !isSaid(each)).map(({ each }) => each)),
    acknowledged: judged.flatMap(({ each, by }) => (by === undefined ? [] : [{ ...each, reason: by.reason }])),
    open,
  };
}

function* placesOf(rule: Rule, app: App): Iterable<Broken | Undecided> {
  try {
    yield* rule.check(app);
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    yield error;
  }
}

function violation(rule: Rule, { on, message, property, seenByCdk }: Broken): Violation {
  const { address, type, createdAt } = on.resource;
  return {
    rule,
    address,
    type,
    message,
    ...(property !== undefined && { property }),
    ...(createdAt !== undefined && { createdAt }),
    ...(seenByCdk !== undefined && !isHiddenFromCdk(on, seenByCdk, property) && { seenByCdk }),
  };
}

function isHiddenFromCdk({ resource }: Declaration, seenByCdk: string, property: string | undefined): boolean {
  return property !== undefined && VALUE_RULES.includes(seenByCdk) && isExpressed(resource.written, property);
}

/** Whether a construct of ours has looked, at this path or around it, at what the rule is about. */
function saidByConstructs({ judged }: Inventory, besideWarnings: boolean): (violation: Violation) => boolean {
  const known = new Set(judged.map(({ id, path }) => `${id} ${path}`));
  const open = new Set(judged.flatMap(({ id, path, warned }) => (warned && !besideWarnings ? [`${id} ${path}`] : [])));
  return ({ rule: { judgedBy = [] }, address: { path } }) =>
    judgedBy.some((id) => isNoted(known, id, path)) && !judgedBy.some((id) => isNoted(open, id, path));
}

function isNoted(noted: ReadonlySet<string>, id: string, path: string): boolean {
  if (noted.size === 0) return false;
  for (let at = path; ; at = at.slice(0, at.lastIndexOf('/'))) {
    if (noted.has(`${id} ${at}`)) return true;
    if (!at.includes('/')) return false;
  }
}

/** The nearest word of the author that speaks of the violation. */
function acknowledgement({ rule, address }: Violation, all: readonly Acknowledged[]): Acknowledged | undefined {
  return all.find(
    ({ id, path }) =>
      id === `${NAMESPACE}::${rule.id}` && (path === '' || address.path === path || address.path.startsWith(`${path}/`)),
  );
}

/** Constructs with errors first, then by path; within a construct, errors first. */
function sorted(violations: readonly Violation[]): readonly Violation[] {
  const rank = ({ rule }: Violation) => (rule.severity === 'error' ? 0 : 1);
  const worst = new Map<string, number>();
  for (const each of violations) worst.set(each.address.path, Math.min(rank(each), worst.get(each.address.path) ?? 1));
  return [...violations].sort(
    (a, b) =>
      (worst.get(a.address.path) ?? 1) - (worst.get(b.address.path) ?? 1) ||
      compare(a.address.path, b.address.path) ||
      rank(a) - rank(b) ||
      compare(a.rule.id, b.rule.id) ||
      compare(a.property ?? '', b.property ?? ''),
  );
}

/** The same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

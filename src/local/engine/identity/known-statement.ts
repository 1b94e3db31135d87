import type { Policies, WrittenStatement } from '../../../model/role';
import { conditionsOf } from '../authorizers/conditions';
import { type Statement, statementOf } from '../authorizers/statement';

/** A statement, as far as it is known. */
export interface KnownStatement {
  readonly statement: Statement;
  /** What of it may be more, or other, than is known. */
  readonly open: Readonly<Partial<Record<'actions' | 'resources' | 'principals' | 'conditions', true>>>;
}

/** Policies that have been read. */
export interface KnownPolicies {
  readonly statements: readonly KnownStatement[];
  readonly isWhole: boolean;
}

export function knownPolicies({ statements, isWhole }: Policies): KnownPolicies {
  return { statements: statements.flatMap(knownStatements), isWhole };
}

/** One; two, of either effect, where it is not known what the statement does. */
function knownStatements({ written, unknown = [] }: WrittenStatement): readonly KnownStatement[] {
  const conditions = conditionsOf(written.Condition);
  const isOpen = (...members: readonly string[]) => members.some((member) => unknown.includes(member));
  const open = {
    ...(isOpen('Action', 'NotAction') && { actions: true as const }),
    ...(isOpen('Resource', 'NotResource') && { resources: true as const }),
    ...(isOpen('Principal', 'NotPrincipal') && { principals: true as const }),
    ...((isOpen('Condition') || 'malformed' in conditions) && { conditions: true as const }),
  };
  const { Condition, ...rest } = written;
  const statement = statementOf({
    // What is known of a list counts, and the statement says that there is more.
    ...('actions' in open && !('Action' in rest) && !('NotAction' in rest) && { Action: [] }),
    ...('resources' in open && !('Resource' in rest) && !('NotResource' in rest) && { Resource: [] }),
    ...rest,
    ...(!('malformed' in conditions) && Condition !== undefined && { Condition }),
  });
  return 'malformed' in statement ? ANYTHING : [{ statement, open }];
}

/** It may allow or deny everything. */
const ANYTHING: readonly KnownStatement[] = (['Allow', 'Deny'] as const).map((effect) => ({
  statement: { effect, actions: { names: [], not: false }, resources: { names: [], not: false }, conditions: [] },
  open: { actions: true, resources: true, principals: true, conditions: true },
}));

import type { KnownPolicies } from './known-statement';
import { type Match, some } from './match';
import { type IdentityQuestion, meaning } from './meaning';

/** Which policy decides. */
export type PolicyKind = 'identity' | 'boundary' | 'resource';

export type Verdict =
  | { readonly is: 'allowed' }
  /** Something that only AWS knows would decide. */
  | { readonly is: 'unknown' }
  /** By a statement that denies it, or because the policy of that kind has none that allows it. */
  | { readonly is: 'denied'; readonly how: 'explicitly' | 'implicitly'; readonly by: PolicyKind };

/** All the policies that have a say when a session of a role does something to a resource. */
export interface Policies {
  readonly identity: KnownPolicies;
  /** Absent for a role without a permissions boundary. */
  readonly boundary?: KnownPolicies;
  /** Absent for a resource that surely has none. */
  readonly resource?: KnownPolicies;
  /** Whether the resource is in another account than the role: both have to allow it then. */
  readonly isForeign: boolean;
}

/**
 * Whether IAM lets it happen: what is denied anywhere is denied; otherwise the role's policies and its boundary allow it, or, within
 * the account, the policy of the resource does.
 */
export function verdictOf(policies: Policies, question: IdentityQuestion): Verdict {
  const kinds = (['identity', 'boundary', 'resource'] as const).flatMap((kind) => {
    const known = policies[kind];
    return known ? [{ kind, ...effects(known, question) }] : [];
  });
  const denying = kinds.find(({ denies }) => denies === 'yes');
  if (denying) return { is: 'denied', how: 'explicitly', by: denying.kind };
  const answer = (kind: PolicyKind) => kinds.find((each) => each.kind === kind)?.allows;
  const [identity = 'no', boundary = 'yes', resource = 'no'] = [answer('identity'), answer('boundary'), answer('resource')];
  const lacking: PolicyKind | undefined = identity === 'no' ? 'identity' : boundary === 'no' ? 'boundary' : undefined;

  // What another account allows is its own affair; what the role's own does not allow is decided here.
  if (lacking && (policies.isForeign || resource === 'no')) return { is: 'denied', how: 'implicitly', by: lacking };
  if (policies.isForeign) return { is: 'unknown' };
  if (kinds.some(({ denies }) => denies === 'unknown')) return { is: 'unknown' };
  if (identity === 'yes' && boundary === 'yes') return { is: 'allowed' };
  // Whether the boundary binds what the policy of a resource allows depends on how that names the role.
  return resource === 'yes' && boundary === 'yes' ? { is: 'allowed' } : { is: 'unknown' };
}

function effects({ statements, isWhole }: KnownPolicies, question: IdentityQuestion): Record<'allows' | 'denies', Match> {
  const of = (effect: 'Allow' | 'Deny') =>
    some(statements.filter(({ statement }) => statement.effect === effect).map((each) => meaning(each, question)));
  const allows = of('Allow');
  const denies = of('Deny');
  if (isWhole) return { allows, denies };
  return { allows: allows === 'no' ? 'unknown' : allows, denies: denies === 'no' ? 'unknown' : denies };
}

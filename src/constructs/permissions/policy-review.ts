import type { IConstruct } from 'constructs';
import { LARGE_POLICY_ABOVE, RESOURCE_POLICY } from '../../spec/resource-policy';
import { beforePreparation, stageOf } from '../before-preparation';
import { ConstructError } from '../construct-error';
import { warn } from '../construct-warning';
import { compact } from './compaction';
import { likelyTexts } from './permission-facts';
import { type Policy, policiesIn } from './policy-ledger';
import { optionsOf, ownPolicy, type PolicyOptions } from './policy-owner';

/** One for each app or stage, which are synthesized on their own. */
const reviews = new WeakMap<IConstruct, PolicyReview>();

/** Has the policies of a function or alias, of its versions and of its aliases measured, and compacted, when all permissions are there. */
export function reviewPolicy(construct: IConstruct, options: PolicyOptions): void {
  ownPolicy(construct, options);
  const stage = stageOf(construct);
  if (reviews.has(stage)) return;
  const review = new PolicyReview(stage);
  reviews.set(stage, review);
  beforePreparation(stage, () => review.prepare());
  stage.node.addValidation(review);
}

class PolicyReview {
  private problems: string[] = [];

  constructor(private readonly stage: IConstruct) {}

  prepare(): void {
    this.problems = [];
    for (const policy of policiesIn(this.stage)) {
      if (optionsOf(policy.owner)?.compact !== false) compact(policy);
      this.measure(policy);
    }
  }

  validate(): string[] {
    return this.problems;
  }

  private measure(policy: Policy): void {
    const { bytes } = policy;
    if (bytes <= LARGE_POLICY_ABOVE) return;
    const place = policy.owner.node.scope ?? policy.owner;
    const size = `about ${bytes} bytes in ${policy.permissions.length} statements: ${largestSources(policy).join(', ')}`;
    if (bytes <= RESOURCE_POLICY.max) {
      warn(place, 'RESOURCE_POLICY_LARGE', `The resource policy has ${size}; it may have ${RESOURCE_POLICY.max}.`);
      return;
    }
    const message = `the resource policy must have at most ${RESOURCE_POLICY.max} bytes, but has ${size} (${RESOURCE_POLICY.source}).`;
    this.problems.push(new ConstructError(place, 'RESOURCE_POLICY_TOO_LARGE', message).message);
  }
}

/** Who takes most of a policy, with the number of statements. */
function largestSources(policy: Policy): string[] {
  const groups = new Map<string, { count: number; bytes: number }>();
  for (const permission of policy.permissions) {
    const { principal, sourceArn } = likelyTexts(permission);
    // An API has an id, which nobody knows yet: its kind says enough.
    const [, , service = '', , , resource = ''] = sourceArn?.split(':') ?? [];
    const kind = service === 'execute-api' ? 'API methods' : /^[a-z-]+(?=[:/])/.exec(resource)?.[0];
    const name = kind === undefined ? principal : `${principal} (${kind})`;
    const group = groups.get(name) ?? { count: 0, bytes: 0 };
    groups.set(name, { count: group.count + 1, bytes: group.bytes + policy.bytesOf(permission) });
  }
  return [...groups]
    .sort(([one, { bytes: a }], [other, { bytes: b }]) => b - a || (one < other ? -1 : 1))
    .slice(0, 3)
    .map(([name, { count, bytes }]) => `${count} of ${name} with ${bytes}`);
}

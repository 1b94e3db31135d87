import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Token } from 'aws-cdk-lib/core';
import {
  FILTER_POLICY_BYTES,
  FILTER_POLICY_COMBINATIONS,
  FILTER_POLICY_NUMBER,
  FILTER_POLICY_SOURCE,
  NOT_IN_FILTER_POLICIES,
} from '../../spec/event-sources/sns';
import { FILTER_POLICY_KEYS } from '../../spec/push-sources';
import { ConstructError } from '../construct-error';
import { operatorsOf, readPattern } from './known-pattern';

type Rendered = { readonly [name: string]: Rendered | readonly unknown[] };
type BodyPolicy = Readonly<Record<string, sns.FilterOrPolicy>>;

/** Refuses a policy for attributes that SNS would refuse (SNS-07, PAT-40, PAT-60). */
export function checkFilterPolicy(target: lambda.IFunction, policy: Readonly<Record<string, sns.SubscriptionFilter>>): void {
  const rendered = Object.fromEntries(Object.entries(policy).map(([name, { conditions }]) => [name, conditions]));
  new PolicyCheck(target, 'filterPolicy').check(rendered);
}

/** The same of a policy for bodies. */
export function checkBodyPolicy(target: lambda.IFunction, policy: BodyPolicy): void {
  new PolicyCheck(target, 'filterPolicyWithMessageBody').check(render(policy));
}

function render(policy: BodyPolicy): Rendered {
  // What aws-cdk-lib's classes hold.
  const contentOf = (each: sns.FilterOrPolicy) => {
    if (each.isPolicy()) return render((each as sns.Policy).policyDoc);
    return (each as sns.Filter).filterDoc.conditions as readonly unknown[];
  };
  return Object.fromEntries(Object.entries(policy).map(([name, each]) => [name, contentOf(each)]));
}

class PolicyCheck {
  constructor(
    private readonly target: lambda.IFunction,
    private readonly prop: string,
  ) {}

  check(policy: Rendered): void {
    const keys = Object.keys(policy).length;
    if (keys === 0) return;
    if (keys > FILTER_POLICY_KEYS) this.refuse(`must have at most ${FILTER_POLICY_KEYS} keys, but has ${keys}`);
    const combinations = combinationsOf(policy);
    if (combinations > FILTER_POLICY_COMBINATIONS) {
      this.refuse(`must have at most ${FILTER_POLICY_COMBINATIONS} combinations of values, but has ${combinations}`);
    }
    this.checkNumbers(policy);

    const known = readPattern(this.target, policy);
    if (typeof known === 'string') this.refuse(`cannot be one: ${known}`);
    const foreign = operatorsOf(known).filter((operator) => NOT_IN_FILTER_POLICIES.includes(operator));
    if (foreign.length > 0) this.refuse(`must not use ${foreign.join(', ')}, which SNS does not know (PAT-60)`);
    const bytes = Buffer.byteLength(known.text ?? '');
    if (bytes > FILTER_POLICY_BYTES) this.refuse(`must have at most ${FILTER_POLICY_BYTES} bytes, but has ${bytes}`);
  }

  private checkNumbers(value: unknown): void {
    if (typeof value === 'number' && !Token.isUnresolved(value) && Math.abs(value) > FILTER_POLICY_NUMBER) {
      this.refuse(`must have numbers from -${FILTER_POLICY_NUMBER} to ${FILTER_POLICY_NUMBER}, but has ${value} (PAT-60)`);
    }
    if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) this.checkNumbers(each);
  }

  private refuse(why: string): never {
    const message = `${this.prop} ${why} (SNS-07, ${FILTER_POLICY_SOURCE}).`;
    throw new ConstructError(this.target, 'FILTER_POLICY_INVALID', message);
  }
}

/** The values of all keys multiplied, each by its depth as well. */
function combinationsOf(policy: Rendered, depth = 1): number {
  let product = 1;
  for (const each of Object.values(policy)) {
    product *= isList(each) ? Math.max(each.length, 1) * depth : combinationsOf(each, depth + 1);
  }
  return product;
}

function isList(value: Rendered | readonly unknown[]): value is readonly unknown[] {
  return Array.isArray(value);
}

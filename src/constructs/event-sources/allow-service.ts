import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Names, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** On whose behalf a service may invoke. */
export interface InvokingSource {
  /** `sns.amazonaws.com` … */
  readonly service: string;
  readonly sourceArn?: string;
  /** The account of the source; without it that of the target's stack. */
  readonly sourceAccount?: string;
  /** Of Alexa skills. */
  readonly eventSourceToken?: string;
}

/**
 * Lets a service invoke exactly this function, alias or version, for one source (PRM-01, PRM-02, PRM-04).
 *
 * The permission is made beside the source, in `scope`: the stack of the source knows the function anyway, and the stack of the
 * function need not know the source, so that neither waits for the other.
 */
export function allowService(target: lambda.IFunction, scope: Construct, id: string, source: InvokingSource): void {
  target.addPermission(id, {
    scope,
    principal: new iam.ServicePrincipal(source.service),
    sourceArn: source.sourceArn,
    sourceAccount: source.eventSourceToken === undefined ? (source.sourceAccount ?? Stack.of(scope).account) : undefined,
    eventSourceToken: source.eventSourceToken,
  });
}

/** An id for what is made for one target beside a source: the same as long as the target keeps its place. */
export function idFor(kind: string, target: lambda.IFunction): string {
  return `${kind}For${Names.nodeUniqueId(target.node)}`;
}

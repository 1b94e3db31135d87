import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { type ResourceEnvironment, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { KEY_ACTIONS_OF_SENDERS } from '../../spec/execution-role';
import { ConstructError } from '../construct-error';
import { warn } from '../construct-warning';

/** Refuses what cannot take what a source of this Region and account could not deliver (SNS-06, EVB-21, SCH-03). */
export function checkDeadLetterQueue(
  target: lambda.IFunction,
  queue: sqs.IQueue | undefined,
  home: ResourceEnvironment,
  rule: string,
): void {
  if (queue === undefined) return;
  if (queue.fifo) {
    const message = `deadLetterQueue ${queue.node.path} must not be a FIFO queue (${rule}).`;
    throw new ConstructError(target, 'SOURCE_DEAD_LETTERS_FIFO', message);
  }
  for (const what of ['region', 'account'] as const) {
    const [wanted, found] = [home[what], queue.env[what]];
    if (Token.isUnresolved(wanted) || Token.isUnresolved(found) || wanted === found) continue;
    const message = `deadLetterQueue ${queue.node.path} must be of the ${what} ${wanted}, but is of ${found} (${rule}).`;
    throw new ConstructError(target, 'SOURCE_DEAD_LETTERS_ELSEWHERE', message);
  }
}

/** Lets a service put what it could not deliver for one source into the queue, in the policy of the queue and of its key. */
export function allowDeadLetters(source: IConstruct, queue: sqs.IQueue, service: string, sourceArn: string): void {
  const principals = [new iam.ServicePrincipal(service)];
  const { statementAdded } = queue.addToResourcePolicy(
    new iam.PolicyStatement({
      principals,
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': sourceArn } },
    }),
  );
  if (!statementAdded) {
    warn(source, 'DEAD_LETTER_POLICY', `${service} must be allowed sqs:SendMessage on ${queue.node.path}, and cannot be here.`);
  }
  allowKey(source, queue, service);
}

/** By the account: the source names the queue, and the queue the key, so that the key cannot name the source. */
export function allowKey(source: IConstruct, { encryptionMasterKey: key }: sqs.IQueue, service: string): void {
  key?.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(service)],
      actions: [...KEY_ACTIONS_OF_SENDERS],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(source).account } },
    }),
  );
}

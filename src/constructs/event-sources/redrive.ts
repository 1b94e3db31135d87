import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { RECOMMENDED_RECEIVES } from '../../spec/event-source-mapping';
import { ConstructError } from '../construct-error';
import { warn } from '../construct-warning';
import { constructOf } from '../destinations';

/** Looks at synthesis what becomes of messages that the function fails on (SQS-07); queues of other apps are not looked at. */
export function checkRedriveAtSynthesis(mapping: lambda.EventSourceMapping, queue: sqs.IQueue): void {
  mapping.node.addValidation({
    validate: () => {
      const resource = queue.node.defaultChild;
      if (!(resource instanceof sqs.CfnQueue)) return [];
      try {
        checkRedrive(queue, resource);
        return [];
      } catch (error) {
        if (error instanceof ConstructError) return [error.message];
        throw error;
      }
    },
  });
}

function checkRedrive(queue: sqs.IQueue, resource: sqs.CfnQueue): void {
  const policy = redriveOf(resource);
  if (policy === undefined) {
    // What was set aside once need not be set aside again.
    if (queue.fifo || deadLetterQueues(queue.node.root).has(resource)) return;
    warn(queue, 'QUEUE_WITHOUT_DEAD_LETTERS', 'A function reads the queue, which has no dead-letter queue (SQS-07).');
    return;
  }
  const { deadLetterTargetArn: target, maxReceiveCount: receives } = policy;
  const isOtherFifo = isFifo(target);
  if (isOtherFifo !== undefined && isOtherFifo !== queue.fifo) {
    const [own, other] = queue.fifo ? ['FIFO', 'standard'] : ['standard', 'FIFO'];
    const message = `deadLetterQueue of a ${own} queue must be a ${own} queue, but is a ${other} one (SQS-07).`;
    throw new ConstructError(queue, 'DEAD_LETTERS_OF_OTHER_KIND', message);
  }
  if (typeof receives === 'number' && !Token.isUnresolved(receives) && receives < RECOMMENDED_RECEIVES) {
    const message = `maxReceiveCount is ${receives}; where a function reads, ${RECOMMENDED_RECEIVES} or more are recommended (SQS-07).`;
    warn(queue, 'QUEUE_FEW_RECEIVES', message);
  }
}

interface RedrivePolicy {
  readonly deadLetterTargetArn?: unknown;
  readonly maxReceiveCount?: unknown;
}

function redriveOf(resource: sqs.CfnQueue): RedrivePolicy | undefined {
  const policy: unknown = resource.redrivePolicy;
  return typeof policy === 'object' && policy !== null ? policy : undefined;
}

const FOUND = new WeakMap<IConstruct, ReadonlySet<IConstruct>>();

/** The queues into which others of the app set aside; found once, as nothing is added to an app that is synthesized. */
function deadLetterQueues(root: IConstruct): ReadonlySet<IConstruct> {
  const before = FOUND.get(root);
  if (before) return before;
  const queues = root.node.findAll().filter((node): node is sqs.CfnQueue => node instanceof sqs.CfnQueue);
  const found = new Set(queues.flatMap((queue) => targetOf(redriveOf(queue)?.deadLetterTargetArn) ?? []));
  FOUND.set(root, found);
  return found;
}

function targetOf(arn: unknown): IConstruct | undefined {
  return typeof arn === 'string' ? constructOf(arn) : undefined;
}

/** Whether the queue of this ARN is FIFO; undefined when nobody knows. */
function isFifo(arn: unknown): boolean | undefined {
  if (typeof arn !== 'string') return undefined;
  if (!Token.isUnresolved(arn)) return arn.endsWith('.fifo');
  const target = constructOf(arn);
  return target instanceof sqs.CfnQueue ? target.fifoQueue === true : undefined;
}

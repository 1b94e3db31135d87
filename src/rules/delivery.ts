import { DESTINATION_KINDS, type DestinationKind, FIFO_NAME } from '../spec/destinations';
import { KEY_ACTIONS_OF_SENDERS } from '../spec/execution-role';
import type { App } from './app';
import type { Declaration } from './declaration';
import { type ArnParts, arnParts } from './lambda-function';
import { lacks } from './role-statements';

/** Something that Lambda sends to in the name of a function. */
export interface Receiver {
  readonly arn: string;
  readonly parts: ArnParts;
  /** Undefined when Lambda does not send to this service. */
  readonly kind?: DestinationKind;
  readonly isFifo: boolean;
}

/** Undefined for what is no ARN. */
export function receiver(arn: string | undefined): Receiver | undefined {
  const parts = arnParts(arn);
  if (parts === undefined || arn === undefined) return undefined;
  const kind = Object.hasOwn(DESTINATION_KINDS, parts.service) ? DESTINATION_KINDS[parts.service] : undefined;
  return { arn, parts, ...(kind && { kind }), isFifo: ['sqs', 'sns'].includes(parts.service) && FIFO_NAME.test(parts.resource) };
}

/** The action that the role surely lacks to send there; undefined when there is none. */
export function lackingToSend(app: App, role: string | undefined, { arn, kind, parts }: Receiver): string | undefined {
  const resource = parts.service === 's3' ? `${arn}/*` : arn;
  return kind && lacks(app, role, kind.actions, resource);
}

/** The action on the key of the queue, topic or bucket that the role surely lacks, and the key. */
export function lackingKeyAction(app: App, role: string | undefined, { arn }: Receiver) {
  const key = keyOf(app, arn);
  const action = key?.arn === undefined ? undefined : lacks(app, role, KEY_ACTIONS_OF_SENDERS, key.arn);
  return key === undefined || action === undefined ? undefined : { key, action };
}

/** The key of this app that encrypts what is sent to a queue or a topic. */
function keyOf(app: App, arn: string): Declaration | undefined {
  const target = app.named(arn, 'AWS::SQS::Queue', 'AWS::SNS::Topic');
  if (target === undefined || !target.isKnown('KmsMasterKeyId')) return undefined;
  const id = target.text('KmsMasterKeyId');
  const found = app.named(id, 'AWS::KMS::Key') ?? app.named(id?.replace(/^arn:.*?:key\//, ''), 'AWS::KMS::Key');
  if (found !== undefined) return found;
  const alias = app.named(id?.replace(/^arn:.*?:alias\//, 'alias/'), 'AWS::KMS::Alias');
  const behind = alias?.isKnown('TargetKeyId') ? alias.text('TargetKeyId') : undefined;
  return app.named(behind, 'AWS::KMS::Key');
}

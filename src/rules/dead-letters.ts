import type { App } from './app';
import type { Declaration } from './declaration';
import { lackingKeyAction, lackingToSend, type Receiver, receiver } from './delivery';
import { FUNCTION, isOfOtherRegion, roleOf } from './lambda-function';
import { type Broken, each, type Rule } from './rule';

const PROPERTY = 'Properties.DeadLetterConfig.TargetArn';
const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html';

/** A rule about what takes the dead letters of a function. */
function deadLetters(wrong: (to: Receiver, fn: Declaration, app: App) => Pick<Broken, 'message'> | undefined): Rule['check'] {
  return each(FUNCTION, function* (fn, app) {
    const to = receiver(fn.text('DeadLetterConfig', 'TargetArn'));
    const found = to && wrong(to, fn, app);
    if (found !== undefined) yield { on: fn, property: PROPERTY, ...found };
  });
}

export const DEAD_LETTERS: readonly Rule[] = [
  {
    id: 'FN-64',
    severity: 'error',
    title: 'The role of a function may not send to its dead-letter queue or topic',
    why: 'Lambda refuses the function; and if it did not, dead letters would be lost.',
    remedy: 'Allow the role sqs:SendMessage on the queue, or sns:Publish on the topic.',
    source: SOURCE,
    check: deadLetters((to, fn, app) => {
      const lacking = to.kind?.canBeDeadLetters ? lackingToSend(app, roleOf(fn), to) : undefined;
      return lacking === undefined ? undefined : { message: `The role may not ${lacking} on ${to.arn}.` };
    }),
  },
  {
    id: 'FN-64-fifo',
    severity: 'error',
    title: 'Dead letters go to a FIFO queue or topic',
    why: 'Lambda sends them to standard queues and topics only.',
    remedy: 'Take a standard queue or topic.',
    source: SOURCE,
    check: deadLetters(({ isFifo, arn }) => (isFifo ? { message: `${arn} is FIFO.` } : undefined)),
  },
  {
    id: 'FN-64-kind',
    severity: 'error',
    title: 'Dead letters go to something that is no queue and no topic',
    why: 'Lambda refuses the function.',
    remedy: 'Take a queue or a topic; functions, event buses and buckets can be destinations for failures instead.',
    source: SOURCE,
    check: deadLetters(({ kind, arn }) => (kind?.canBeDeadLetters ? undefined : { message: `${arn} is no queue and no topic.` })),
  },
  {
    id: 'FN-64-region',
    severity: 'warning',
    title: 'Dead letters go to another Region',
    why: 'Lambda sends them within the Region of the function; elsewhere they are not delivered.',
    remedy: 'Take a queue or a topic beside the function.',
    source: SOURCE,
    check: deadLetters(({ parts }, fn) =>
      isOfOtherRegion(fn, parts) ? { message: `It is in ${parts.region}, but the function in ${fn.region}.` } : undefined,
    ),
  },
  {
    id: 'FN-64-key',
    severity: 'error',
    title: 'The role of a function may not use the key of its dead-letter queue or topic',
    why: 'Dead letters are lost: whoever sends to an encrypted queue or topic has to encrypt with its key.',
    remedy: 'Allow the role kms:GenerateDataKey and kms:Decrypt on the key: key.grantEncryptDecrypt(fn).',
    source: SOURCE,
    check: deadLetters((to, fn, app) => {
      const lacking = lackingKeyAction(app, roleOf(fn), to);
      return lacking && { message: `The role may not ${lacking.action} with ${lacking.key.path}.` };
    }),
  },
];

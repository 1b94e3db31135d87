import type { App } from './app';
import type { Declaration } from './declaration';
import type { Part } from './part';
import type { Broken } from './rule';

/** What is wrong with a dead-letter queue that EventBridge or its Scheduler is to use. */
export function* deadLetterFaults(on: Declaration, target: Part, app: App): Generator<Broken> {
  const arn = target.text('DeadLetterConfig', 'Arn');
  if (arn === undefined) return;
  const queue = app.named(arn, 'AWS::SQS::Queue');
  const name = queue?.path ?? arn;
  const property = `${target.property}.DeadLetterConfig`;
  if (arn.endsWith('.fifo') || queue?.flag('FifoQueue')) yield { on, property, message: `${name} is a FIFO queue.` };
  else if (!arn.includes(':sqs:')) yield { on, property, message: `${name} is no queue.` };
  const region = queue === undefined ? arn.split(':')[3] : queue.region;
  if (region === undefined || on.region === undefined || region === on.region) return;
  yield { on, property, message: `${name} is in ${region}, what needs it is in ${on.region}.` };
}

/** Whether the text is one that EventBridge takes as an input. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

import { App, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { warn } from '../../src/constructs/construct-warning';

/** What the CDK keeps of a warning that this file gives, with or without traces. */
function warned(disabled?: string) {
  const was = process.env.CDK_DISABLE_STACK_TRACE;
  try {
    if (disabled === undefined) delete process.env.CDK_DISABLE_STACK_TRACE;
    else process.env.CDK_DISABLE_STACK_TRACE = disabled;
    const queue = new Queue(new Stack(new App(), 'App'), 'Orders');
    warn(queue, 'QUEUE_WITHOUT_DEAD_LETTERS', 'A function reads the queue.');
    return queue.node.metadata.filter(({ type }) => type === 'aws:cdk:warning');
  } finally {
    if (was === undefined) delete process.env.CDK_DISABLE_STACK_TRACE;
    else process.env.CDK_DISABLE_STACK_TRACE = was;
  }
}

test('the place of a warning is the line of the app, not one of ours', () => {
  const [{ trace = [], data } = { data: '' }] = warned();

  expect(data).toMatch(/^A function reads the queue\. .*\[ack: cdk-lambda-kit:QUEUE_WITHOUT_DEAD_LETTERS\]$/);
  expect(trace.find((frame) => !frame.includes('node_modules'))).toContain(__filename);
});

test('a warning is given all the same when nothing is traced', () => {
  expect(warned('1')).toEqual([expect.not.objectContaining({ trace: expect.anything() })]);
});

import {
  CloudWatchLogsClient,
  DeleteSubscriptionFilterCommand,
  DescribeSubscriptionFiltersCommand,
  PutLogEventsCommand,
  PutSubscriptionFilterCommand,
  type PutSubscriptionFilterRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, LogStream } from 'aws-cdk-lib/aws-logs';
import { appOf, nodeFunction, running, stopAll } from '../scene';

const open: CloudWatchLogsClient[] = [];
afterEach(async () => {
  for (const client of open.splice(0)) client.destroy();
  await stopAll();
});

const LOG = { logGroupName: '/app/orders' };

/** A log group to which nobody has subscribed, and a function of which CloudWatch Logs may invoke an alias. */
async function logs() {
  const local = await running(
    appOf((stack) => {
      const logGroup = new LogGroup(stack, 'Log', LOG);
      new LogStream(stack, 'One', { logGroup, logStreamName: 'one' });
      const listen = nodeFunction(stack, 'Listen', 'exports.handler = async () => {};', { functionName: 'listen' });
      const live = new Alias(stack, 'Live', { aliasName: 'live', version: listen.currentVersion });
      live.addPermission('Logs', { principal: new ServicePrincipal('logs.amazonaws.com'), sourceArn: logGroup.logGroupArn });
      new Stream(stack, 'Stream', { streamName: 'stream' });
    }),
    { clock: 'virtual' },
  );
  const { region, account, arn } = local.application.functions[0] as (typeof local.application.functions)[0];
  const client = new CloudWatchLogsClient({ endpoint: local.endpoint, region, credentials: local.credentials });
  open.push(client);
  const destinationArn = `${arn}:live`;
  const put = (more: Partial<PutSubscriptionFilterRequest> = {}) =>
    client.send(new PutSubscriptionFilterCommand({ ...LOG, filterName: 'all', filterPattern: '', destinationArn, ...more }));
  const list = async (more: object = {}) =>
    (await client.send(new DescribeSubscriptionFiltersCommand({ ...LOG, ...more }))).subscriptionFilters;
  const write = (message: string) => {
    const logEvents = [{ timestamp: Number(local.clock.now()), message }];
    return client.send(new PutLogEventsCommand({ ...LOG, logStreamName: 'one', logEvents }));
  };
  const streamArn = `arn:aws:kinesis:${region}:${account}:stream/stream`;
  return { local, client, destinationArn, streamArn, put, list, write };
}

test('a subscription filter is made, changed, listed and removed, and sets off the function meanwhile (LOG-03)', async () => {
  const { local, client, destinationArn, streamArn, put, list, write } = await logs();
  const created = Number(local.clock.now());
  const said = { ...LOG, filterName: 'all', filterPattern: 'ERROR', destinationArn, distribution: 'ByLogStream' };

  await write('ERROR 0');
  await put({ filterPattern: 'ERROR' });
  await write('INFO 1');
  await write('ERROR 2');
  await local.settle();
  await put({ filterPattern: 'INFO' });
  await write('ERROR 3');
  await write('INFO 4');
  await local.settle();
  expect(await list()).toEqual([{ ...said, filterPattern: 'INFO', applyOnTransformedLogs: false, creationTime: created }]);
  const roleArn = 'arn:aws:iam::123456789012:role/r';
  await put({ filterName: 'stream', destinationArn: streamArn, roleArn, distribution: 'Random' });
  expect((await list())?.map(({ filterName }) => filterName)).toEqual(['all', 'stream']);
  expect(await list({ filterNamePrefix: 's' })).toMatchObject([{ filterName: 'stream', roleArn, distribution: 'Random' }]);
  const { nextToken, subscriptionFilters } = await client.send(new DescribeSubscriptionFiltersCommand({ ...LOG, limit: 1 }));
  expect([subscriptionFilters?.length, await list({ nextToken })]).toMatchObject([1, [{ filterName: 'stream' }]]);
  await client.send(new DeleteSubscriptionFilterCommand({ ...LOG, filterName: 'all' }));
  await write('INFO 5');
  await local.settle();

  expect(local.function('listen').invocations).toHaveLength(2);
  expect(local.stream('Stream').records).toHaveLength(1);
  expect((await list())?.map(({ filterName }) => filterName)).toEqual(['stream']);
});

const LISTEN = 'arn:aws:lambda:us-east-1:000000000000:function:listen';
const ROLE = 'arn:aws:iam::000000000000:role/r';
const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/stream';

test.each<[string, Partial<PutSubscriptionFilterRequest>, string, RegExp]>([
  ['the group is not there', { logGroupName: 'gone' }, 'ResourceNotFoundException', /^The specified log group does not exist\.$/],
  ['the pattern is malformed', { filterPattern: '{ open' }, 'InvalidParameterException', /^Invalid filter pattern/],
  ['the name has a colon', { filterName: 'a:b' }, 'InvalidParameterException', /'filterName' failed to satisfy constraint/],
  ['the name is empty', { filterName: '' }, 'InvalidParameterException', /greater than or equal to 1/],
  ['the distribution is made up', { distribution: 'Even' as never }, 'InvalidParameterException', /\[Random, ByLogStream\]/],
  ['the function does not allow it', { destinationArn: LISTEN }, 'InvalidParameterException', /^Could not execute the lambda/],
  ['the function is not there', { destinationArn: `${LISTEN}s` }, 'InvalidParameterException', /^Could not execute the lambda/],
  [
    'the function is of another account',
    { destinationArn: LISTEN.replace('000000000000', '123456789012') },
    'AccessDeniedException',
    /^Cross-account lambda invocation passing is not allowed/,
  ],
  [
    'a function is given a role',
    { destinationArn: LISTEN, roleArn: ROLE },
    'InvalidParameterException',
    /lambda cannot be used with/,
  ],
  ['a stream is given none', { destinationArn: STREAM }, 'InvalidParameterException', /kinesis cannot be used without roleArn$/],
  ['the stream is not there', { destinationArn: `${STREAM}s`, roleArn: ROLE }, 'InvalidParameterException', /^Could not deliver/],
  ['it is for a queue', { destinationArn: 'arn:aws:sqs:us-east-1:1:q' }, 'InvalidParameterException', /for vendor sqs$/],
  ['it is for Firehose', { destinationArn: STREAM.replace('kinesis', 'firehose') }, 'NotEmulatedException', /firehose/],
  ['logs are transformed', { applyOnTransformedLogs: true }, 'NotEmulatedException', /applyOnTransformedLogs/],
  ['system fields are chosen by', { fieldSelectionCriteria: '@aws.region = "x"' }, 'NotEmulatedException', /fieldSelection/],
  ['system fields are added', { emitSystemFields: ['@aws.region'] }, 'NotEmulatedException', /emitSystemFields/],
])('fails when %s', async (_, more, name, message) => {
  const { put } = await logs();

  await expect(put(more)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
});

test('fails to make a third filter, and to remove one that is not there (LOG-03)', async () => {
  const { client, put } = await logs();
  for (const filterName of ['one', 'two', 'one']) await put({ filterName });
  const remove = (more: object) => client.send(new DeleteSubscriptionFilterCommand({ ...LOG, filterName: 'three', ...more }));

  await expect(put({ filterName: 'three' })).rejects.toMatchObject({
    ...{ name: 'LimitExceededException', message: 'Resource limit exceeded.' },
  });
  await expect(remove({})).rejects.toMatchObject({
    ...{ name: 'ResourceNotFoundException', message: 'The specified subscription filter does not exist.' },
  });
  await expect(remove({ logGroupName: 'gone' })).rejects.toThrow('The specified log group does not exist.');
  await expect(client.send(new DescribeSubscriptionFiltersCommand({ logGroupName: 'gone' }))).rejects.toThrow(
    'The specified log group does not exist.',
  );
});

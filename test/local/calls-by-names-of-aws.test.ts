import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

/** An endpoint of its own, as clients have that do not know AWS_ENDPOINT_URL. */
const QUEUES = `
  const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
  const client = new SQSClient({ endpoint: 'https://sqs.us-east-1.amazonaws.com', useQueueUrlAsEndpoint: false });
  exports.handler = async (text) => {
    await client.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: text }));
  };`;

test('a client that calls AWS by its own name reaches the executor, and its signature holds', async () => {
  const app = appOf((stack) => {
    const queue = new Queue(stack, 'Orders', { queueName: 'orders' });
    nodeFunction(stack, 'Send', QUEUES, { environment: { QUEUE: queue.queueUrl } });
  });
  const local = await running(app, { authentication: 'verify' });

  expect(await local.function('Send').invoke('hello')).toMatchObject({ statusCode: 200, payload: null });

  expect(local.queue('Orders').messages.map(({ body }) => body)).toEqual(['hello']);
});

test('buckets are found in host names of S3', async () => {
  const source = `
    const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');
    exports.handler = async (region) => {
      const client = new S3Client({ endpoint: 'https://s3' + region + '.amazonaws.com' });
      await client.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'at' + region, Body: 'x' }));
    };`;
  const local = await running(
    appOf((stack) => {
      new Bucket(stack, 'Uploads', { bucketName: 'uploads' });
      nodeFunction(stack, 'Put', source);
    }),
  );

  for (const region of ['', '.us-east-1']) {
    expect(await local.function('Put').invoke(region)).toMatchObject({ statusCode: 200, payload: null });
  }

  expect(local.bucket('Uploads').objects.map(({ key }) => key)).toEqual(['at', 'at.us-east-1']);
});

test('modules that import node:https are led here, too; what is not emulated says so', async () => {
  const source = `
    import https from 'node:https';
    export const handler = (host) => new Promise((resolve, reject) => {
      https.get('https://' + host + '/', (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode));
      }).on('error', reject);
    });`;
  const local = await running(
    appOf((stack) => {
      nodeFunction(stack, 'Site', 'exports.handler = async () => "hello";').addFunctionUrl({
        authType: FunctionUrlAuthType.NONE,
      });
      nodeFunction(stack, 'Get', source, { handler: 'index.handler' });
    }),
  );
  const url = local.application.functions.flatMap(({ urls }) => urls)[0];

  expect(await local.function('Get').invoke(url?.domainName)).toMatchObject({ payload: 200 });
  expect(await local.function('Get').invoke('glue.us-east-1.amazonaws.com')).toMatchObject({ payload: 404 });
});

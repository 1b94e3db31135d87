import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { S3Destination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Bucket, CfnBucket, EventType, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination, SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { formOf, presignedPost } from '../support/post-form';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

/** Copies what arrives under `in/` to `out/`, in upper case. */
const COPY = `const { S3Client, GetObjectCommand, PutObjectCommand } = require('@aws-sdk/client-s3');
const s3 = new S3Client({});
exports.handler = async ({ Records }) => {
  for (const { s3: { bucket, object } } of Records) {
    const Key = decodeURIComponent(object.key.replace(/\\+/g, ' '));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket.name, Key }));
    const text = await Body.transformToString();
    await s3.send(new PutObjectCommand({ Bucket: bucket.name, Key: Key.replace('in/', 'out/'), Body: text.toUpperCase() }));
  }
};`;

function copying(stack: Stack): void {
  const bucket = new Bucket(stack, 'Uploads', { versioned: true, eventBridgeEnabled: true });
  const copy = nodeFunction(stack, 'Copy', COPY);
  bucket.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(copy), { prefix: 'in/' });
  bucket.addEventNotification(EventType.OBJECT_REMOVED, new SqsDestination(new Queue(stack, 'Removed')));
}

test.each([
  'virtual',
  'system',
] as const)('a function is told of what is put into a bucket, under the %s clock (S3-01, S3-09)', async (clock) => {
  const local = await running(appOf(copying), { clock });
  const uploads = local.bucket('Uploads');

  uploads.put('in/order 1 ä.csv', 'id;total', { contentType: 'text/csv', metadata: { Source: 'shop' } });
  await local.settle();

  expect(uploads.keys).toEqual(['in/order 1 ä.csv', 'out/order 1 ä.csv']);
  expect(uploads.get('out/order 1 ä.csv')).toMatchObject({ text: 'ID;TOTAL', size: 8 });
  expect(uploads.get('in/order 1 ä.csv')).toMatchObject({ contentType: 'text/csv', metadata: { source: 'shop' } });
  const [told] = local.function('Copy').invocations;
  expect(told?.outcome).toBe('succeeded');
  expect(told?.event).toEqual({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'us-east-1',
        eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        eventName: 'ObjectCreated:Put',
        userIdentity: { principalId: expect.stringMatching(/^AWS:/) },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: { 'x-amz-request-id': expect.stringMatching(/^[0-9A-F]{16}$/), 'x-amz-id-2': expect.any(String) },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: expect.any(String),
          bucket: { name: uploads.name, ownerIdentity: { principalId: expect.any(String) }, arn: uploads.arn },
          object: {
            key: 'in/order+1+%C3%A4.csv',
            size: 8,
            eTag: uploads.get('in/order 1 ä.csv')?.etag,
            versionId: uploads.get('in/order 1 ä.csv')?.versionId,
            sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
          },
        },
      },
    ],
  });
}, 30_000);

test('browsers hear from a bucket what its template lets pages do', async () => {
  const app = appOf((stack) => {
    const allowedMethods = [HttpMethods.GET, HttpMethods.PUT];
    new Bucket(stack, 'Open', {
      cors: [
        { allowedMethods, allowedOrigins: ['https://*.example'], allowedHeaders: ['*'], exposedHeaders: ['ETag'], maxAge: 60 },
      ],
    });
  });
  const local = await running(app, { clock: 'virtual' });
  const { name } = local.bucket('Open');

  const headers = { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'PUT' };
  const answer = await fetch(`${local.endpoint}/${name}/a`, { method: 'OPTIONS', headers });

  const told = (each: string) => answer.headers.get(`access-control-${each}`);
  expect([answer.status, told('allow-origin'), told('allow-methods'), told('expose-headers'), told('max-age')]).toEqual([
    200,
    'https://shop.example',
    'GET, PUT',
    'ETag',
    '60',
  ]);
});

test('a page uploads by a form that is signed for it, and a function is told so (S3-04)', async () => {
  const local = await running(appOf(copying), { clock: 'virtual', authentication: 'verify' });
  const uploads = local.bucket('Uploads');
  const { accessKeyId, secretAccessKey: secret } = local.credentials;
  const fields = presignedPost({ bucket: uploads.name, key: 'in/${filename}', accessKeyId, secret });

  const place = `${local.endpoint}/${uploads.name}`;
  const answer = await fetch(place, { method: 'POST', body: formOf(fields, 'id;total', 'order.csv') });
  await local.settle();

  expect(answer.status).toBe(204);
  expect(uploads.get('out/order.csv')).toMatchObject({ text: 'ID;TOTAL' });
  const [told] = local.function('Copy').invocations;
  expect(told?.event).toMatchObject({ Records: [{ eventName: 'ObjectCreated:Post', s3: { object: { key: 'in/order.csv' } } }] });
  expect(uploads.notices.find(({ targetArn }) => targetArn.includes(':events:'))?.body).toMatchObject({ reason: 'POST Object' });
}, 30_000);

test('what a bucket tells of removals has neither size nor ETag, and the event bus is told in its own words (S3-11)', async () => {
  const local = await running(appOf(copying), { clock: 'virtual' });
  const uploads = local.bucket('App/Uploads');
  uploads.put('other/a b', '1');
  uploads.delete('other/a b');

  await local.settle();

  const told = uploads.notices.map(({ event, targetArn, outcome }) => [event, targetArn.split(':')[2], outcome]);
  expect(told).toEqual([
    ['ObjectCreated:Put', 'events', 'delivered'],
    ['ObjectRemoved:DeleteMarkerCreated', 'sqs', 'delivered'],
    ['ObjectRemoved:DeleteMarkerCreated', 'events', 'delivered'],
  ]);
  const [created, removed, deleted] = uploads.notices.map(({ body }) => body);
  expect(created).toMatchObject({ reason: 'PutObject', object: { key: 'other/a b', size: 1 }, bucket: { name: uploads.name } });
  expect(removed.Records[0].s3.object).toEqual({
    key: 'other/a+b',
    versionId: expect.any(String),
    sequencer: expect.any(String),
  });
  expect(deleted).toMatchObject({ reason: 'DeleteObject', 'deletion-type': 'Delete Marker Created' });
  expect(uploads.objects).toEqual([]);
});

test('two runs tell the same, ids and times included', async () => {
  const run = async () => {
    const local = await running(appOf(copying), { clock: 'virtual' });
    const uploads = local.bucket('Uploads');
    for (const key of ['in/a', 'in/b']) uploads.put(key, key);
    await local.settle();
    uploads.put('in/a', 'again');
    await local.settle();
    const entries = local.journal.entries.filter(({ kind }) => kind === 'bucket.notified');
    return { entries, objects: uploads.objects.map(({ key, versionId }) => [key, versionId]) };
  };

  const [one, other] = [await run(), await run()];

  expect(one.objects).toEqual(other.objects);
  expect(one.entries).toEqual(other.entries);
}, 60_000);

test('rules of the bucket itself count as those of the custom resource do', async () => {
  const app = appOf((stack) => {
    const fn = nodeFunction(stack, 'Import', 'exports.handler = async () => {};');
    const bucket = new CfnBucket(stack, 'Plain', {
      bucketName: 'plain-bucket',
      notificationConfiguration: {
        lambdaConfigurations: [
          {
            event: 's3:ObjectCreated:*',
            function: fn.functionArn,
            filter: { s3Key: { rules: [{ name: 'suffix', value: '.json' }] } },
          },
        ],
      },
    });
    void bucket;
  });
  const local = await running(app, { clock: 'virtual' });

  local.bucket('plain-bucket').put('a.json', { id: 7 });
  local.bucket('Plain').put('a.txt', 'text');
  await local.settle();

  // The function has no permission for S3: at AWS, the bucket could not have been made like this (S3-02).
  expect(local.bucket('Plain').notices).toMatchObject([
    { key: 'a.json', outcome: 'failed', why: expect.stringContaining('Not authorized to invoke function') },
  ]);
  expect(local.bucket('Plain').get('a.json')).toMatchObject({ json: { id: 7 }, contentType: 'application/json' });
  expect(local.function('Import').invocations).toEqual([]);
});

test('what may be invoked through its function URL alone is not told by a bucket (PRM-01)', async () => {
  const local = await running(
    appOf((stack) => {
      const told = nodeFunction(stack, 'Told', 'exports.handler = async () => {};');
      const action = 'lambda:InvokeFunction';
      new CfnPermission(stack, 'ByUrl', { functionName: told.functionName, action, principal: '*', invokedViaFunctionUrl: true });
      new CfnBucket(stack, 'Uploads', {
        notificationConfiguration: { lambdaConfigurations: [{ event: 's3:ObjectCreated:*', function: told.functionArn }] },
      });
    }),
    { clock: 'virtual' },
  );

  local.bucket('Uploads').put('a', '');
  await local.settle();

  expect(local.function('Told').invocations).toEqual([]);
  expect(local.journal.entries.find(({ kind }) => kind === 'bucket.notified')).toMatchObject({ outcome: 'failed' });
});

test('a record of a failed event is an object of the bucket that is its destination (INV-68)', async () => {
  const app = appOf((stack) => {
    const failures = new Bucket(stack, 'Failures', { removalPolicy: RemovalPolicy.DESTROY });
    nodeFunction(stack, 'Orders', 'exports.handler = async () => { throw new Error("no"); };', {
      retryAttempts: 0,
      onFailure: new S3Destination(failures),
    });
  });
  const local = await running(app, { clock: 'virtual' });

  await local.function('Orders').invoke({ id: 7 }, { type: 'Event' });
  await local.settle();

  const [record] = local.bucket('Failures').objects;
  const { name } = local.function('Orders');
  expect(record?.key).toMatch(new RegExp(`^aws/lambda/async/${name}/2026/01/01/2026-01-01T00\\.00\\.00-[0-9a-f-]{36}$`));
  expect(record?.json).toMatchObject({ requestPayload: { id: 7 }, requestContext: { condition: 'RetriesExhausted' } });
  expect(local.function('Orders').deliveries).toMatchObject([{ outcome: 'delivered' }]);
});

test('clients of the endpoint see the same bucket as the handle', async () => {
  const local = await running(appOf((stack) => void new Bucket(stack, 'Uploads')));
  const uploads = local.bucket('Uploads');
  const client = new S3Client({ endpoint: local.endpoint, region: 'us-east-1', credentials: local.credentials });

  await client.send(new PutObjectCommand({ Bucket: uploads.name, Key: 'a', Body: 'from outside' }));
  uploads.put('b', new Uint8Array([1, 2]));

  expect(uploads.get('a')?.text).toBe('from outside');
  const { Body } = await client.send(new GetObjectCommand({ Bucket: uploads.name, Key: 'b' }));
  expect(await Body?.transformToByteArray()).toEqual(new Uint8Array([1, 2]));
  client.destroy();
  expect(local.application.unsupported).toEqual([]);
});

test('fails when a bucket is not there, and when an object is none', async () => {
  const local = await running(appOf((stack) => void new Bucket(stack, 'Uploads')));

  expect(() => local.bucket('Other')).toThrow(/There is no bucket Other; there are\n {2}App\/Uploads/);
  expect(() => local.bucket('Uploads').put('a', undefined)).toThrow(/must be text, bytes or something JSON can hold/);
  expect(() => local.bucket('Uploads').put('k'.repeat(1025), '')).toThrow(/KeyTooLongError: Your key is too long/);
});

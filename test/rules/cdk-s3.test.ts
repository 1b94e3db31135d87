import * as s3 from 'aws-cdk-lib/aws-s3';
import * as n from 'aws-cdk-lib/aws-s3-notifications';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { PushedApp } from './pushed-app';

const CREATED = s3.EventType.OBJECT_CREATED;

test('two functions for the same objects of a bucket are found', () => {
  const scene = new PushedApp();
  const bucket = new s3.Bucket(scene.stack, 'Photos');
  bucket.addEventNotification(CREATED, new n.LambdaDestination(scene.fn('Small')), { prefix: 'in/' });
  bucket.addEventNotification(s3.EventType.OBJECT_CREATED_PUT, new n.LambdaDestination(scene.fn('Large')), { prefix: 'in/raw/' });

  expect(scene.findings()).toEqual(['S3-06 S/Photos/Notifications']);
});

test('functions and queues for different objects of a bucket are fine, through an alias as well', () => {
  const scene = new PushedApp();
  const bucket = new s3.Bucket(scene.stack, 'Photos');
  bucket.addEventNotification(CREATED, new n.LambdaDestination(scene.fn('Small').addAlias('live')), {
    prefix: 'in/',
    suffix: '.jpg',
  });
  bucket.addEventNotification(CREATED, new n.SqsDestination(new sqs.Queue(scene.stack, 'Queue')), {
    prefix: 'in/',
    suffix: '.png',
  });
  bucket.addEventNotification(s3.EventType.OBJECT_REMOVED, new n.LambdaDestination(scene.fn('Gone')));

  expect(scene.findings()).toEqual([]);
});

test('notifications of one bucket that two stacks set are found', () => {
  const scene = new PushedApp();
  const bucket = new s3.Bucket(scene.stack, 'Photos', { bucketName: 'photos' });
  bucket.addEventNotification(CREATED, new n.LambdaDestination(scene.fn()));
  const other = scene.another('Other');
  const imported = s3.Bucket.fromBucketName(other, 'Imported', 'photos');
  imported.addEventNotification(s3.EventType.OBJECT_REMOVED, new n.LambdaDestination(scene.fn('Gone', {}, other)));

  expect(scene.findings()).toEqual(['S3-08 Other/Imported/Notifications']);
});

test('two stacks that set notifications of a bucket of neither are fine, but for overlaps', () => {
  const scene = new PushedApp();
  const imported = ['a/', 'b/', 'b/c/'].map((prefix, i) => {
    const stack = scene.another(`Stack${i}`);
    s3.Bucket.fromBucketName(stack, 'Imported', 'photos').addEventNotification(
      CREATED,
      new n.LambdaDestination(scene.fn('Fn', {}, stack)),
      { prefix },
    );
    return stack;
  });

  expect(imported).toHaveLength(3);
  expect(scene.findings()).toEqual(['S3-06 Stack2/Imported/Notifications']);
});

test('a function that may write to the bucket that invokes it is found', () => {
  const scene = new PushedApp();
  const bucket = new s3.Bucket(scene.stack, 'Photos');
  const fn = scene.fn();
  bucket.grantReadWrite(fn);
  bucket.addEventNotification(CREATED, new n.LambdaDestination(fn));

  expect(scene.findings()).toEqual(['FN-72-bucket S/Photos/Notifications']);
});

test('a function that may only read the bucket, or is asked by prefix, is fine', () => {
  const scene = new PushedApp();
  const [photos, thumbs] = ['Photos', 'Thumbs'].map((id) => new s3.Bucket(scene.stack, id)) as [s3.Bucket, s3.Bucket];
  const [reader, writer] = [scene.fn('Reader'), scene.fn('Writer')];
  photos.grantRead(reader);
  photos.addEventNotification(CREATED, new n.LambdaDestination(reader));
  thumbs.grantWrite(writer);
  thumbs.addEventNotification(CREATED, new n.LambdaDestination(writer), { prefix: 'in/' });

  expect(scene.findings()).toEqual([]);
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, type Stack } from 'aws-cdk-lib';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { zipSync } from 'fflate';
import { appOf, nodeFunction, running, stopAll, temporaryFolder } from './scene';

afterEach(stopAll);

/** A folder with these files. */
function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

function deployedTo(bucketOf: (stack: Stack, site: Bucket) => void) {
  return running(
    appOf((stack) => bucketOf(stack, new Bucket(stack, 'Site'))),
    { clock: 'virtual' },
  );
}

test('the files of a site are in its bucket from the start, with their types', async () => {
  const picture = new Uint8Array([0x89, 0xff, 0, 10]);
  const folder = folderWith({ 'index.html': '<h1>Shop</h1>', 'js/app.js': '', 'a.png': picture, 'font.woff2': '' });

  const local = await deployedTo((stack, site) => {
    site.addEventNotification(
      EventType.OBJECT_CREATED,
      new LambdaDestination(nodeFunction(stack, 'Told', 'exports.handler = async () => {};')),
    );
    const { deployedBucket } = new BucketDeployment(stack, 'Deploy', {
      sources: [Source.asset(folder)],
      destinationBucket: site,
    });
    nodeFunction(stack, 'Reader', 'exports.handler = async () => process.env.BUCKET;', {
      environment: { BUCKET: deployedBucket.bucketName },
    });
  });
  await local.settle();

  const site = local.bucket('Site');
  expect(site.objects.map(({ key, contentType }) => [key, contentType])).toEqual([
    ['a.png', 'image/png'],
    ['font.woff2', 'binary/octet-stream'],
    ['index.html', 'text/html'],
    ['js/app.js', 'text/javascript'],
  ]);
  expect(site.get('index.html')?.text).toBe('<h1>Shop</h1>');
  expect(site.get('a.png')?.bytes).toEqual(picture);
  expect(local.function('Told').invocations).toEqual([]);
  expect((await local.function('Reader').invoke()).payload).toBe(site.name);
  expect(local.application.unsupported).toEqual([]);
});

test('files of several sources lie below a prefix, the last of one name counts, and values of the app are in them', async () => {
  const archive = join(temporaryFolder(), 'site.zip');
  writeFileSync(
    archive,
    zipSync({ 'index.html': Buffer.from('old'), 'docs/': new Uint8Array(), 'docs/a.txt': Buffer.from('ü') }),
  );

  const local = await deployedTo((stack, site) => {
    const { queueUrl } = new Queue(stack, 'Orders', { queueName: 'orders' });
    const sources = [
      Source.asset(archive),
      Source.data('index.html', `ä ${queueUrl} ${queueUrl}`),
      Source.jsonData('config.json', { queueUrl, quoted: '"' }),
    ];
    new BucketDeployment(stack, 'Deploy', { sources, destinationBucket: site, destinationKeyPrefix: 'web' });
  });

  const site = local.bucket('Site');
  const { queueUrl } = JSON.parse(site.get('web/config.json')?.text ?? '') as { queueUrl: string };
  expect(site.keys).toEqual(['web/config.json', 'web/docs/a.txt', 'web/index.html']);
  expect(queueUrl).toMatch(/^http.*\/orders$/);
  expect(site.get('web/index.html')?.text).toBe(`ä ${queueUrl} ${queueUrl}`);
});

test('some files are left out, and all have the headers and metadata of the deployment', async () => {
  const folder = folderWith({ 'index.html': '', 'a/b.map': '', 'a/keep.map': '' });

  const local = await deployedTo((stack, site) => {
    new BucketDeployment(stack, 'Deploy', {
      sources: [Source.asset(folder)],
      destinationBucket: site,
      exclude: ['*.map'],
      include: ['a/keep.*'],
      cacheControl: [CacheControl.maxAge(Duration.minutes(1))],
      contentType: 'text/plain',
      metadata: { Team: 'shop' },
    });
  });

  expect(local.bucket('Site').objects).toMatchObject([
    { key: 'a/keep.map', contentType: 'text/plain', metadata: { team: 'shop' } },
    { key: 'index.html', contentType: 'text/plain', metadata: { team: 'shop' } },
  ]);
});

test.each<[string, string[]]>([
  ['a[1', ['a1', 'b*', 'b/c', 'b]']],
  ['b[*]', ['a1', 'a[1', 'b/c', 'b]']],
  ['b[]]', ['a1', 'a[1', 'b*', 'b/c']],
  ['[!a]*', ['a1', 'a[1']],
  ['b?c', ['a1', 'a[1', 'b*', 'b]']],
  ['[z-a]*', ['a1', 'a[1', 'b*', 'b/c', 'b]']],
  ['[', ['a1', 'a[1', 'b*', 'b/c', 'b]']],
])('files are left out as shells match them: %s', async (exclude, left) => {
  const folder = folderWith({ a1: '', 'a[1': '', 'b*': '', 'b]': '', 'b/c': '' });

  const local = await deployedTo((stack, site) => {
    new BucketDeployment(stack, 'Deploy', { sources: [Source.asset(folder)], destinationBucket: site, exclude: [exclude] });
  });

  expect(local.application.unsupported).toEqual([]);
  expect(local.bucket('Site').keys).toEqual(left);
});

test('an archive is copied as it is, and what is not an asset of the app is not copied, which is said', async () => {
  const archive = join(temporaryFolder(), 'data.zip');
  writeFileSync(archive, zipSync({ 'a.txt': Buffer.from('a') }));

  const local = await deployedTo((stack, site) => {
    const broken = join(temporaryFolder(), 'broken.zip');
    writeFileSync(broken, 'no archive');
    new BucketDeployment(stack, 'Broken', { sources: [Source.asset(broken)], destinationBucket: site });
    new BucketDeployment(stack, 'Copied', { sources: [Source.asset(archive)], destinationBucket: site, extract: false });
    const elsewhere = Bucket.fromBucketName(stack, 'Elsewhere', 'elsewhere');
    new BucketDeployment(stack, 'NotHere', { sources: [Source.bucket(elsewhere, 'site.zip')], destinationBucket: site });
    new BucketDeployment(stack, 'NotOurs', { sources: [Source.asset(archive)], destinationBucket: elsewhere });
  });

  expect(local.bucket('Site').objects).toMatchObject([
    { key: expect.stringMatching(/^[0-9a-f]{64}\.zip$/), contentType: 'application/zip' },
  ]);
  expect(local.application.unsupported.map(({ address, why }) => [address.path, why])).toEqual([
    ['App/NotHere/CustomResource', 'The source site.zip is not a file or folder of the assembly, so no files are copied.'],
    ['App/NotOurs/CustomResource', 'The bucket elsewhere is not one of this app, so no files are copied to it.'],
    ['App/Broken/CustomResource', expect.stringMatching(/^Its files cannot be read, so none are copied: .+\.$/)],
  ]);
});

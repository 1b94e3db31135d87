import { join } from 'node:path';
import { readInventory } from '../../src/assembly/read-assembly';
import { assemblyOf } from './scratch-assembly';

/** Where the one resource was created, by what the metadata of the assembly has for it. */
function createdAt(...entries: readonly unknown[]): string | undefined {
  const queue = { Type: 'AWS::SQS::Queue' };
  const named = { type: 'aws:cdk:logicalId', data: 'Queue' };
  const metadata = { '/S/Queue/Resource': [named, ...entries] };
  const folder = assemblyOf({ S: { Resources: { Queue: queue } } }, {}, { S: { metadata, properties: {} } });
  return readInventory(folder).resources[0]?.createdAt;
}

test('the line of the app that created a resource is known from an assembly made with --debug', () => {
  const stack = ['...new Queue2 in aws-cdk-lib...', '<anonymous> (/app/orders.ts:7:38)', '<anonymous> (/app/main.ts:1:1)'];
  expect(createdAt({ type: 'aws:cdk:creationStack', data: stack })).toBe('/app/orders.ts:7:38');
});

test('frames of packages and of Node.js are not of the app', () => {
  const stack = [
    'new Queue (/app/node_modules/aws-cdk-lib/q.js:1:2)',
    'Module._compile (node:internal/loader:3:4)',
    'at /app/a.ts:5:6',
  ];
  expect(createdAt({ type: 'aws:cdk:creationStack', data: stack })).toBe('/app/a.ts:5:6');
});

test('frames of our own constructs are not of an app in the same clone', () => {
  const own = join(__dirname, '../../src/constructs/inline-function.ts');
  const stack = [`new InlineFunction (${own}:63:5)`, '<anonymous> (/app/orders.ts:7:38)'];
  expect(createdAt({ type: 'aws:cdk:creationStack', data: stack })).toBe('/app/orders.ts:7:38');
});

test('an assembly without traces tells nothing', () => {
  expect(createdAt()).toBeUndefined();
  expect(
    createdAt({ type: 'aws:cdk:creationStack', data: 'broken' }, { type: 'aws:cdk:creationStack', data: [7] }),
  ).toBeUndefined();
});

import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodeFunction } from 'cdk-lambda-kit';
import { snapshotSerializer } from 'cdk-lambda-kit/testing';
import { sourceFile, temporaryFolder } from '../constructs/scene';

expect.addSnapshotSerializer(snapshotSerializer);

/** Of a function and an alias, what has hashes in it. */
function hashesOf(code: string): unknown {
  const stack = new Stack(new App({ outdir: temporaryFolder() }), 'Shop');
  const greeter = new NodeFunction(stack, 'Greeter', { entry: sourceFile(code) });
  new lambda.Alias(stack, 'Live', { aliasName: 'live', version: greeter.currentVersion });
  const template = Template.fromStack(stack);
  return {
    keys: Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) => Properties.Code.S3Key),
    versions: Object.keys(template.findResources('AWS::Lambda::Version')),
    aliases: Object.values(template.findResources('AWS::Lambda::Alias')).map(({ Properties }) => Properties.FunctionVersion),
  };
}

test('templates with other code are printed alike', () => {
  const one = hashesOf('export const handler = async () => 1;');
  const two = hashesOf('export const handler = async () => 2;');

  expect(one).not.toEqual(two);
  expect([one, two]).toMatchInlineSnapshot(`
[
  {
    "aliases": [
      {
        "Fn::GetAtt": [
          "GreeterCurrentVersion026B7819<version hash>",
          "Version",
        ],
      },
    ],
    "keys": [
      "<asset hash>.zip",
    ],
    "versions": [
      "GreeterCurrentVersion026B7819<version hash>",
    ],
  },
  {
    "aliases": [
      {
        "Fn::GetAtt": [
          "GreeterCurrentVersion026B7819<version hash>",
          "Version",
        ],
      },
    ],
    "keys": [
      "<asset hash>.zip",
    ],
    "versions": [
      "GreeterCurrentVersion026B7819<version hash>",
    ],
  },
]
`);
});

test('a hash that is a key is blanked as well', () => {
  expect({ [`asset.${'0a'.repeat(32)}`]: ['b'.repeat(64), `cdk.out/asset.${'c'.repeat(64)}/index.js`] }).toMatchInlineSnapshot(`
{
  "asset.<asset hash>": [
    "<asset hash>",
    "cdk.out/asset.<asset hash>/index.js",
  ],
}
`);
});

test('two versions of a function are printed in the same order, whichever hash is the lower', () => {
  const version = (digit: string) => `GreeterCurrentVersion026B7819${digit.repeat(32)}`;
  const template = (live: string, published: string) => ({
    Outputs: {},
    Resources: {
      [version(live)]: { Live: true },
      [version(published)]: { DependsOn: [version(live)] },
      Alias: { Of: version(live) },
    },
  });

  expect([template('0', 'f'), template('f', '0')]).toMatchInlineSnapshot(`
[
  {
    "Outputs": {},
    "Resources": {
      "Alias": {
        "Of": "GreeterCurrentVersion026B7819<version hash>",
      },
      "GreeterCurrentVersion026B7819<version hash>": {
        "DependsOn": [
          "GreeterCurrentVersion026B7819<version hash>",
        ],
      },
      "GreeterCurrentVersion026B7819<version hash>": {
        "Live": true,
      },
    },
  },
  {
    "Outputs": {},
    "Resources": {
      "Alias": {
        "Of": "GreeterCurrentVersion026B7819<version hash>",
      },
      "GreeterCurrentVersion026B7819<version hash>": {
        "DependsOn": [
          "GreeterCurrentVersion026B7819<version hash>",
        ],
      },
      "GreeterCurrentVersion026B7819<version hash>": {
        "Live": true,
      },
    },
  },
]
`);
});

test('what is longer, shorter or no hash stays', () => {
  expect(['a'.repeat(63), 'a'.repeat(65), 'g'.repeat(64), 'CurrentVersion', 7]).toMatchInlineSnapshot(`
[
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  "gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg",
  "CurrentVersion",
  7,
]
`);
});

import { symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { Aws, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AssetLayer, type AssetLayerProps } from 'cdk-lambda-kit';
import { sources, stackIn, temporaryFolder } from '../scene';
import { archive, nodeFolder } from './scene';

function created(props: Partial<AssetLayerProps> = {}): AssetLayer {
  return new AssetLayer(stackIn(), 'Shared', { path: nodeFolder(), ...props });
}

test('a folder becomes a layer with all that aws-cdk-lib lets one say', () => {
  const layer = created({
    layerVersionName: 'shared',
    description: 'shared by all',
    license: 'MIT',
    removalPolicy: RemovalPolicy.RETAIN,
    compatibleRuntimes: [lambda.Runtime.NODEJS_22_X],
    compatibleArchitectures: [lambda.Architecture.ARM_64],
  });

  Template.fromStack(Stack.of(layer)).hasResource('AWS::Lambda::LayerVersion', {
    Properties: {
      CompatibleArchitectures: ['arm64'],
      CompatibleRuntimes: ['nodejs22.x'],
      Content: { S3Key: Match.stringLikeRegexp('^[0-9a-f]{64}\\.zip$') },
      Description: 'shared by all',
      LayerName: 'shared',
      LicenseInfo: 'MIT',
    },
    DeletionPolicy: 'Retain',
  });
});

test('it is an ILayerVersion', () => {
  const layer: lambda.ILayerVersion = created();

  expect(layer.layerVersionArn).toMatch(/Token/);
});

describe('what a runtime finds (FN-52)', () => {
  test.each([
    ['nodejs/node_modules/x/index.js', lambda.Runtime.NODEJS_22_X],
    ['nodejs/node22/node_modules/x/index.js', lambda.Runtime.NODEJS_22_X],
    ['python/x.py', lambda.Runtime.PYTHON_3_13],
    ['python/lib/python3.13/site-packages/x.py', lambda.Runtime.PYTHON_3_13],
    ['java/lib/x.jar', lambda.Runtime.JAVA_21],
    ['ruby/gems/3.4.0/gems/x/x.rb', new lambda.Runtime('ruby3.4', lambda.RuntimeFamily.RUBY)],
    ['ruby/lib/x.rb', lambda.Runtime.RUBY_3_3],
    ['bin/tool', lambda.Runtime.PROVIDED_AL2023],
    ['lib/x.so', lambda.Runtime.DOTNET_8],
    ['extensions/agent', lambda.Runtime.NODEJS_22_X],
  ])('%s is found by %s', (file, runtime) => {
    const folder = sources({ [file]: 'x' });

    expect(() => created({ path: folder, compatibleRuntimes: [runtime] })).not.toThrow();
    expect(() => created({ path: folder })).not.toThrow();
    expect(() => created({ path: archive({ [file]: 'x' }) })).not.toThrow();
  });

  test.each([
    ['nodejs/node20/node_modules/x/index.js', lambda.Runtime.NODEJS_22_X],
    ['nodejs/x/index.js', lambda.Runtime.NODEJS_22_X],
    ['python/lib/python3.12/site-packages/x.py', lambda.Runtime.PYTHON_3_13],
    ['python/x.py', lambda.Runtime.NODEJS_22_X],
    ['ruby/gems/3.3.0/gems/x/x.rb', new lambda.Runtime('ruby3.4', lambda.RuntimeFamily.RUBY)],
    ['java/x.jar', lambda.Runtime.JAVA_21],
    ['nodejs/node_modules/x/index.js', lambda.Runtime.PROVIDED_AL2023],
  ])('fails when the layer is for a runtime that does not find it: %s, %s', (file, runtime) => {
    expect(() => created({ path: sources({ [file]: 'x' }), compatibleRuntimes: [runtime] })).toThrow(/LAYER_NOT_SEARCHED/);
  });

  test.each([
    ['node_modules/x/index.js', 'Move node_modules to nodejs/node_modules.'],
    ['app/node_modules/x/index.js', 'Move app/node_modules to nodejs/node_modules.'],
    ['index.js', 'Move index.js to nodejs/node_modules/PACKAGE/.'],
    ['requests/api.py', 'Move requests/api.py to python/.'],
    ['x.jar', 'Move x.jar to java/lib/.'],
    ['x.rb', 'Move x.rb to ruby/lib/.'],
    ['x.so.1', 'Move x.so.1 to lib/.'],
    ['fonts/a.ttf', 'It has fonts/; looked in are nodejs/node_modules, python, java/lib, ruby/lib, bin, lib, extensions.'],
  ])('fails when no runtime finds it, and says where to move it: %s', (file, advice) => {
    expect(() => created({ path: sources({ [file]: 'x' }) })).toThrow(advice);
  });

  test('the message names the path, and another way', () => {
    const folder = sources({ 'node_modules/x/index.js': 'x' });

    expect(() => created({ path: folder })).toThrow(
      `Shop/Shared: path '${folder}' has no file where a runtime looks. Move node_modules to nodejs/node_modules.\n` +
        'Move the files to where the runtime looks, or set `readByPath` when handlers name them by their absolute paths. [LAYER_NOT_SEARCHED]',
    );
  });

  test('files that handlers name by their absolute paths lie where they like', () => {
    expect(() => created({ path: sources({ 'fonts/a.ttf': 'x' }), readByPath: true })).not.toThrow();
  });
});

describe('exclude', () => {
  const folder = () => sources({ 'nodejs/node_modules/x/index.js': 'x', 'nodejs/node_modules/x/README.md': 'x'.repeat(9) });

  test('leaves files out of the asset, in the form of .gitignore', () => {
    const stack = stackIn();
    new AssetLayer(stack, 'Whole', { path: folder() });
    new AssetLayer(stack, 'Part', { path: folder(), exclude: ['*.md'] });

    const keys = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::LayerVersion')).map(
      ({ Properties }) => Properties.Content.S3Key,
    );
    expect(new Set(keys).size).toBe(2);
  });

  test('fails when nothing is left', () => {
    expect(() => created({ path: folder(), exclude: ['*'] })).toThrow(/LAYER_EMPTY/);
  });

  test('fails when it leaves out what the runtime would have found', () => {
    const both = sources({ 'nodejs/node_modules/x/index.js': 'x', 'notes.txt': 'x' });

    expect(() => created({ path: both, exclude: ['nodejs'] })).toThrow(/LAYER_NOT_SEARCHED/);
  });

  test('fails when it is given for an archive', () => {
    expect(() => created({ path: archive({ 'bin/x': 'x' }), exclude: ['*.md'] })).toThrow(
      /exclude must not be given for an archive/,
    );
  });
});

describe('bad input', () => {
  test.each(['', 'no/such/folder'])("fails when the path is '%s'", (given) => {
    expect(() => created({ path: given })).toThrow(`path '${given}' is not there (looked for ${path.resolve(given)}).`);
  });

  test('fails when the path is a file that is no archive', () => {
    const file = path.join(sources({ 'layer.tar': 'x' }), 'layer.tar');

    expect(() => created({ path: file })).toThrow(/is neither a folder nor an archive.*\n.*LAYER_PATH_MISSING/);
  });

  test('fails when the folder is empty', () => {
    expect(() => created({ path: temporaryFolder() })).toThrow(/has no files/);
  });

  test.each([
    ['is no archive at all', (file: string) => writeFileSync(file, 'x'.repeat(100))],
    ['is empty', (file: string) => writeFileSync(file, '')],
    ['is cut off', (file: string) => truncateSync(file, 40)],
  ])('fails when the archive %s (FN-24)', (_, spoil) => {
    const file = archive({ 'bin/x': 'x'.repeat(1000) });
    spoil(file);

    expect(() => created({ path: file })).toThrow(/is not a whole archive.*\n.*LAYER_ARCHIVE_INVALID/);
  });

  test('a link to a folder that it lies in does no harm', () => {
    const folder = nodeFolder();
    symlinkSync(folder, path.join(folder, 'nodejs/again'));

    // aws-cdk-lib would copy it for ever when it followed; a link that stays inside is kept as a link.
    expect(() => created({ path: folder })).not.toThrow();
  });

  test.each([1, 140])('a name of %d characters is taken (FN-53)', (length) => {
    expect(() => created({ layerVersionName: 'n'.repeat(length) })).not.toThrow();
  });

  test.each([
    ['layerVersionName', { layerVersionName: 'n'.repeat(141) }],
    ['layerVersionName', { layerVersionName: 'a b' }],
    ['description', { description: 'd'.repeat(257) }],
    ['license', { license: 'l'.repeat(513) }],
  ])('fails when %s does not fit (FN-53)', (prop, props) => {
    expect(() => created(props)).toThrow(new RegExp(`Shop/Shared: ${prop} must have`));
  });

  test('texts at the edge and texts that only the deployment knows are taken', () => {
    expect(() => created({ description: 'd'.repeat(256), license: 'l'.repeat(512) })).not.toThrow();
    expect(() =>
      created({ layerVersionName: `shared-${Aws.REGION}`, description: Lazy.string({ produce: () => 'x' }) }),
    ).not.toThrow();
  });

  test('15 compatible runtimes are taken, 16 are not (FN-53)', () => {
    const runtimes = (count: number) =>
      lambda.Runtime.ALL.filter(({ name }) => name.startsWith('python'))
        .slice(0, 1)
        .concat(
          Array.from({ length: count - 1 }, (_, index) => new lambda.Runtime(`provided.x${index}`, lambda.RuntimeFamily.OTHER)),
        );
    const folder = sources({ 'bin/x': 'x' });

    expect(() => created({ path: folder, compatibleRuntimes: runtimes(15) })).not.toThrow();
    expect(() => created({ path: folder, compatibleRuntimes: runtimes(16) })).toThrow(
      /the number of compatibleRuntimes must be a whole number of runtimes from 0 to 15, but is 16/,
    );
  });
});

describe('size (FN-23)', () => {
  function folderOf(bytes: number): string {
    const folder = sources({ 'bin/large': '' });
    truncateSync(path.join(folder, 'bin/large'), bytes);
    return folder;
  }

  test('fails when the layer alone has 250 MB', () => {
    expect(() => created({ path: folderOf(262_144_000) })).toThrow(
      /a layer must have at most 262143999 bytes unzipped, but 262144000 are there/,
    );
  });
});

describe('permissions (FN-54)', () => {
  test.each(['111122223333', '*', 'arn:aws:iam::111122223333:root', Aws.ACCOUNT_ID])('%s may be given the layer', (accountId) => {
    const layer = created();
    layer.addPermission('Other', { accountId });

    Template.fromStack(Stack.of(layer)).hasResourceProperties('AWS::Lambda::LayerVersionPermission', {
      Action: 'lambda:GetLayerVersion',
    });
  });

  test.each([
    '',
    '11112222333',
    '1111222233334',
    'arn:aws:iam::111122223333:role/x',
    'sns.amazonaws.com',
  ])("fails when '%s' is to be given the layer", (accountId) => {
    expect(() => created().addPermission('Other', { accountId })).toThrow(/Shop\/Shared: permission.accountId must have/);
  });

  test.each([
    ['o-' + 'a'.repeat(10), false],
    ['o-' + 'a'.repeat(32), false],
    ['o-' + 'a'.repeat(9), true],
    ['o-' + 'a'.repeat(33), true],
    ['p-' + 'a'.repeat(10), true],
  ])('the organization %s is refused: %p', (organizationId, refused) => {
    const give = () => created().addPermission('Other', { accountId: '*', organizationId });

    if (refused) expect(give).toThrow(/permission.organizationId must have from 12 to 34 characters/);
    else expect(give).not.toThrow();
  });
});

import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { Aws, CfnParameter, Fn, Lazy, Stack, Stage, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AssetLayer, Layers, NodeFunction } from 'cdk-lambda-kit';
import { sourceFile, sources, stackIn } from '../scene';
import { appIn, archive, INLINE, nodeFolder, plain } from './scene';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:layer:shared:7';

function inIreland(app = appIn()): Stack {
  return new Stack(app, 'Shop', { env: { region: 'eu-west-1', account: '111122223333' } });
}

function imported(stack: Stack, arn: string): lambda.ILayerVersion {
  const id = `Layer${stack.node.children.length}`;
  return lambda.LayerVersion.fromLayerVersionArn(stack, id, arn);
}

function layerOf(stack: Stack, id: string, props: Partial<lambda.LayerVersionProps> = {}): lambda.LayerVersion {
  return new lambda.LayerVersion(stack, id, { code: lambda.Code.fromAsset(nodeFolder(id)), ...props });
}

/** An archive that says of itself that it has so many bytes unpacked. */
function archiveOf(bytes: number): string {
  const file = archive({ 'bin/large': 'x' });
  const content = readFileSync(file);
  content.writeUInt32LE(bytes, content.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02])) + 24);
  // What differs must have another hash.
  writeFileSync(file, content);
  return file;
}

function synth(stack: Stack): Template {
  return Template.fromStack(stack);
}

test('a function with layers that fit is left alone', () => {
  const stack = inIreland();
  const made = layerOf(stack, 'Made', {
    compatibleRuntimes: [lambda.Runtime.NODEJS_22_X],
    compatibleArchitectures: [lambda.Architecture.X86_64],
  });
  plain(stack, { layers: [made, imported(stack, ARN), new AssetLayer(stack, 'Asset', { path: nodeFolder() })] });

  const [fn] = Object.values(synth(stack).findResources('AWS::Lambda::Function'));
  expect(fn?.Properties.Layers).toHaveLength(3);
});

test('a NodeFunction checks its layers by itself', () => {
  const stack = stackIn();
  const layer = layerOf(stack, 'Made', { compatibleArchitectures: [lambda.Architecture.X86_64] });
  new NodeFunction(stack, 'Greeter', { entry: sourceFile(), layers: [layer] });

  expect(() => synth(stack)).toThrow(
    /Shop\/Greeter: the layer Shop\/Made is for x86_64, but the function's architecture is arm64/,
  );
});

test('checking twice tells once, and a layer that is added later is checked too', () => {
  const stack = inIreland();
  const fn = plain(stack);
  Layers.check(fn);
  fn.addLayers(imported(stack, 'nonsense'));

  let message = '';
  try {
    synth(stack);
  } catch (error) {
    message = String(error);
  }
  expect(message.match(/LAYER_ARN_INVALID/g)).toHaveLength(1);
});

describe('runtime', () => {
  test('fails when a layer is for other runtimes and nobody else has looked', () => {
    const stack = stackIn();
    const raw = new lambda.CfnLayerVersion(stack, 'Raw', {
      content: { s3Bucket: 'b', s3Key: 'k' },
      compatibleRuntimes: ['python3.13', 'python3.14'],
    });
    plain(stack, { layers: [imported(stack, raw.ref)] });

    expect(() => synth(stack)).toThrow(
      /Shop\/Plain: the layer Shop\/Raw is for the runtimes python3.13, python3.14, but the function's is nodejs22.x/,
    );
  });

  test('fails when the files of the layer are where the runtime does not look', () => {
    const stack = stackIn();
    const layer = new AssetLayer(stack, 'Shared', { path: sources({ 'python/x.py': '' }) });
    plain(stack, { layers: [layer] });

    expect(() => synth(stack)).toThrow(
      /the layer Shop\/Shared has no file where nodejs22.x looks: nodejs\/node_modules, bin, lib, extensions\.\n.*LAYER_NOT_SEARCHED/,
    );
  });

  test('files that are read by their paths fit every runtime', () => {
    const stack = stackIn();
    const layer = new AssetLayer(stack, 'Shared', { path: sources({ 'python/x.py': '' }), readByPath: true });
    plain(stack, { layers: [layer] });

    expect(() => synth(stack)).not.toThrow();
  });

  test('a runtime or a list that only the deployment knows is let through', () => {
    const stack = stackIn();
    const raw = new lambda.CfnLayerVersion(stack, 'Raw', {
      content: { s3Bucket: 'b', s3Key: 'k' },
      compatibleRuntimes: Token.asList(new CfnParameter(stack, 'Runtimes', { type: 'CommaDelimitedList' }).valueAsList),
    });
    plain(stack, {
      layers: [imported(stack, raw.ref)],
      runtime: lambda.determineLatestNodeRuntime(stack),
      code: lambda.Code.fromAsset(nodeFolder()),
    });

    expect(() => synth(stack)).not.toThrow();
  });
});

describe('architecture', () => {
  const { ARM_64, X86_64 } = lambda.Architecture;

  test.each([
    [[ARM_64], ARM_64],
    [[ARM_64, X86_64], X86_64],
    [[X86_64], undefined],
    [undefined, ARM_64],
  ])('a layer for %p serves a function of %p', (compatibleArchitectures, architecture) => {
    const stack = stackIn();
    plain(stack, { architecture, layers: [layerOf(stack, 'Made', { compatibleArchitectures })] });

    expect(() => synth(stack)).not.toThrow();
  });

  test.each([
    [[ARM_64], undefined],
    [[ARM_64], X86_64],
    [[X86_64], ARM_64],
  ])('fails when a layer for %p is used by a function of %p', (compatibleArchitectures, architecture) => {
    const stack = stackIn();
    plain(stack, { architecture, layers: [layerOf(stack, 'Made', { compatibleArchitectures })] });

    expect(() => synth(stack)).toThrow(/LAYER_ARCHITECTURE_INCOMPATIBLE/);
  });

  test('fails when the layer is in another stack of the app', () => {
    const app = appIn();
    const layer = layerOf(new Stack(app, 'Base'), 'Made', { compatibleArchitectures: [ARM_64] });
    const stack = new Stack(app, 'Shop');
    plain(stack, { layers: [layer] });

    expect(() => synth(stack)).toThrow(/the layer Base\/Made is for arm64/);
  });
});

describe('how many (FN-50)', () => {
  const layers = (stack: Stack, count: number) =>
    Array.from({ length: count }, (_, index) => layerOf(stack, `Layer${index}`).layerVersionArn);

  test('five are taken, none too', () => {
    const stack = stackIn();
    const fn = plain(stack);
    (fn.node.defaultChild as lambda.CfnFunction).layers = layers(stack, 5);
    plain(stack, {}, 'Bare');

    expect(() => synth(stack)).not.toThrow();
  });

  test('fails when there are six, however they got there', () => {
    const stack = stackIn();
    (plain(stack).node.defaultChild as lambda.CfnFunction).layers = layers(stack, 6);

    expect(() => synth(stack)).toThrow(/the number of layers must be a whole number of layers from 0 to 5, but is 6/);
  });

  test('a list that only the deployment knows is let through', () => {
    const stack = stackIn();
    (plain(stack).node.defaultChild as lambda.CfnFunction).layers = Fn.split(',', new CfnParameter(stack, 'List').valueAsString);

    expect(() => synth(stack)).not.toThrow();
  });
});

describe('two versions of one layer (FN-51)', () => {
  test.each([
    ['two versions', [ARN, ARN.replace(':7', ':8')]],
    ['the same version twice', [ARN, ARN]],
    [
      'two versions in the Region of the deployment',
      ['3', '4'].map((version) => `arn:aws:lambda:${Aws.REGION}:111122223333:layer:shared:${version}`),
    ],
  ])('fails when there are %s', (_, arns) => {
    const stack = inIreland();
    plain(stack, { layers: arns.map((arn) => imported(stack, arn)) });

    expect(() => synth(stack)).toThrow(/Shop\/Plain: layers must not have two versions of one layer, but has arn:.*LAYER_TWICE/s);
  });

  test('fails when a layer of the app is there twice', () => {
    const stack = stackIn();
    const layer = layerOf(stack, 'Made');
    plain(stack, { layers: [layer, layer] });

    expect(() => synth(stack)).toThrow(/but has Shop\/Made and Shop\/Made/);
  });

  test('fails when two layers of the app have one name, or one of them is an ARN', () => {
    const stack = inIreland();
    plain(stack, { layers: ['One', 'Two'].map((id) => layerOf(stack, id, { layerVersionName: 'same' })) });
    plain(stack, { layers: [layerOf(stack, 'Three', { layerVersionName: 'shared' }), imported(stack, ARN)] }, 'Other');

    expect(() => synth(stack)).toThrow(/Shop\/One and Shop\/Two.*Shop\/Three and arn:aws/s);
  });

  test.each([
    ['names', ARN.replace('shared', 'other')],
    ['accounts', ARN.replace('111122223333', '444455556666')],
  ])('layers with different %s are different', (_, arn) => {
    const stack = inIreland();
    plain(stack, { layers: [imported(stack, ARN), imported(stack, arn)] });

    expect(() => synth(stack)).not.toThrow();
  });
});

describe('ARNs (FN-51)', () => {
  test.each([
    'shared',
    'arn:aws:lambda:eu-west-1:111122223333:layer:shared',
    'arn:aws:lambda:eu-west-1:1111:layer:shared:7',
    'arn:aws:lambda:eu-west-1:111122223333:layer:shared:latest',
    `arn:aws:lambda:${Aws.REGION}:111122223333:layer:shared`,
  ])('fails when one is %s', (arn) => {
    const stack = inIreland();
    plain(stack, { layers: [imported(stack, arn)] });

    expect(() => synth(stack)).toThrow(
      /layers must have ARNs of the form arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION, but has/,
    );
  });

  test.each([
    'arn:aws:lambda:::awslayer:AmazonLinux1803',
    ARN,
    `arn:${Aws.PARTITION}:lambda:${Aws.REGION}:111122223333:layer:shared:7`,
    Lazy.string({ produce: () => ARN }),
    Fn.importValue('SharedLayer'),
    Fn.join(':', ['arn:aws:lambda', Aws.REGION, '111122223333:layer:shared:7']),
  ])('one that is well formed, or not known yet, is taken: %s', (arn) => {
    const stack = inIreland();
    plain(stack, { layers: [imported(stack, arn)] });

    expect(() => synth(stack)).not.toThrow();
  });

  test('fails when one is of another Region', () => {
    const stack = inIreland();
    plain(stack, { layers: [imported(stack, ARN.replace('eu-west-1', 'us-east-1'))] });

    expect(() => synth(stack)).toThrow(
      /layers must be in the Region of the function, eu-west-1, but arn:aws:lambda:us-east-1:\S+ is in us-east-1/,
    );
  });

  test('fails when a layer of the app is in another Region', () => {
    const app = appIn();
    const far = new Stack(app, 'Far', { env: { region: 'us-east-1', account: '111122223333' }, crossRegionReferences: true });
    const stack = new Stack(app, 'Shop', { env: { region: 'eu-west-1', account: '111122223333' }, crossRegionReferences: true });
    plain(stack, { layers: [layerOf(far, 'Made')] });

    expect(() => app.synth()).toThrow(/but Far\/Made is in us-east-1/);
  });

  test('a function whose Region only the deployment knows takes every Region', () => {
    const stack = stackIn();
    plain(stack, { layers: [imported(stack, ARN)] });

    expect(() => synth(stack)).not.toThrow();
  });
});

describe('unzipped size (FN-23)', () => {
  const code = () => lambda.Code.fromAsset(sources({ 'index.js': 'x'.repeat(1000) }));

  test.each([
    ['one byte less than 250 MB is taken', 262_143_999 - 1000, false],
    ['fails when code and layers have 250 MB', 262_144_000 - 1000, true],
  ])('%s', (_, bytes, refused) => {
    const stack = stackIn();
    const [one, two] = [Math.floor(bytes / 2), Math.ceil(bytes / 2)];
    const layers = [one, two].map((size, index) =>
      layerOf(stack, `Layer${index}`, { code: lambda.Code.fromAsset(archiveOf(size)) }),
    );
    plain(stack, { code: code(), layers });

    if (!refused) return void expect(() => synth(stack)).not.toThrow();
    expect(() => synth(stack)).toThrow(
      /code and layers must have at most 262143999 bytes unzipped, but 262144000 are there: Shop\/Layer0 131071500, Shop\/Layer1 131071500, code 1000/,
    );
  });

  test('fails when the code alone is too large, in a stage and in a stack of its own as well', () => {
    const app = appIn();
    const stack = new Stack(new Stage(app, 'Live'), 'Shop');
    plain(stack, { code: lambda.Code.fromAsset(archiveOf(262_144_000)) });

    expect(() => app.synth()).toThrow(/Live\/Shop\/Plain: code and layers must have at most/);
  });

  test('code that two functions share counts for each, and links count as what they lead to', () => {
    const stack = stackIn();
    const folder = sources({ 'index.js': 'x'.repeat(1000) });
    symlinkSync('index.js', path.join(folder, 'main.js'));
    const shared = lambda.Code.fromAsset(folder);
    const layers = [layerOf(stack, 'Large', { code: lambda.Code.fromAsset(archiveOf(262_144_000 - 2000)) })];
    plain(stack, { code: shared });
    plain(stack, { code: shared, layers }, 'Same');

    expect(() => synth(stack)).toThrow(/Shop\/Same: code and layers.* code 2000 /);
  });

  test('what is not in the assembly counts nothing', () => {
    const stack = stackIn({ 'aws:cdk:disable-asset-staging': true });
    plain(stack, { code: lambda.Code.fromAsset(archiveOf(262_144_000)) });
    plain(stack, { code: INLINE }, 'Inline');

    expect(() => synth(stack)).not.toThrow();
  });

  test('an archive whose sizes stand in the extra field of ZIP64 is measured too', () => {
    const large = archiveOf(0xffffffff);
    const content = readFileSync(large);
    const at = content.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    const name = content.readUInt16LE(at + 28);
    const extra = Buffer.alloc(12);
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(5_000_000_000n, 4);
    content.writeUInt16LE(12, at + 30);
    const end = content.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    content.writeUInt32LE(content.readUInt32LE(end + 12) + 12, end + 12);
    writeFileSync(large, Buffer.concat([content.subarray(0, at + 46 + name), extra, content.subarray(at + 46 + name)]));
    const stack = stackIn();
    plain(stack, { code: lambda.Code.fromAsset(large) });

    expect(() => synth(stack)).toThrow(/but 5000000000 are there/);
  });
});

test('a function in whose place is something else is left alone', () => {
  const stack = stackIn();
  const fn = plain(stack);
  fn.node.tryRemoveChild('Resource');

  expect(() => synth(stack)).not.toThrow();
});

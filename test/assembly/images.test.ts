import { join } from 'node:path';
import { readAssembly } from '../../src/assembly/read-assembly';
import { appOf, assemblyOf, fn, functionIn } from './scratch-assembly';

const HASH = 'a1b2';
const REPOSITORY = 'cdk-images-${AWS::AccountId}-${AWS::Region}';
const URI = `\${AWS::AccountId}.dkr.ecr.\${AWS::Region}.\${AWS::URLSuffix}/${REPOSITORY}:${HASH}`;

/** A function with this image and these properties. */
const imageFn = (uri: unknown, properties: Record<string, unknown> = {}) =>
  fn({ Code: { ImageUri: uri }, PackageType: 'Image', Runtime: undefined, Handler: undefined, ...properties });

/** An assembly whose function `F` has the image that is made in this way. */
function assemblyWith(source: Record<string, unknown>, { uri = URI, files = { 'asset.a1b2/Dockerfile': 'FROM scratch' } } = {}) {
  const destinations = { here: { repositoryName: REPOSITORY, imageTag: HASH } };
  return assemblyOf(
    { S: { Resources: { F: imageFn({ 'Fn::Sub': uri }) } } },
    { 'S.assets.json': { version: '55.0.0', dockerImages: { [HASH]: { source, destinations } } }, ...files },
    {},
    { 'S.assets': { type: 'cdk:asset-manifest', properties: { file: 'S.assets.json' } } },
  );
}

/** What `F` of this assembly runs. */
const codeIn = (folder: string) => functionIn(readAssembly(folder), 'S/F').configuration.code;

test('an image that the app builds is known with everything that the CDK would build it with', () => {
  const folder = assemblyWith({
    directory: 'asset.a1b2',
    dockerFile: 'other.Dockerfile',
    dockerBuildTarget: 'run',
    dockerBuildArgs: { VERSION: '3' },
    dockerBuildContexts: { shared: '../shared' },
    dockerBuildSecrets: { token: 'env=TOKEN' },
    dockerBuildSsh: 'default',
    networkMode: 'host',
    platform: 'linux/arm64',
    dockerOutputs: ['type=docker'],
    cacheFrom: [{ type: 'registry', params: { ref: 'cache:1' } }],
    cacheTo: { type: 'inline' },
    cacheDisabled: true,
  });

  expect(codeIn(folder)).toEqual({
    kind: 'image',
    uri: '000000000000.dkr.ecr.us-east-1.amazonaws.com/cdk-images-000000000000-us-east-1:a1b2',
    source: {
      kind: 'build',
      hash: HASH,
      path: join(folder, 'asset.a1b2'),
      file: 'other.Dockerfile',
      target: 'run',
      buildArguments: { VERSION: '3' },
      contexts: { shared: '../shared' },
      secrets: { token: 'env=TOKEN' },
      ssh: 'default',
      network: 'host',
      platform: 'linux/arm64',
      outputs: ['type=docker'],
      cacheFrom: [{ type: 'registry', parameters: { ref: 'cache:1' } }],
      cacheTo: { type: 'inline', parameters: {} },
      isCacheDisabled: true,
    },
  });
});

test('an image that a program makes is known with that, and where it is run', () => {
  const folder = assemblyWith({ executable: ['sh', 'make-image.sh'] });

  expect(codeIn(folder)).toMatchObject({ source: { kind: 'command', words: ['sh', 'make-image.sh'], folder } });
});

test.each([
  ['another tag', URI.replace(HASH, 'latest')],
  ['another repository', URI.replace('/cdk-images', '/other-images')],
  ['a digest', URI.replace(`:${HASH}`, `@sha256:${HASH}`)],
])('an image with %s is not one that the app makes', (_, uri) => {
  expect(codeIn(assemblyWith({ directory: 'asset.a1b2' }, { uri }))).not.toHaveProperty('source');
});

test('fails when the folder of an image is not there', () => {
  expect(() => readAssembly(assemblyWith({ directory: 'asset.a1b2' }, { files: {} as never }))).toThrow(
    /asset\.a1b2 is not a folder, but .*S\.assets\.json names it as the image of S\/F/,
  );
});

test('an image of the legacy synthesizer is found in the metadata of the stack', () => {
  const data = { packaging: 'container-image', path: 'asset.a1b2', sourceHash: HASH, buildArgs: { VERSION: '3' }, file: 'D' };
  const uri = '${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/aws-cdk/assets:a1b2';
  const folder = assemblyOf(
    { S: { Resources: { F: imageFn({ 'Fn::Sub': uri }) } } },
    { 'asset.a1b2/D': 'FROM scratch' },
    { S: { metadata: { '/S': [{ type: 'aws:cdk:asset', data }] }, properties: {} } },
  );

  expect(codeIn(folder)).toMatchObject({
    source: { kind: 'build', hash: HASH, path: join(folder, 'asset.a1b2'), file: 'D', buildArguments: { VERSION: '3' } },
  });
});

test('a function may set entry point, command and working directory otherwise than its image', () => {
  const app = appOf({
    F: imageFn('registry/tools:1', {
      ImageConfig: { EntryPoint: ['/bin/run', '-v'], Command: ['app.handler'], WorkingDirectory: '/srv' },
    }),
    G: imageFn('registry/tools:1', { ImageConfig: { EntryPoint: [], WorkingDirectory: '' } }),
  });

  expect(functionIn(app, 'S/F').configuration.image).toEqual({
    entryPoint: ['/bin/run', '-v'],
    command: ['app.handler'],
    workingDirectory: '/srv',
  });
  expect(functionIn(app, 'S/G').configuration).not.toHaveProperty('image');
  expect(app.findings).toEqual([]);
});

test('a setting of an image that cannot be had is left out and said', () => {
  const app = appOf({ F: imageFn('registry/tools:1', { ImageConfig: { Command: { 'Fn::ImportValue': 'none' } } }) });

  expect(functionIn(app, 'S/F').configuration).not.toHaveProperty('image');
  expect(app.findings).toMatchObject([
    { where: 'S/F', message: expect.stringMatching(/^Command is left out: no stack of the app exports none/) },
  ]);
});

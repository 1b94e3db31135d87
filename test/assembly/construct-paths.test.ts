import { readAssembly } from '../../src/assembly/read-assembly';
import { appOf, assemblyOf, fn, folderWith } from './scratch-assembly';

const at = (path: string) => fn({}, { Metadata: { 'aws:cdk:path': path } });
const paths = (app: ReturnType<typeof appOf>) => app.functions.map(({ address }) => address.path);

test.each([
  ['S/Orders/Ship/Resource', 'S/Orders/Ship'],
  ['S/Orders/Ship/Default', 'S/Orders/Ship'],
  ['S/Orders/Ship/Resource/Default', 'S/Orders/Ship'],
  ['S/Orders/Ship', 'S/Orders/Ship'],
  ['S/Resource', 'S/Resource'],
  ['S/Resource/Ship', 'S/Resource/Ship'],
  ['S/MyResource', 'S/MyResource'],
])('%s reads as %s', (path, expected) => {
  expect(paths(appOf({ F: at(path) }))).toEqual([expected]);
});

test('no two resources have the same path', () => {
  expect(paths(appOf({ A: at('S/X/Resource'), B: at('S/X'), C: at('S/X/Default'), D: at('S/X'), E: fn() }))).toEqual([
    'S/X/Resource',
    'S/X',
    'S/X/Default',
    'S/D',
    'S/E',
  ]);
});

test('not even a path that is made up is that of another resource', () => {
  const all = paths(appOf({ A: at('S/B'), B: at('S/B'), C: at('S/B') }));

  expect(new Set(all).size).toBe(3);
  expect(all[0]).toBe('S/B');
});

test('a path that nothing tells is made of stack and logical id', () => {
  const nested = { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': 'n.json' } };
  const app = readAssembly(assemblyOf({ S: { Resources: { N: nested, F: fn() } } }, { 'n.json': { Resources: { F: fn() } } }));

  expect(paths(app)).toEqual(['S/F', 'S/N/F']);
  expect(app.stacks.map(({ id }) => id)).toEqual(['S', 'S/N']);
});

test('a path stands in the tree of constructs when neither template nor metadata has it', () => {
  const logical = (path: string) => ({ path, attributes: { 'aws:cdk:cloudformation:logicalId': 'F' } });
  const tree = {
    tree: {
      path: '',
      children: {
        A: { path: 'A', children: { One: logical('A/One/Resource') } },
        B: { path: 'B', children: { Two: logical('B/Two/Resource') } },
      },
    },
  };
  const stack = (id: string) => ({
    type: 'aws:cloudformation:stack',
    displayName: id,
    properties: { templateFile: `${id}.json` },
  });
  const app = readAssembly(
    folderWith({
      'manifest.json': {
        version: '55.0.0',
        artifacts: { A: stack('A'), B: stack('B'), Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } } },
      },
      'A.json': { Resources: { F: fn() } },
      'B.json': { Resources: { F: fn() } },
      'tree.json': tree,
    }),
  );

  expect(paths(app)).toEqual(['A/One', 'B/Two']);
});

test('the metadata of the manifest has the paths of older assemblies, whose stacks are displayed with their names', () => {
  const metadata = {
    '/Prod/S/Orders/Resource': [{ type: 'aws:cdk:logicalId', data: 'F' }, { type: 'aws:cdk:info', data: 'x' }, 'odd'],
    '/odd': 7,
  };
  const artifact = {
    type: 'aws:cloudformation:stack',
    displayName: 'Prod/S (Prod-S)',
    properties: { templateFile: 'S.json' },
    metadata,
  };
  const app = readAssembly(
    folderWith({ 'manifest.json': { version: '36.0.0', artifacts: { ProdS: artifact } }, 'S.json': { Resources: { F: fn() } } }),
  );

  expect(paths(app)).toEqual(['Prod/S/Orders']);
});

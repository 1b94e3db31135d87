import { readAssembly } from '../../src/assembly/read-assembly';
import { appOf, assemblyOf, environmentOf, fn, folderWith, functionIn, valueOf } from './scratch-assembly';

const service = (ServiceName: unknown) => ({ Type: 'AWS::ECS::Service', Properties: { ServiceName } });

test('names that are made of each other are told of, and the rest of the app stays whole', () => {
  const app = appOf({
    A: service({ Ref: 'B' }),
    B: service({ Ref: 'A' }),
    F: fn({ Environment: { Variables: { A: { Ref: 'A' }, C: 'c' } } }),
  });

  expect(environmentOf(app, 'S/F')).toEqual({ C: 'c' });
  expect(app.findings).toEqual([
    {
      code: 'CIRCULAR_REFERENCE',
      where: 'S/F',
      message: expect.stringContaining('The environment variable A is left out: Ref A of S is made of itself'),
    },
  ]);
});

test('functions whose names are made of each other cannot be run', () => {
  const app = appOf({ A: fn({ FunctionName: { Ref: 'B' } }), B: fn({ FunctionName: { 'Fn::Sub': '${A}-b' } }), C: fn() });

  expect(app.functions.map(({ address }) => address.logicalId)).toEqual(['C']);
  expect(app.unsupported.map(({ address }) => address.logicalId)).toEqual(['A', 'B']);
  expect(app.findings.map(({ code, where }) => [code, where])).toEqual([
    ['CIRCULAR_REFERENCE', 'S/A'],
    ['CIRCULAR_REFERENCE', 'S/B'],
  ]);
});

test('functions that only know each other’s names are no circle', () => {
  const knows = (other: string) => fn({ Environment: { Variables: { OTHER: { Ref: other } } } });
  const app = appOf({ A: knows('B'), B: knows('A') });

  expect(environmentOf(app, 'S/A').OTHER).toBe(functionIn(app, 'S/B').name);
  expect(environmentOf(app, 'S/B').OTHER).toBe(functionIn(app, 'S/A').name);
  expect(app.findings).toEqual([]);
});

test('conditions that are made of each other are told of', () => {
  const app = appOf(
    { F: fn({}, { Condition: 'A' }), G: fn() },
    { Conditions: { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { 'Fn::Not': [{ Condition: 'A' }] } } },
  );

  expect(app.functions.map(({ address }) => address.logicalId)).toEqual(['G']);
  expect(app.unsupported.map(({ address }) => address.logicalId)).toEqual(['F']);
  expect(app.findings.map(({ code, where }) => [code, where])).toEqual([['CIRCULAR_REFERENCE', 'S/F']]);
});

test('exports that import each other are told of', () => {
  const stack = (own: string, other: string) => ({
    Resources: { F: fn({ Environment: { Variables: { V: { 'Fn::ImportValue': other } } } }) },
    Outputs: { O: { Value: { 'Fn::ImportValue': other }, Export: { Name: own } } },
  });
  const app = readAssembly(assemblyOf({ A: stack('a', 'b'), B: stack('b', 'a') }));

  expect(app.findings.map(({ code, where }) => [code, where])).toEqual([
    ['CIRCULAR_REFERENCE', 'A/F'],
    ['CIRCULAR_REFERENCE', 'B/F'],
  ]);
});

test('an export whose name is made of an import can be found', () => {
  const app = readAssembly(
    assemblyOf({
      A: { Resources: { F: fn({ Environment: { Variables: { V: { 'Fn::ImportValue': 'live-url' } } } }) } },
      B: {
        Resources: {},
        Outputs: { O: { Value: 'here', Export: { Name: { 'Fn::Join': ['-', [{ 'Fn::ImportValue': 'stage' }, 'url']] } } } },
      },
      C: { Resources: {}, Outputs: { O: { Value: 'live', Export: { Name: 'stage' } } } },
    }),
  );

  expect(environmentOf(app, 'A/F')).toEqual({ V: 'here' });
});

test('exports whose names are made of each other’s values are found in any order', () => {
  const exporting = (name: unknown, value: string) => ({
    Resources: {},
    Outputs: { O: { Value: value, Export: { Name: name } } },
  });
  const named = (before: string) => ({ 'Fn::Join': ['', [{ 'Fn::ImportValue': before }, '!']] });
  const stacks = {
    User: { Resources: { F: fn({ Environment: { Variables: { V: { 'Fn::ImportValue': 'c!' } } } }) } },
    Third: exporting(named('b!'), 'end'),
    Second: exporting(named('first'), 'c'),
    First: exporting('first', 'b'),
  };
  for (const ids of [Object.keys(stacks), Object.keys(stacks).reverse()]) {
    const app = readAssembly(assemblyOf(Object.fromEntries(ids.map((id) => [id, stacks[id as keyof typeof stacks]]))));
    expect(environmentOf(app, 'User/F')).toEqual({ V: 'end' });
  }
});

test('a parameter that is its own value, and a secret that is in itself, are told of', () => {
  const parameter = { Type: 'AWS::SSM::Parameter', Properties: { Name: '/p', Value: '{{resolve:ssm:/p}}' } };
  const secret = { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 's', SecretString: '{{resolve:secretsmanager:s}}' } };

  // Of the parameter or secret itself, and of the function that has it.
  const both = ['CIRCULAR_REFERENCE', 'CIRCULAR_REFERENCE'];
  expect(valueOf('{{resolve:ssm:/p}}', {}, { P: parameter })).toEqual({ value: undefined, codes: both });
  expect(valueOf('{{resolve:secretsmanager:s}}', {}, { P: secret })).toEqual({ value: undefined, codes: both });
});

test('a nested stack that stands in itself is read once', () => {
  const nested = { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': 'nested.json' } };
  const app = readAssembly(
    assemblyOf({ S: { Resources: { N: nested } } }, { 'nested.json': { Resources: { Again: nested, F: fn() } } }),
  );

  expect(app.functions.map(({ address }) => address.path)).toEqual(['S/N/F']);
  expect(app.findings.map(({ code, where }) => [code, where])).toEqual([['NESTED_TEMPLATE_UNKNOWN', 'S/N/Again']]);
  expect(app.unsupported.map(({ address }) => address.path)).toEqual(['S/N/Again']);
});

test('a nested stack whose parameter is made of its own output is told of', () => {
  const nested = {
    Type: 'AWS::CloudFormation::Stack',
    Properties: { Parameters: { P: { 'Fn::GetAtt': ['N', 'Outputs.O'] } } },
    Metadata: { 'aws:asset:path': 'nested.json' },
  };
  const inside = { Parameters: { P: { Type: 'String' } }, Resources: {}, Outputs: { O: { Value: { Ref: 'P' } } } };
  const variables = { V: { 'Fn::GetAtt': ['N', 'Outputs.O'] } };
  const app = readAssembly(
    assemblyOf({ S: { Resources: { N: nested, F: fn({ Environment: { Variables: variables } }) } } }, { 'nested.json': inside }),
  );

  expect(app.findings.map(({ code }) => code)).toEqual(['CIRCULAR_REFERENCE']);
});

test('a value that hangs on hundreds of others is given up, not followed for ever', () => {
  const resources = Object.fromEntries(
    Array.from({ length: 1000 }, (_, i) => [`Q${i}`, service(i === 999 ? 'end' : { 'Fn::GetAtt': [`Q${i + 1}`, 'Name'] })]),
  );

  expect(valueOf({ 'Fn::GetAtt': ['Q0', 'Name'] }, {}, resources)).toEqual({ value: undefined, codes: ['VALUE_TOO_LARGE'] });
  expect(valueOf({ 'Fn::GetAtt': ['Q950', 'Name'] }, {}, resources)).toEqual({ value: 'end', codes: [] });
});

test('a value that doubles itself is given up before it fills the memory', () => {
  const resources = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => {
      const before = { 'Fn::GetAtt': [`Q${i - 1}`, 'Name'] };
      return [`Q${i}`, service(i === 0 ? 'x' : { 'Fn::Join': ['', [before, before]] })];
    }),
  );

  expect(valueOf({ 'Fn::GetAtt': ['Q59', 'Name'] }, {}, resources)).toEqual({
    value: undefined,
    codes: ['VALUE_TOO_LARGE'],
  });
});

test('an alias of a version of a function that is called by the version is told of', () => {
  const app = appOf({
    F: fn({ FunctionName: { 'Fn::Sub': 'f-${V.Version}' } }),
    V: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'F' } } },
    G: fn(),
  });

  expect(app.functions.map(({ address }) => address.logicalId)).toEqual(['G']);
  expect(app.unsupported.map(({ address }) => address.logicalId)).toEqual(['F', 'V']);
  expect(new Set(app.findings.map(({ code }) => code))).toEqual(new Set(['CIRCULAR_REFERENCE']));
});

test('an assembly folder may be given with a trailing slash, or relative to where the program runs', () => {
  const directory = folderWith({
    'manifest.json': {
      version: '55.0.0',
      artifacts: { S: { type: 'aws:cloudformation:stack', properties: { templateFile: 't.json' } } },
    },
    't.json': { Resources: { F: fn() } },
  });

  expect(readAssembly(`${directory}/`)).toStrictEqual(readAssembly(directory));
});

import { readAssembly } from '../../src/assembly/read-assembly';
import { appOf, assemblyOf, environmentOf, fn, folderWith, functionIn, valueOf } from './scratch-assembly';

const sees = (V: unknown) => ({ F: fn({ Environment: { Variables: { V } } }) });
const exporting = (name: unknown, value: unknown, output = {}) => ({
  Resources: {},
  Outputs: { O: { Value: value, Export: { Name: name }, ...output } },
});
const importing = (name: unknown) => ({ Resources: sees({ 'Fn::ImportValue': name }) });
const inEnvironment = (environment: string) => ({ environment });

test('an import finds its export before and after its own stack', () => {
  const user = importing('shared');
  const maker = exporting('shared', 'value');

  for (const stacks of [
    { user, maker },
    { maker, user },
  ]) {
    expect(environmentOf(readAssembly(assemblyOf(stacks)), 'user/F')).toEqual({ V: 'value' });
  }
});

test('names of exports and imports may be put together', () => {
  const stacks = {
    A: exporting({ 'Fn::Sub': '${AWS::StackName}-bucket' }, { Ref: 'AWS::Region' }),
    B: importing({ 'Fn::Join': ['-', ['A', 'bucket']] }),
  };

  expect(environmentOf(readAssembly(assemblyOf(stacks)), 'B/F')).toEqual({ V: 'us-east-1' });
});

test('of two exports of one name, the one of the same account and Region is meant', () => {
  const stacks = { E: exporting('n', 'europe'), U: exporting('n', 'america'), B: importing('n') };
  const app = (region: string) =>
    readAssembly(
      assemblyOf(
        stacks,
        {},
        {
          E: inEnvironment('aws://111122223333/eu-west-1'),
          U: inEnvironment('aws://111122223333/us-west-2'),
          B: inEnvironment(`aws://111122223333/${region}`),
        },
      ),
    );

  expect(environmentOf(app('eu-west-1'), 'B/F')).toEqual({ V: 'europe' });
  expect(environmentOf(app('us-west-2'), 'B/F')).toEqual({ V: 'america' });
});

test('of two exports of one name, the one of the same stage is meant', () => {
  const stage = (directoryName: string) => ({ type: 'cdk:cloud-assembly', properties: { directoryName } });
  const stack = (id: string) => ({
    type: 'aws:cloudformation:stack',
    displayName: id,
    properties: { templateFile: `${id}.json` },
  });
  const files = (name: string) => ({
    [`${name}/manifest.json`]: { version: '55.0.0', artifacts: { User: stack('User'), Maker: stack('Maker') } },
    [`${name}/User.json`]: { Resources: { [name]: importing('shared').Resources.F } },
    [`${name}/Maker.json`]: exporting('shared', `of ${name}`),
  });
  const app = readAssembly(
    folderWith({
      'manifest.json': { version: '55.0.0', artifacts: { beta: stage('beta'), prod: stage('prod') } },
      ...files('beta'),
      ...files('prod'),
    }),
  );

  expect(app.functions.map(({ configuration }) => configuration.environment.V)).toEqual(['of beta', 'of prod']);
  expect(new Set(app.stacks.map(({ id }) => id)).size).toBe(4);
});

test('an output whose condition is false exports nothing', () => {
  const maker = { ...exporting('n', 'v', { Condition: 'No' }), Conditions: { No: { 'Fn::Equals': [1, 2] } } };

  expect(readAssembly(assemblyOf({ A: maker, B: importing('n') })).findings.map(({ code }) => code)).toEqual(['OUTPUT_UNKNOWN']);
});

test('the output of another stack is read by the stack’s name, in the Region that is asked for', () => {
  const get = {
    'Fn::GetStackOutput': { StackName: 'data', Region: 'eu-west-1', OutputName: 'O', RoleArn: 'arn:aws:iam::1:role/r' },
  };
  const app = readAssembly(
    assemblyOf(
      { E: { Outputs: { O: { Value: 'europe' } } }, U: { Outputs: { O: { Value: 'america' } } }, B: { Resources: sees(get) } },
      {},
      {
        E: { environment: 'aws://111122223333/eu-west-1', properties: { stackName: 'data' } },
        U: { environment: 'aws://111122223333/us-west-2', properties: { stackName: 'data' } },
      },
    ),
  );

  expect(environmentOf(app, 'B/F')).toEqual({ V: 'europe' });
});

test.each<[string, unknown, unknown, string]>([
  ['text', { Type: 'String', Default: 'a' }, undefined, 'a'],
  ['a number', { Type: 'Number', Default: 1.5 }, undefined, '1.5'],
  ['the value of the assembly before the default', { Type: 'String', Default: 'a' }, 'b', 'b'],
  ['an AWS-specific type', { Type: 'AWS::EC2::VPC::Id', Default: 'vpc-1' }, undefined, 'vpc-1'],
  ['no type', { Default: 'a' }, undefined, 'a'],
])('a parameter has %s', (_, declared, given, expected) => {
  const template = { Parameters: { P: declared }, Resources: sees({ Ref: 'P' }) };
  const app = readAssembly(
    assemblyOf({ S: template }, {}, { S: { properties: { parameters: given === undefined ? {} : { P: given } } } }),
  );

  expect(environmentOf(app, 'S/F')).toEqual({ V: expected });
});

test('a parameter without a value is told of where it is used', () => {
  const parameters = { Parameters: { P: { Type: 'String' } } };

  expect(valueOf({ Ref: 'P' }, parameters)).toEqual({ value: undefined, codes: ['PARAMETER_WITHOUT_VALUE'] });
  expect(valueOf('unused', parameters)).toEqual({ value: 'unused', codes: [] });
});

test.each([
  ['in China', 'cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
  ['for the government', 'us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ['in the sovereign cloud', 'eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
  ['anywhere else', 'ap-south-1', 'aws', 'amazonaws.com'],
])('pseudo parameters are those of the Region %s', (_, region, partition, suffix) => {
  const pseudo = 'AWS::AccountId,AWS::Region,AWS::Partition,AWS::URLSuffix'.split(',').map((name) => ({ Ref: name }));
  const app = readAssembly(
    assemblyOf(
      { S: { Resources: sees({ 'Fn::Join': [' ', pseudo] }) } },
      {},
      { S: inEnvironment(`aws://111122223333/${region}`) },
    ),
  );

  expect(environmentOf(app, 'S/F')).toEqual({ V: `111122223333 ${region} ${partition} ${suffix}` });
  expect(functionIn(app, 'S/F').arn).toMatch(new RegExp(`^arn:${partition}:lambda:${region}:111122223333:function:S-F-`));
});

test('a stack may be for one Region of any account', () => {
  const app = readAssembly(
    assemblyOf({ S: { Resources: { F: fn() } } }, {}, { S: inEnvironment('aws://unknown-account/eu-west-1') }),
  );

  expect(app.stacks).toEqual([{ id: 'S', name: 'S', account: '000000000000', region: 'eu-west-1' }]);
});

test('a stack knows its id and who is notified', () => {
  const app = readAssembly(
    assemblyOf(
      {
        S: {
          Resources: sees({
            'Fn::Join': [' ', [{ Ref: 'AWS::StackId' }, { 'Fn::Join': [',', { Ref: 'AWS::NotificationARNs' }] }]],
          }),
        },
      },
      {},
      { S: { properties: { notificationArns: ['arn:a', 'arn:b'] } } },
    ),
  );

  expect(environmentOf(app, 'S/F').V).toMatch(
    /^arn:aws:cloudformation:us-east-1:000000000000:stack\/S\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12} arn:a,arn:b$/,
  );
});

const STORED = {
  P: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/p', Value: { Ref: 'AWS::Region' } } },
  Made: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'made' } },
  List: { Type: 'AWS::SSM::Parameter', Properties: { Name: 'list', Type: 'StringList', Value: 'a,b' } },
  Named: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: { Name: 'named', SecretString: '{"user":"me","port":5432,"deep":{"a":1}}' },
  },
  Plain: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'plain' } },
  Generated: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: { GenerateSecretString: { SecretStringTemplate: '{"user":"admin"}', GenerateStringKey: 'password' } },
  },
  Db: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'mysql' } },
  Attached: {
    Type: 'AWS::SecretsManager::SecretTargetAttachment',
    Properties: { SecretId: { Ref: 'Generated' }, TargetId: { Ref: 'Db' }, TargetType: 'AWS::RDS::DBInstance' },
  },
};
const secret = (id: unknown, rest: string) => ({ 'Fn::Join': ['', ['{{resolve:secretsmanager:', id, `${rest}}}`]] });

test.each<[string, unknown, string | RegExp]>([
  ['a parameter', '{{resolve:ssm:/p}}', 'us-east-1'],
  ['a version of a parameter', '{{resolve:ssm:/p:3}}', 'us-east-1'],
  ['a secure parameter', '{{resolve:ssm-secure:/p:1}}', 'us-east-1'],
  ['a parameter with a made-up name', { 'Fn::Sub': '{{resolve:ssm:${Made}}}' }, 'made'],
  ['several in one text', 'a {{resolve:ssm:/p}} b {{resolve:ssm:list}}', 'a us-east-1 b a,b'],
  ['a secret by name', '{{resolve:secretsmanager:named}}', '{"user":"me","port":5432,"deep":{"a":1}}'],
  ['a member of a secret', '{{resolve:secretsmanager:named:SecretString:user}}', 'me'],
  ['a member that is a number', '{{resolve:secretsmanager:named:SecretString:port::}}', '5432'],
  ['a member that is an object', '{{resolve:secretsmanager:named:SecretString:deep:AWSCURRENT:}}', '{"a":1}'],
  ['a secret by ARN', secret({ Ref: 'Plain' }, ''), 'plain'],
  ['a secret by ARN and stage', secret({ Ref: 'Plain' }, ':SecretString::AWSPREVIOUS:'), 'plain'],
  [
    'a secret by a part of its ARN',
    '{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:000000000000:secret:named:SecretString:user::}}',
    'me',
  ],
  ['a generated password', secret({ Ref: 'Generated' }, ':SecretString:password::'), /^[!-~]{32}$/],
  ['what a generated secret is made of', secret({ Ref: 'Generated' }, ':SecretString:user::'), 'admin'],
  ['a secret that is attached to a database', secret({ Ref: 'Attached' }, ':SecretString:user::'), 'admin'],
])('a dynamic reference gives %s', (_, expression, expected) => {
  const { value, codes } = valueOf(expression, {}, STORED);

  expect(codes).toEqual([]);
  if (typeof expected === 'string') expect(value).toBe(expected);
  else expect(value).toMatch(expected);
});

test.each<[string, object, object]>([
  [
    'AWS::RDS::DBInstance',
    { DBInstanceIdentifier: 'shop', Engine: 'postgres', DBName: 'orders' },
    { engine: 'postgres', port: 5432, dbInstanceIdentifier: 'shop', dbname: 'orders' },
  ],
  [
    'AWS::RDS::DBCluster',
    { DBClusterIdentifier: 'shop', Engine: 'aurora-mysql', Port: '3307' },
    { engine: 'mysql', port: 3307, dbClusterIdentifier: 'shop' },
  ],
])('a secret that is attached to a %s has its address', (Type, Properties, details) => {
  const app = readAssembly(
    assemblyOf({
      S: {
        Resources: {
          Login: {
            Type: 'AWS::SecretsManager::Secret',
            Properties: { Name: 'login', SecretString: '{"username":"admin","host":"?"}' },
          },
          // As its password is in the secret, neither is known before the other.
          Db: {
            Type,
            Properties: { ...Properties, MasterUserPassword: '{{resolve:secretsmanager:login:SecretString:username}}' },
          },
          Attachment: {
            Type: 'AWS::SecretsManager::SecretTargetAttachment',
            Properties: { SecretId: { Ref: 'Login' }, TargetId: { Ref: 'Db' }, TargetType: Type },
          },
          F: fn({
            Environment: {
              Variables: {
                HOST: { 'Fn::GetAtt': ['Db', 'Endpoint.Address'] },
                IN_SECRET: secret({ Ref: 'Attachment' }, ':SecretString:host::'),
              },
            },
          }),
        },
      },
    }),
  );

  const { HOST, IN_SECRET } = environmentOf(app, 'S/F');
  expect(IN_SECRET).toBe(HOST);
  expect(JSON.parse(app.secrets?.[0]?.value ?? '')).toEqual({ username: 'admin', host: HOST, ...details });
  expect([app.findings, app.unsupported.map(({ type }) => type)]).toEqual([[], [Type]]);
});

test('an attachment to what is not of the app, and replicas, are told of', () => {
  const app = readAssembly(
    assemblyOf({
      S: {
        Resources: {
          Login: {
            Type: 'AWS::SecretsManager::Secret',
            Properties: { SecretString: '{}', ReplicaRegions: [{ Region: 'eu-west-1' }] },
          },
          Attachment: {
            Type: 'AWS::SecretsManager::SecretTargetAttachment',
            Properties: { SecretId: { Ref: 'Login' }, TargetId: 'theirs', TargetType: 'AWS::RDS::DBInstance' },
          },
        },
      },
    }),
  );

  expect(app.findings).toMatchObject([
    { code: 'PROPERTY_NOT_EMULATED', where: 'S/Attachment' },
    { code: 'PROPERTY_NOT_EMULATED', where: 'S/Login' },
  ]);
  expect(app.secrets).toMatchObject([{ value: '{}' }]);
});

const generated = (GenerateSecretString: object) =>
  valueOf(
    '{{resolve:secretsmanager:made}}',
    {},
    {
      Made: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'made', GenerateSecretString } },
    },
  );

test.each<[object, RegExp]>([
  [{}, /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[!-/:-@[-`{-~]).{32}$/],
  [{ PasswordLength: '12', ExcludePunctuation: 'true', ExcludeCharacters: 'abc123' }, /^[d-zA-Z04-9]{12}$/],
  [{ ExcludeUppercase: true, ExcludeLowercase: true, ExcludePunctuation: true }, /^\d{32}$/],
])('a secret generated with %j is what its options say', (options, pattern) => {
  const { value, codes } = generated(options);
  expect(codes).toEqual([]);
  expect(value).toMatch(pattern);
});

test.each<[object]>([
  [{ PasswordLength: 3 }],
  [{ PasswordLength: 5000 }],
  [{ ExcludeCharacters: '0123456789' }],
  [{ GenerateStringKey: 'password' }],
  [{ GenerateStringKey: 'password', SecretStringTemplate: '[]' }],
])('fails when a secret is to be generated with %j', (options) => {
  expect(new Set(generated(options).codes)).toEqual(new Set(['PROPERTY_INVALID']));
});

test.each<[string, string, string, string]>([
  ['a parameter', '{{resolve:ssm:/none}}', 'unknown-ssm:/none', 'SSM_PARAMETER_UNKNOWN'],
  ['a secret', '{{resolve:secretsmanager:none:SecretString:key::}}', 'unknown-secret:none:key', 'SECRET_UNKNOWN'],
  ['a member of a secret', '{{resolve:secretsmanager:named:SecretString:none}}', 'unknown-secret:named:none', 'SECRET_UNKNOWN'],
])('%s that the app does not make has a placeholder, which is told of', (_, expression, value, code) => {
  expect(valueOf(expression, {}, STORED)).toEqual({ value, codes: [code] });
});

test('parameters of a stack may be those of the Parameter Store', () => {
  const parameter = (type: string, name: string) => ({ Type: `AWS::SSM::Parameter::Value<${type}>`, Default: name });
  const Parameters = {
    One: parameter('String', '/p'),
    All: parameter('List<String>', 'list'),
    None: parameter('AWS::EC2::Image::Id', '/ami'),
  };

  expect(valueOf({ Ref: 'One' }, { Parameters }, STORED)).toEqual({ value: 'us-east-1', codes: [] });
  expect(valueOf({ 'Fn::Select': [1, { Ref: 'All' }] }, { Parameters }, STORED)).toEqual({ value: 'b', codes: [] });
  expect(valueOf({ Ref: 'None' }, { Parameters }, STORED)).toEqual({
    value: 'unknown-ssm:/ami',
    codes: ['SSM_PARAMETER_UNKNOWN'],
  });
});

test('a parameter that is called by the value of another is found', () => {
  const named = { Type: 'AWS::SSM::Parameter', Properties: { Name: { 'Fn::Sub': '/app/{{resolve:ssm:/p}}/x' }, Value: 'found' } };

  expect(valueOf('{{resolve:ssm:/app/us-east-1/x}}', {}, { ...STORED, named })).toEqual({ value: 'found', codes: [] });
});

test('what is made up is told of by every function that uses it', () => {
  const app = appOf({ ...sees('{{resolve:ssm:/none}}'), G: fn({ Environment: { Variables: { W: '{{resolve:ssm:/none}}' } } }) });

  expect(app.findings.map(({ where }) => where)).toEqual(['S/F', 'S/G']);
});

test('the attribute of a resource that is made up is told of once, with the first function that uses it', () => {
  const app = appOf({
    X: { Type: 'AWS::New::Thing', Properties: {} },
    A: fn({ Environment: { Variables: { V: { 'Fn::GetAtt': ['X', 'Color'] }, ARN: { 'Fn::GetAtt': ['X', 'ThingArn'] } } } }),
    B: fn({ Environment: { Variables: { V: { 'Fn::GetAtt': ['X', 'Color'] } } } }),
    Unused: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardName: { 'Fn::GetAtt': ['X', 'Size'] } } },
  });

  expect(environmentOf(app, 'S/A').V).toBe(environmentOf(app, 'S/B').V);
  expect(environmentOf(app, 'S/A').ARN).toMatch(/^arn:aws:new:us-east-1:000000000000:thing\/S-X-[A-Z0-9]{12}$/);
  expect(app.findings.map(({ code, where, message }) => [code, where, message.includes('S/A has it in')])).toEqual([
    ['ATTRIBUTE_MADE_UP', 'S/X', true],
    ['ATTRIBUTE_MADE_UP', 'S/X', true],
  ]);
});

const NESTED = { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': 'nested.json' } };
const nestedApp = (
  properties: Record<string, unknown>,
  nested: unknown,
  resources: Record<string, unknown> = {},
  sections = {},
) =>
  readAssembly(
    assemblyOf(
      { S: { Resources: { N: { ...NESTED, Properties: properties }, ...resources }, ...sections } },
      { 'nested.json': nested },
    ),
  );

test('a nested stack takes lists as texts with commas, and its own defaults', () => {
  const inside = {
    Parameters: { Many: { Type: 'CommaDelimitedList' }, One: { Type: 'String', Default: 'mine' }, Joined: { Type: 'String' } },
    Resources: sees({ 'Fn::Join': [' ', [{ 'Fn::Select': [1, { Ref: 'Many' }] }, { Ref: 'One' }, { Ref: 'Joined' }]] }),
  };

  expect(environmentOf(nestedApp({ Parameters: { Many: ['a', 'b'], Joined: ['c', 'd'] } }, inside), 'S/N/F').V).toBe(
    'b mine c,d',
  );
  expect(environmentOf(nestedApp({ Parameters: { Many: 'x,y', Joined: 'z', One: 'o' } }, inside), 'S/N/F').V).toBe('y o z');
});

test('what a nested stack lacks is told of by name', () => {
  const inside = { Parameters: { P: { Type: 'String' } }, Resources: sees({ Ref: 'P' }) };
  const missing = nestedApp({}, inside, {
    G: fn({ Environment: { Variables: { V: { 'Fn::GetAtt': ['N', 'Outputs.None'] } } } }),
  });

  expect(missing.findings.map(({ code, where }) => [code, where])).toEqual([
    ['OUTPUT_UNKNOWN', 'S/G'],
    ['PARAMETER_WITHOUT_VALUE', 'S/N/F'],
  ]);
});

test('a nested stack whose condition is false does not exist, nor does anything in it', () => {
  const sections = { Conditions: { No: { 'Fn::Equals': [1, 2] } } };
  const app = readAssembly(
    assemblyOf(
      { S: { Resources: { N: { ...NESTED, Condition: 'No' }, F: fn() }, ...sections } },
      { 'nested.json': { Resources: { F: fn() } } },
    ),
  );

  expect(app.stacks.map(({ id }) => id)).toEqual(['S']);
  expect(app.functions.map(({ address }) => address.path)).toEqual(['S/F']);
});

test('a nested stack from an address on the web is told of, and what hangs on it', () => {
  const elsewhere = {
    Type: 'AWS::CloudFormation::Stack',
    Properties: { TemplateURL: 'https://s3.amazonaws.com/b/elsewhere.template.json' },
  };
  const app = appOf({ N: elsewhere, ...sees({ 'Fn::GetAtt': ['N', 'Outputs.O'] }) });

  expect(app.unsupported.map(({ address }) => address.path)).toEqual(['S/N']);
  expect(app.findings.map(({ code, where }) => [code, where])).toEqual([
    ['NESTED_TEMPLATE_UNKNOWN', 'S/N'],
    ['NESTED_TEMPLATE_UNKNOWN', 'S/F'],
  ]);
});

test('stacks nested three deep pass values down and up', () => {
  const deep = (file: string) => ({
    Type: 'AWS::CloudFormation::Stack',
    Properties: { Parameters: { P: { Ref: 'P' } } },
    Metadata: { 'aws:asset:path': file },
  });
  const through = (file: string) => ({
    Parameters: { P: { Type: 'String', Default: 'top' } },
    Resources: { N: deep(file) },
    Outputs: { O: { Value: { 'Fn::GetAtt': ['N', 'Outputs.O'] } } },
  });
  const app = readAssembly(
    assemblyOf(
      { S: { ...through('1.json'), Resources: { N: deep('1.json'), ...sees({ 'Fn::GetAtt': ['N', 'Outputs.O'] }) } } },
      {
        '1.json': through('2.json'),
        '2.json': {
          Parameters: { P: { Type: 'String' } },
          Resources: {},
          Outputs: { O: { Value: { 'Fn::Sub': '${P} and bottom' } } },
        },
      },
    ),
  );

  expect(environmentOf(app, 'S/F')).toEqual({ V: 'top and bottom' });
  expect(app.stacks.map(({ id }) => id)).toEqual(['S', 'S/N', 'S/N/N']);
});

test('the version of an EdgeFunction in another Region is the one that its parameter holds', () => {
  const site = {
    Resources: {
      Reader: {
        Type: 'Custom::CrossRegionStringParameterReader',
        Properties: { Region: 'us-east-1', ParameterName: '/edge/fn' },
      },
      ...sees({ 'Fn::GetAtt': ['Reader', 'FunctionArn'] }),
    },
  };
  const edge = {
    Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/edge/fn', Type: 'String', Value: 'arn:1' } } },
  };
  const places = { Site: inEnvironment('aws://111122223333/eu-west-1'), Edge: inEnvironment('aws://111122223333/us-east-1') };

  expect(environmentOf(readAssembly(assemblyOf({ Site: site, Edge: edge }, {}, places)), 'Site/F')).toEqual({ V: 'arn:1' });
  const [finding] = readAssembly(assemblyOf({ Site: site }, {}, places)).findings;
  expect(finding?.message).toContain('/edge/fn');
});

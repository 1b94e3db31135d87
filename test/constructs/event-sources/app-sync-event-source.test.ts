import { type App, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AppSyncEventSource, type AppSyncEventSourceProps } from '../../../src/constructs/event-sources/app-sync-event-source';
import { sourceFile, stackIn } from '../scene';
import { permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';

const [SOURCE, RESOLVER] = ['DataSource', 'Resolver'].map((type) => `AWS::AppSync::${type}`) as [string, string];

function apiIn(stack: Stack) {
  return new appsync.GraphqlApi(stack, 'Api', {
    name: 'shop',
    definition: appsync.Definition.fromFile(sourceFile('type Query { orders: [String] ships: [String] }', 'schema.graphql')),
  });
}

const ORDERS = { typeName: 'Query', fieldName: 'orders' };

/** `Ship` answers fields of an API of the stack. */
function answering(props: AppSyncEventSourceProps = { resolvers: [ORDERS] }) {
  const scene = shipIn();
  const api = apiIn(scene.stack);
  const source = new AppSyncEventSource(api, props);
  scene.ship.addEventSource(source);
  return { ...scene, api, source };
}

/** The role that AppSync takes. */
function roleOf(stack: Stack) {
  return propertiesOf(stack, 'AWS::IAM::Role').filter((role) => JSON.stringify(role).includes('appsync.amazonaws.com'));
}

test('a function answers a field, through a role that only this API can take (APS-01, PRM-09)', () => {
  const { stack } = answering();
  const fn = { 'Fn::GetAtt': ['ShipC2EE6D16', 'Arn'] };

  expect(propertiesOf(stack, SOURCE)).toEqual([
    {
      ApiId: { 'Fn::GetAtt': ['ApiF70053CD', 'ApiId'] },
      Name: expect.stringMatching(/^LambdaForShopShip\w+$/),
      Type: 'AWS_LAMBDA',
      LambdaConfig: { LambdaFunctionArn: fn },
      ServiceRoleArn: { 'Fn::GetAtt': [expect.any(String), 'Arn'] },
    },
  ]);
  expect(propertiesOf(stack, RESOLVER)).toMatchObject([{ TypeName: 'Query', FieldName: 'orders', Kind: 'UNIT' }]);
  expect(roleOf(stack)).toEqual([
    {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'appsync.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
              ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': ['ApiF70053CD', 'Arn'] } },
            },
          },
        ],
      },
      Policies: [
        {
          PolicyName: 'Invoke',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: fn }],
          },
        },
      ],
    },
  ]);
  expect([permissionsOf(stack), statementsOf(stack)]).toEqual([[], []]);
});

test.each(['alias', 'version'] as const)('an %s is invoked as what it is (PRM-03)', (kind) => {
  const scene = shipIn();
  scene[kind].addEventSource(new AppSyncEventSource(apiIn(scene.stack)));

  const arn = scene.stack.resolve(scene[kind].functionArn);
  expect(propertiesOf(scene.stack, SOURCE)).toMatchObject([{ LambdaConfig: { LambdaFunctionArn: arn } }]);
  expect(roleOf(scene.stack)).toMatchObject([{ Policies: [{ PolicyDocument: { Statement: [{ Resource: arn }] } }] }]);
});

test('everything that is said of the data source and its resolvers is in the template', () => {
  const { stack, source } = answering({
    name: 'Ships',
    description: 'of the harbour',
    resolvers: [
      { ...ORDERS, maxBatchSize: 2000, requestMappingTemplate: appsync.MappingTemplate.lambdaRequest() },
      { typeName: 'Query', fieldName: 'ships' },
    ],
  });
  source.dataSource.createFunction('Part', { name: 'part' });

  expect(propertiesOf(stack, SOURCE)).toMatchObject([{ Name: 'Ships', Description: 'of the harbour' }]);
  expect(propertiesOf(stack, RESOLVER)).toMatchObject([
    { FieldName: 'orders', MaxBatchSize: 2000, RequestMappingTemplate: expect.stringContaining('Invoke') },
    { FieldName: 'ships' },
  ]);
  expect(propertiesOf(stack, 'AWS::AppSync::FunctionConfiguration')).toHaveLength(1);
});

test('a function of aws-cdk-lib, and an imported one, can answer as well', () => {
  const stack = stackIn();
  const api = apiIn(stack);
  const plain = new lambda.Function(stack, 'Plain', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => 1;'),
  });
  const functionArn = 'arn:aws:lambda:us-east-1:111111111111:function:given:live';
  plain.addEventSource(new AppSyncEventSource(api));
  lambda.Function.fromFunctionArn(stack, 'Given', functionArn).addEventSource(new AppSyncEventSource(api));

  expect(propertiesOf(stack, SOURCE)).toMatchObject([{}, { LambdaConfig: { LambdaFunctionArn: functionArn } }]);
});

test('an API of another app can be imported', () => {
  const { stack, ship } = shipIn();
  const api = appsync.GraphqlApi.fromGraphqlApiAttributes(stack, 'Api', { graphqlApiId: 'abc' });
  ship.addEventSource(new AppSyncEventSource(api, { resolvers: [ORDERS] }));

  expect(propertiesOf(stack, RESOLVER)).toMatchObject([{ ApiId: 'abc' }]);
  expect(JSON.stringify(roleOf(stack))).toContain(':apis/abc');
});

test('API and function may be in two stacks: that of the API needs the other', () => {
  const { stack, ship } = shipIn();
  const web = new Stack(stack.node.root as App, 'Web');
  ship.addEventSource(new AppSyncEventSource(apiIn(web), { resolvers: [ORDERS] }));
  (stack.node.root as App).synth();

  expect([stack.dependencies, web.dependencies]).toEqual([[], [stack]]);
});

test('data source, role and resolver keep their ids whatever else is added', () => {
  const idsOf = (...sources: AppSyncEventSourceProps[]) => {
    const { stack, ship } = shipIn();
    const api = apiIn(stack);
    for (const props of sources) ship.addEventSource(new AppSyncEventSource(api, props));
    const { template } = (stack.node.root as App).synth().getStackByName('Shop');
    return Object.keys((template as { Resources: object }).Resources);
  };
  const other = { name: 'Other', resolvers: [{ typeName: 'Query', fieldName: 'ships' }] };

  expect(idsOf(other, { resolvers: [ORDERS] })).toEqual(expect.arrayContaining(idsOf({ resolvers: [ORDERS] })));
});

test.each([
  0,
  2000,
  Token.asNumber(Lazy.any({ produce: () => 9999 })),
])('a batch may have %p sources (APS-03)', (maxBatchSize) => {
  expect(() => answering({ resolvers: [{ ...ORDERS, maxBatchSize }] })).not.toThrow();
});

test.each([-1, 2001, 1.5])('fails when a batch is to have %p sources (APS-03, VAL-29)', (maxBatchSize) => {
  expect(() => answering({ resolvers: [{ ...ORDERS, maxBatchSize }] })).toThrow(
    new RegExp(`maxBatchSize of Query.orders must be a whole number of sources from 0 to 2000, but is ${maxBatchSize}`),
  );
});

test('fails when a field is answered already, and when a function is a data source twice without a name', () => {
  const { ship, alias, api, source } = answering();
  expect(() => alias.addEventSource(new AppSyncEventSource(api, { resolvers: [ORDERS] }))).toThrow(
    /Query.orders of Shop\/Api is answered already[^]*ROUTE_TAKEN/,
  );
  expect(() => ship.addEventSource(new AppSyncEventSource(api))).toThrow(/data source of Shop\/Api[^]*DATA_SOURCE_TWICE/);
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
  expect(() => new AppSyncEventSource(api).dataSource).toThrow(/dataSource is there when[^]*SOURCE_NOT_BOUND/);
});

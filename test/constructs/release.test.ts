import { App, CfnOutput, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { FunctionAlias, Release, type ReleaseProps, type Traffic } from 'cdk-lambda-kit';
import { stackIn, temporaryFolder } from './scene';

/** What a deployment is made of; `code` stands for all that can change in a function. */
interface Deployment {
  readonly code?: string;
  readonly record?: string;
  readonly traffic?: (release: Release) => Traffic;
  readonly props?: Partial<lambda.FunctionProps>;
  readonly release?: Partial<ReleaseProps>;
  readonly stack?: Stack;
}

function releaseOf({ code = 'one', record, props, release, stack = stackIn() }: Deployment): Release {
  const orders = new lambda.Function(stack, 'Orders', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(`// ${code}`),
    ...props,
  });
  return new Release(stack, 'Release', { function: orders, record, ...release });
}

/** What is in the template of a deployment. */
function deploy(deployment: Deployment) {
  const release = releaseOf(deployment);
  const stack = Stack.of(release);
  const { traffic = (of: Release) => of.promote() } = deployment;
  new FunctionAlias(stack, 'Live', { aliasName: 'live', traffic: traffic(release) });
  new CfnOutput(stack, 'Record', { value: release.record });

  const template = Template.fromStack(stack);
  const versions = template.findResources('AWS::Lambda::Version');
  const alias = Object.values(template.findResources('AWS::Lambda::Alias'))[0]?.Properties;
  return {
    record: template.findOutputs('Record').Record?.Value as string,
    versions,
    ids: Object.keys(versions),
    main: alias.FunctionVersion['Fn::GetAtt'][0] as string,
    second: alias.RoutingConfig?.AdditionalVersionWeights,
    publishes: release.publishes(),
  };
}

const split = (release: Release) => release.split(0.1);
const withdraw = (release: Release) => release.withdraw();
const idOf = (record: string) => record.split(':')[0] as string;

test('the first deployment gives its only version everything, whatever is asked for', () => {
  for (const traffic of [split, withdraw, (release: Release) => release.promote()]) {
    const first = deploy({ traffic });

    expect(first.ids).toEqual([first.main]);
    expect(first.second).toBeUndefined();
    expect(idOf(first.record)).toBe(first.main);
    expect(first.publishes).toBe(true);
  }
});

test('a change is published beside the live version and gets its share', () => {
  const first = deploy({});
  const second = deploy({ code: 'two', record: first.record, traffic: split });

  const published = second.ids.find((id) => id !== first.main);
  expect(second.ids).toHaveLength(2);
  expect(second.main).toBe(first.main);
  expect(second.second).toEqual([{ FunctionVersion: { 'Fn::GetAtt': [published, 'Version'] }, FunctionWeight: 0.1 }]);
  expect(second.publishes).toBe(true);
  expect(second.record).toBe(first.record);
});

test.each([false, true])('the live version is in the next template as it was, with paths in the metadata: %p', (withPaths) => {
  const app = () => new App({ outdir: temporaryFolder(), context: { 'aws:cdk:enable-path-metadata': withPaths } });
  const first = deploy({ stack: stackIn({}, app()) });
  const second = deploy({ code: 'two', record: first.record, traffic: split, stack: stackIn({}, app()) });

  expect(second.versions[first.main]).toEqual(first.versions[first.main]);
  expect(second.versions[second.ids.find((id) => id !== first.main) ?? '']).toMatchObject({ DependsOn: [first.main] });
});

test('nothing is published without a change', () => {
  const first = deploy({});
  const again = deploy({ record: first.record, traffic: split });

  expect(again).toMatchObject({ ids: first.ids, main: first.main, second: undefined, publishes: false, record: first.record });
});

test('a change that is made after the release counts', () => {
  const { record } = deploy({});
  const release = releaseOf({ record });
  expect(release.publishes()).toBe(false);

  (release.node.scope?.node.findChild('Orders') as lambda.Function).addEnvironment('RATE', '2');
  expect(release.publishes()).toBe(true);
});

test('the new version becomes the live one, and the one before is kept', () => {
  const first = deploy({});
  const canary = deploy({ code: 'two', record: first.record, traffic: split });
  const promoted = deploy({ code: 'two', record: canary.record });

  expect(promoted.main).not.toBe(first.main);
  expect(promoted.second).toBeUndefined();
  expect(promoted.ids.sort()).toEqual(canary.ids.sort());
  expect(promoted.record.split(',').map(idOf)).toEqual([promoted.main, first.main]);
});

test('another change replaces the canary', () => {
  const first = deploy({});
  const canary = deploy({ code: 'two', record: first.record, traffic: split });
  const next = deploy({ code: 'three', record: canary.record, traffic: split });

  expect(next.main).toBe(first.main);
  expect(next.ids.filter((id) => canary.ids.includes(id))).toEqual([first.main]);
});

test('everything is taken from the new version', () => {
  const first = deploy({});
  const withdrawn = deploy({ code: 'two', record: first.record, traffic: withdraw });

  expect(withdrawn).toMatchObject({ main: first.main, second: undefined, record: first.record });
  expect(withdrawn.ids).toHaveLength(2);
});

test('a function that becomes again what it was uses the kept version', () => {
  const first = deploy({});
  const second = deploy({ code: 'two', record: first.record });
  const reverted = deploy({ code: 'one', record: second.record });

  expect(reverted).toMatchObject({ main: first.main, publishes: false });
  expect(reverted.record.split(',').map(idOf)).toEqual([first.main, second.main]);
});

/** The record after so many changes, each live for a while. */
function afterChanges(count: number, keep: number): { readonly kept: number; readonly recorded: number } {
  let record: string | undefined;
  let ids: string[] = [];
  for (let change = 0; change < count; change++) {
    const deployed = deploy({ code: `change ${change}`, record, release: { keep } });
    ({ record, ids } = deployed);
  }
  return { kept: ids.length, recorded: record?.split(',').length ?? 0 };
}

test.each([
  [0, { kept: 2, recorded: 1 }],
  [1, { kept: 3, recorded: 2 }],
  [3, { kept: 5, recorded: 4 }],
])('VER-10: with keep %p, versions leave the stack one deployment after they are no longer kept', (keep, expected) => {
  expect(afterChanges(6, keep)).toEqual(expected);
});

test.each([0, 50])('keep may be %p', (keep) => {
  expect(() => releaseOf({ release: { keep } })).not.toThrow();
});

test.each([-1, 51, 1.5])('fails when keep is %p', (keep) => {
  expect(() => releaseOf({ release: { keep } })).toThrow(
    /Shop\/Release: keep must be a whole number of versions from 0 to 50, but is/,
  );
});

test('versions that leave the stack can stay in Lambda', () => {
  const release = { removalPolicy: RemovalPolicy.RETAIN };
  const first = deploy({ release });
  const second = deploy({ code: 'two', record: first.record, release });

  expect(Object.values(second.versions).map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain', 'Retain']);
});

test('other aliases name the live version and those before it', () => {
  const { record } = deploy({ code: 'two', record: deploy({}).record });
  const release = releaseOf({ code: 'three', record });

  expect(release.earlier).toHaveLength(1);
  expect(release.live.lambda).toBe(release.current.lambda);
});

const lockedOut: [string, lambda.VersionOptions][] = [
  ['description', { description: 'of today' }],
  ['codeSha256', { codeSha256: 'abc' }],
  ['provisionedConcurrencyConfig', { provisionedConcurrentExecutions: 1 }],
];

test.each(
  lockedOut,
)('fails when a version has a %s, which could not be changed later (VER-07)', (name, currentVersionOptions) => {
  expect(() => deploy({ props: { currentVersionOptions } })).toThrow(
    new RegExp(
      `Shop/Orders/CurrentVersion: currentVersionOptions must not set ${name}.*\\n.*published version cannot be changed`,
    ),
  );
});

test('fails when a frozen release would publish a version (VER-07)', () => {
  const { record } = deploy({});
  const frozen = { frozen: true };

  expect(() => deploy({ release: frozen })).not.toThrow();
  expect(() => deploy({ record, release: frozen })).not.toThrow();
  expect(() => deploy({ code: 'two', record, release: frozen })).toThrow(
    /Shop\/Release: Shop\/Orders must be as it was when OrdersCurrentVersion\w+ was published.*\n.*\[VERSION_IMMUTABLE\]/,
  );
});

const another = (stack: Stack) => ({
  role: new iam.Role(stack, 'Another', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
});
const deadLetters = (stack: Stack) => ({ deadLetterQueue: new sqs.Queue(stack, 'Failed') });

test.each<[string, (stack: Stack) => Partial<lambda.FunctionProps>]>([
  ['execution role', another],
  ['dead-letter configuration', deadLetters],
])('fails when the live version has another %s than the one beside it (ALS-05)', (what, propsIn) => {
  const { record } = deploy({});
  const changed = (traffic?: (release: Release) => Traffic) => {
    const stack = stackIn();
    return deploy({ code: 'two', record, traffic, props: propsIn(stack), stack });
  };

  expect(() => changed(split)).toThrow(
    new RegExp(`Shop/Release: the current version must have the ${what} of the live one.*\\n.*VERSIONS_UNLIKE`),
  );
  expect(() => changed()).not.toThrow();
  expect(() => changed(withdraw)).not.toThrow();
});

test.each<[string, Partial<lambda.FunctionProps>]>([
  ['name', { functionName: 'orders' }],
  ['tenancy', { tenancyConfig: lambda.TenancyConfig.PER_TENANT }],
])('fails when the function gets another %s, and with it versions that begin anew (VER-01)', (_, props) => {
  const { record } = deploy({});

  expect(() => deploy({ record, props })).toThrow(/Shop\/Release: record must be of Shop\/Orders as it is.*\n.*RELEASE_OF_OTHER/);
});

const ENTRY = 'OrdersCurrentVersion1:00000000:11111111:22222222';

test.each(['', ENTRY, `${ENTRY},Other2:00000000:11111111:22222222`])("'%s' is a record", (record) => {
  expect(() => releaseOf({ record })).not.toThrow();
});

test.each([
  'Orders',
  `${ENTRY},`,
  `${ENTRY}:3`,
  ENTRY.replace('1:', '-1:'),
  ENTRY.replace('2222', 'wxyz'),
  `${ENTRY},${ENTRY}`,
  Token.asString({ Ref: 'Record' }),
])("fails when '%s' is handed in as a record", (record) => {
  expect(() => releaseOf({ record })).toThrow(/^Shop\/Release: record must .*\n.*\[RELEASE_RECORD_INVALID\]$/);
});

test('fails when a function has two releases', () => {
  const release = releaseOf({});

  expect(() => new Release(Stack.of(release), 'Again', { function: release.current.lambda as lambda.Function })).toThrow(
    /Shop\/Again: Shop\/Orders must have one release, but has another\.\n.*RELEASE_TWICE/,
  );
});

test('fails when a release is decided twice', () => {
  const release = releaseOf({});
  release.split(0.1);

  expect(() => release.promote()).toThrow(/there are split and promote\.\n.*RELEASE_DECIDED_TWICE/);
});

test.each([-0.1, 1.1])('fails when a release gives its version the share %p (ALS-04)', (weight) => {
  const { record } = deploy({});

  expect(() => deploy({ code: 'two', record, traffic: (release) => release.split(weight) })).toThrow(/the weight of traffic/);
});

test('fails when layers of the app would change without a version, until the CDK is told to count them', () => {
  const layered = (context: Record<string, unknown>) => {
    const stack = stackIn(context);
    const layer = new lambda.LayerVersion(stack, 'Layer', { code: lambda.Code.fromAsset(temporaryFolder()) });
    return () => deploy({ props: { layers: [layer] }, stack });
  };

  expect(layered({ '@aws-cdk/aws-lambda:recognizeLayerVersion': true })).not.toThrow();
  expect(layered({})).toThrow(/Shop\/Orders: a change in a layer must publish a version.*\n.*VERSION_MISSES_LAYERS/);
});

test('a layer that is known by its ARN counts anyhow', () => {
  const stack = stackIn();
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:layer:tools:3';
  const layers = [lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', arn)];

  expect(() => deploy({ props: { layers }, stack })).not.toThrow();
});

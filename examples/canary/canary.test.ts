import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LocalExecutor } from 'cdk-lambda-kit/local';
import { snapshotSerializer } from 'cdk-lambda-kit/testing';
import { app } from './app';
import live from './live.json';
import { PricesStack } from './prices-stack';

expect.addSnapshotSerializer(snapshotSerializer);

const open: LocalExecutor[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((executor) => executor.stop()));
});

/** One deployment of the stack, told what the one before has put out. */
function deployment(share: number, record?: string) {
  const stack = new PricesStack(new App(), 'Canary', { share, record });
  const template = Template.fromStack(stack);
  const { Properties: alias } = Object.values(template.findResources('AWS::Lambda::Alias'))[0]!;
  return {
    record: template.findOutputs('PricesRecord').PricesRecord?.Value as string,
    versions: Object.keys(template.findResources('AWS::Lambda::Version')),
    main: alias.FunctionVersion['Fn::GetAtt'][0] as string,
    weights: alias.RoutingConfig?.AdditionalVersionWeights,
  };
}

/** Calls the alias, and counts the calls by the version that ran. */
async function callsByVersion(calls: number): Promise<Record<string, number>> {
  const executor = await LocalExecutor.start({ app, clock: 'virtual', seed: 'canary' });
  open.push(executor);
  const prices = executor.function('Canary/Prices');
  const counts: Record<string, number> = {};
  for (let call = 0; call < calls; call++) {
    const { payload, executedVersion = '' } = await prices.invoke({ net: 100 }, { qualifier: 'live' });
    expect(payload).toEqual({ gross: 120 });
    counts[executedVersion] = (counts[executedVersion] ?? 0) + 1;
  }
  return counts;
}

/** What live.json says; the prices had another rate then. */
const recorded = live.Canary.PricesRecord;
const recordedVersion = recorded.split(':')[0];

test('the first deployment has one version, which gets everything whatever its share', () => {
  const first = deployment(0.1);

  expect(first).toEqual({
    record: expect.any(String),
    versions: [first.main],
    main: expect.stringMatching(/^PricesCurrentVersion/),
    weights: undefined,
  });
});

test('a tenth goes to the version that is published, and the one that was live stays live', () => {
  const canary = deployment(0.1, recorded);

  const published = canary.versions.find((version) => version !== recordedVersion);
  expect(canary.main).toBe(recordedVersion);
  expect(canary.weights).toEqual([{ FunctionVersion: { 'Fn::GetAtt': [published, 'Version'] }, FunctionWeight: 0.1 }]);
  expect(canary.record).toBe(recorded);
});

test('the new version becomes the live one, and the old one is kept', () => {
  const canary = deployment(0.1, recorded);
  const promoted = deployment(1, canary.record);

  expect(promoted.versions.sort()).toEqual(canary.versions.sort());
  expect(promoted.main).not.toBe(canary.main);
  expect(promoted.weights).toBeUndefined();
  expect(deployment(0.1, promoted.record)).toMatchObject({ main: promoted.main, weights: undefined });
});

test('everything is taken from the new version again', () => {
  const withdrawn = deployment(0, deployment(0.5, recorded).record);

  expect(withdrawn).toMatchObject({ main: recordedVersion, weights: undefined, record: recorded });
});

test('about a tenth of two hundred calls reach the new version, the same in every run', async () => {
  const counts = await callsByVersion(200);

  expect(Object.keys(counts)).toEqual(['1', '2']);
  expect(counts[1]! + counts[2]!).toBe(200);
  expect(counts[2]).toBeGreaterThan(8);
  expect(counts[2]).toBeLessThan(32);
  expect(await callsByVersion(200)).toEqual(counts);
});

test('the template stays as it is when only code changes', () => {
  expect(Template.fromStack(app.node.findChild('Canary') as Stack).toJSON()).toMatchSnapshot();
});

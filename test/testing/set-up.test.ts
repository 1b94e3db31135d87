import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { NodeFunction } from 'cdk-lambda-kit';
import { setUpConstructTests, withBundling } from 'cdk-lambda-kit/testing';
import { sourceFile, temporaryFolder } from '../constructs/scene';

// The suite has a cache of its own in there.
delete process.env.CDK_CONTEXT_JSON;
const before = { ...process.env };
afterEach(() => {
  for (const name of ['CDK_VALIDATION', 'CDK_CONTEXT_JSON']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});

const broken = () => sourceFile('export const handler = ;');
const shop = () => new Stack(new App({ outdir: temporaryFolder() }), 'Shop');

test('validation is off, unless it is asked for or someone has decided already', () => {
  delete process.env.CDK_VALIDATION;
  setUpConstructTests();
  expect(process.env.CDK_VALIDATION).toBe('false');

  setUpConstructTests({ validation: true });
  expect(process.env.CDK_VALIDATION).toBe('false');

  delete process.env.CDK_VALIDATION;
  setUpConstructTests({ validation: true });
  expect(process.env.CDK_VALIDATION).toBe('true');
});

test('code is bundled, until one says otherwise', () => {
  setUpConstructTests();
  const bundled = shop();
  new NodeFunction(bundled, 'Greeter', { entry: broken() });
  expect(() => Template.fromStack(bundled)).toThrow(/BUNDLING_FAILED/);

  setUpConstructTests({ bundling: false });
  const stack = shop();
  new NodeFunction(stack, 'Greeter', { entry: broken() });
  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 1);
});

test('other context stays', () => {
  process.env.CDK_CONTEXT_JSON = JSON.stringify({ stage: 'test' });
  setUpConstructTests({ bundling: false });

  expect(shop().node.tryGetContext('stage')).toBe('test');
});

test('one function is bundled all the same', () => {
  setUpConstructTests({ bundling: false });
  const stack = shop();
  const create = (id: string) => new NodeFunction(stack, id, { entry: broken() });

  withBundling(stack, () => create('Bundled'));
  create('Plain');

  expect(() => Template.fromStack(stack)).toThrow(/\[Shop\/Bundled\](?!.*\[Shop\/Plain\]).*BUNDLING_FAILED/s);
});

import { App, Lazy, Stack } from 'aws-cdk-lib';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  CodePipelineEventSource,
  type CodePipelineEventSourceProps,
} from '../../../src/constructs/event-sources/code-pipeline-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { IMPORTED_ARN, importedIn, TARGETS } from './targets';

type Options = Partial<CodePipelineEventSourceProps>;
const RESULTS = ['codepipeline:PutJobSuccessResult', 'codepipeline:PutJobFailureResult'];

/** A pipeline that fetches code and then takes the action. */
function pipeline(stack: Stack, source: CodePipelineEventSource, output = new codepipeline.Artifact('Code')): void {
  const bucket = new s3.Bucket(stack, 'Sources', { versioned: true });
  const fetch = new actions.S3SourceAction({
    actionName: 'Fetch',
    bucket,
    bucketKey: 'code.zip',
    output,
    trigger: actions.S3Trigger.NONE,
  });
  new codepipeline.Pipeline(stack, 'Pipeline', {
    stages: [
      { stageName: 'Fetch', actions: [fetch] },
      { stageName: 'Ship', actions: [source.action] },
    ],
  });
}

function shipping(options: Options = {}) {
  const scene = shipIn();
  const source = new CodePipelineEventSource({ actionName: 'Ship', ...options });
  scene.ship.addEventSource(source);
  return { ...scene, source };
}

function actionOf(stack: Stack): unknown {
  const [{ Stages: stages } = {}] = propertiesOf(stack, 'AWS::CodePipeline::Pipeline') as { Stages?: { Actions: unknown[] }[] }[];
  return stages?.[1]?.Actions[0];
}

function statementsAbout(stack: Stack, action: string): unknown[] {
  return statementsOf(stack).filter(({ Action }) => JSON.stringify(Action).includes(action));
}

test('an action invokes the function, which may put the result of the job (CPL-01)', () => {
  const { stack, ship, source } = shipping({ userParameters: { stage: 'live' } });
  pipeline(stack, source);

  expect(actionOf(stack)).toMatchObject({
    Name: 'Ship',
    ActionTypeId: { Category: 'Invoke', Owner: 'AWS', Provider: 'Lambda', Version: '1' },
    Configuration: { FunctionName: names(stack, ship).ref, UserParameters: '{"stage":"live"}' },
  });
  expect(statementsAbout(stack, 'lambda:')).toEqual([
    { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: names(stack, ship).arn },
    { Effect: 'Allow', Action: 'lambda:ListFunctions', Resource: '*' },
  ]);
  expect(statementsAbout(stack, 'codepipeline:')).toEqual([{ Effect: 'Allow', Action: RESULTS, Resource: '*' }]);
  expect(permissionsOf(stack)).toEqual([]);
});

test.each([
  'alias',
  'version',
  'function of aws-cdk-lib',
] as const)('the role of the action may invoke exactly the %s (PRM-03)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  const source = new CodePipelineEventSource({ actionName: 'Ship' });
  target.addEventSource(source);
  pipeline(stack, source);

  expect(statementsAbout(stack, 'lambda:Invoke')).toMatchObject([{ Resource: stack.resolve(target.functionArn) as unknown }]);
  expect(actionOf(stack)).toMatchObject({ Configuration: { FunctionName: stack.resolve(target.functionName) as unknown } });
});

test('an imported alias is invoked as what it is', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = new Stack(app, 'Shop', { env: { account: '111111111111', region: 'us-east-1' } });
  const source = new CodePipelineEventSource({ actionName: 'Ship', roleHasPermissions: true });
  source.bind(lambda.Function.fromFunctionArn(stack, 'Imported', `${IMPORTED_ARN}:live`));
  pipeline(stack, source);

  expect(actionOf(stack)).toMatchObject({ Configuration: { FunctionName: 'elsewhere:live' } });
  expect(statementsAbout(stack, 'lambda:Invoke')).toMatchObject([{ Resource: `${IMPORTED_ARN}:live` }]);
});

test('an action reads and writes artifacts, and gives variables', () => {
  const code = new codepipeline.Artifact('Code');
  const { stack, source } = shipping({ inputs: [code], outputs: [new codepipeline.Artifact('Receipt')] });
  const next = new CodePipelineEventSource({
    actionName: 'Next',
    userParametersString: source.action.variable('id'),
    runOrder: 2,
  });
  expect(next).toBeDefined();
  pipeline(stack, source, code);

  expect(actionOf(stack)).toMatchObject({
    InputArtifacts: [{ Name: 'Code' }],
    OutputArtifacts: [{ Name: 'Receipt' }],
    Namespace: 'Ship_Ship_NS',
  });
  expect(statementsAbout(stack, 's3:').length).toBeGreaterThan(1);
});

test('pipeline and function may be in two stacks', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = stackIn({}, app);
  const pipelines = new Stack(app, 'Pipelines');
  const source = new CodePipelineEventSource({ actionName: 'Ship' });
  shipIn(stack).alias.addEventSource(source);
  pipeline(pipelines, source);

  expect(() => app.synth()).not.toThrow();
  expect([stack.dependencies, pipelines.dependencies]).toEqual([[], [stack]]);
});

const artifacts = (count: number) => Array.from({ length: count }, (_, index) => new codepipeline.Artifact(`A${index}`));

test.each([
  { inputs: artifacts(5), outputs: [] },
  { outputs: artifacts(5) },
  { userParametersString: 'x'.repeat(1000) },
  { userParametersString: Lazy.string({ produce: () => 'x'.repeat(1001) }) },
  { userParameters: { a: 'x'.repeat(992) } },
  { userParameters: { a: Lazy.string({ produce: () => 'x'.repeat(1001) }) } },
] as Options[])('an action may have %j', (options) => {
  expect(() => shipping(options)).not.toThrow();
});

test.each([
  [{ inputs: artifacts(6) }, /inputs must be a whole number of artifacts from 0 to 5, but is 6/],
  [{ outputs: artifacts(6) }, /outputs .* but is 6/],
  [{ userParametersString: 'x'.repeat(1001) }, /userParametersString must have from 0 to 1000 characters/],
  [{ userParameters: { a: 'x'.repeat(993) } }, /userParameters must have .* with 1001 characters/],
  [{ userParameters: {}, userParametersString: '' }, /PARAMETERS_TWICE/],
] as [Options, RegExp][])('fails when an action is to have %j (CPL-01)', (options, problem) => {
  expect(() => shipping(options)).toThrow(problem);
});

test('fails when the role of the function cannot be changed, unless it may put results already', () => {
  const imported = importedIn(stackIn());
  expect(() => new CodePipelineEventSource({ actionName: 'Ship' }).bind(imported)).toThrow(
    /must allow codepipeline:PutJobSuccessResult, codepipeline:PutJobFailureResult on \*[^]*SOURCE_ROLE_UNCHANGEABLE/,
  );
  const allowed = new CodePipelineEventSource({ actionName: 'Ship', roleHasPermissions: true });
  expect(() => allowed.bind(imported)).not.toThrow();
});

test('fails when the action is asked for too early, or made for two functions', () => {
  const { ship, alias } = shipIn();
  const source = new CodePipelineEventSource({ actionName: 'Ship' });
  expect(() => source.action).toThrow(/SOURCE_NOT_BOUND/);
  ship.addEventSource(source);
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
});

import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvocationType } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import {
  StepFunctionsEventSource,
  type StepFunctionsEventSourceProps,
} from '../../../src/constructs/event-sources/step-functions-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { plainIn, TARGET_KINDS, TARGETS, warningsIn } from './targets';

/** The state `Shipping` of a machine `Order`, as the template has it. */
function stateOf(stack: Stack): Record<string, unknown> {
  const [machine] = propertiesOf(stack, 'AWS::StepFunctions::StateMachine');
  // What is known at deployment only stands as a number.
  const { DefinitionString: definition } = machine as { DefinitionString: { 'Fn::Join': [string, unknown[]] } | string };
  const text =
    typeof definition === 'string'
      ? definition
      : definition['Fn::Join'][1].map((p) => (typeof p === 'string' ? p : '…')).join('');
  return (JSON.parse(text) as { States: Record<string, Record<string, unknown>> }).States.Shipping ?? {};
}

function machine(stack: Stack, source: StepFunctionsEventSource) {
  return new sfn.StateMachine(stack, 'Order', { definitionBody: sfn.DefinitionBody.fromChainable(source.task) });
}

function shipping(props: StepFunctionsEventSourceProps = {}, options = {}) {
  const scene = shipIn(stackIn(), options);
  const source = new StepFunctionsEventSource(scene.stack, 'Shipping', props);
  scene.ship.addEventSource(source);
  machine(scene.stack, source);
  return { ...scene, source };
}

const RETRY = {
  ErrorEquals: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
  ],
  IntervalSeconds: 2,
  MaxAttempts: 6,
  BackoffRate: 2,
};

test('a task invokes the function, and tries again when Lambda fails or throttles (SFN-01, SFN-04)', () => {
  const { stack, ship } = shipping();

  expect(stateOf(stack)).toEqual({
    End: true,
    Type: 'Task',
    Resource: 'arn:…:states:::lambda:invoke',
    Parameters: { FunctionName: '…', 'Payload.$': '$' },
    Retry: [RETRY],
  });
  expect(statementsOf(stack)).toEqual([{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: names(stack, ship).arn }]);
  expect(permissionsOf(stack)).toEqual([]);
});

test.each(TARGET_KINDS)('the role of the state machine may invoke exactly the %s (PRM-03)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  const source = new StepFunctionsEventSource(stack, 'Shipping');
  source.bind(target);
  machine(stack, source);

  expect(statementsOf(stack)).toEqual([
    { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: stack.resolve(target.functionArn) as unknown },
  ]);
});

test('a task can go on as soon as Lambda has the event', () => {
  const { stack } = shipping({ invocationType: LambdaInvocationType.EVENT });
  expect(stateOf(stack)).toMatchObject({ Parameters: { InvocationType: 'Event' } });
});

test('a task can wait until somebody sends its token', () => {
  const payload = sfn.TaskInput.fromObject({ token: sfn.JsonPath.taskToken });
  const { stack } = shipping({ integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN, payload });

  expect(stateOf(stack)).toMatchObject({
    Resource: 'arn:…:states:::lambda:invoke.waitForTaskToken',
    Parameters: { Payload: { 'token.$': '$$.Task.Token' } },
  });
});

test('a task in JSONata can wait as well', () => {
  const payload = sfn.TaskInput.fromObject({ token: '{% $states.context.Task.Token %}' });
  const integrationPattern = sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN;
  const { stack } = shipping({ queryLanguage: sfn.QueryLanguage.JSONATA, integrationPattern, payload });

  expect(stateOf(stack)).toMatchObject({ Arguments: { Payload: { token: '{% $states.context.Task.Token %}' } } });
});

test('a task can give nothing but what the function returned, and try nothing again', () => {
  const { stack } = shipping({ payloadResponseOnly: true, retryOnServiceExceptions: false, resultPath: '$.shipped' });
  expect(stateOf(stack)).toEqual({ End: true, Type: 'Task', Resource: '…', ResultPath: '$.shipped' });
});

test('state machine and function may be in two stacks', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = stackIn({}, app);
  const { alias } = shipIn(stack);
  const flows = new Stack(app, 'Flows');
  const source = new StepFunctionsEventSource(flows, 'Shipping');
  alias.addEventSource(source);
  machine(flows, source);

  expect(() => app.synth()).not.toThrow();
  expect([stack.dependencies, flows.dependencies]).toEqual([[], [stack]]);
});

test('the state machine keeps its names whatever other tasks there are', () => {
  const ids = (others: readonly string[]) => {
    const stack = stackIn();
    const target = plainIn(stack);
    for (const id of others) target.addEventSource(new StepFunctionsEventSource(stack, id));
    const source = new StepFunctionsEventSource(stack, 'Shipping');
    target.addEventSource(source);
    machine(stack, source);
    return Object.keys(Template.fromStack(stack).toJSON().Resources as object);
  };
  expect(ids(['Paying'])).toEqual(ids([]));
});

test('a task that gives up before the function does is warned of', () => {
  const warned = (seconds: number, props: StepFunctionsEventSourceProps = {}) => {
    const taskTimeout = sfn.Timeout.duration(Duration.seconds(seconds));
    return warningsIn(shipping({ taskTimeout, ...props }, { timeout: Duration.seconds(60) }).stack, 'waits 59 s for its answer');
  };

  expect([warned(59), warned(60), warned(59, { invocationType: LambdaInvocationType.EVENT })]).toEqual([1, 0, 0]);
});

test.each([
  [{ integrationPattern: sfn.IntegrationPattern.RUN_JOB }, /integrationPattern must not be RUN_JOB[^]*TASK_PATTERN/],
  [{ integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN }, /TASK_TOKEN_MISSING/],
  [
    { integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN, payload: sfn.TaskInput.fromText('no') },
    /Shop\/Shipping: payload must have the token/,
  ],
  [
    { payloadResponseOnly: true, invocationType: LambdaInvocationType.EVENT, clientContext: 'e30=' },
    /payloadResponseOnly excludes invocationType, clientContext[^]*TASK_PAYLOAD_ONLY/,
  ],
] as [StepFunctionsEventSourceProps, RegExp][])('fails when a task is to have %j', (props, problem) => {
  expect(() => shipping(props)).toThrow(problem);
});

test('fails when the task is asked for too early, or made for two functions', () => {
  const { stack, ship } = shipIn();
  const source = new StepFunctionsEventSource(stack, 'Shipping');
  expect(() => source.task).toThrow(/SOURCE_NOT_BOUND/);
  ship.addEventSource(source);
  expect(() => plainIn(stack).addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
});

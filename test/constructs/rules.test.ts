import { Annotations, App, CfnResource, Duration, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { readInventory } from '../../src/assembly/read-assembly';
import { SqsEventSource as OwnSqsEventSource } from '../../src/constructs/event-sources/sqs-event-source';
import { Rules } from '../../src/constructs/rules';
import { checkRules } from '../../src/rules/check-rules';
import { temporaryFolder } from './scene';

let printed: string;
beforeEach(() => {
  printed = '';
  jest.spyOn(console, 'error').mockImplementation((...parts) => {
    printed += `${parts.join(' ')}\n`;
  });
});
afterEach(() => jest.restoreAllMocks());

/** An app of plain aws-cdk-lib: a function that may run for 50 s reads a queue that hides its messages for `seconds`. */
function appHiding(seconds: number) {
  const app = new App({ outdir: temporaryFolder(), context: { 'cdk-lambda-kit:today': '2026-11-20' } });
  const stack = new Stack(app, 'Orders');
  return { app, stack, ...queueIn(stack, seconds) };
}

function queueIn(stack: Stack, seconds: number) {
  const fn = new lambda.Function(stack, 'Ship', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => 1;'),
    timeout: Duration.seconds(50),
  });
  const queue = new sqs.Queue(stack, 'Queue', {
    visibilityTimeout: Duration.seconds(seconds),
    deadLetterQueue: { queue: new sqs.Queue(stack, 'Dead'), maxReceiveCount: 5 },
  });
  fn.addAlias('live').addEventSource(new SqsEventSource(queue));
  return { fn, queue };
}

/** What the synthesis says, or throws. */
function synthesized(app: App): string {
  try {
    app.synth();
    return printed;
  } catch (error) {
    return String(error);
  }
}

test('one line judges an app of plain aws-cdk-lib, and an error ends the synthesis', () => {
  const { app } = appHiding(10);
  Rules.validate(app);

  expect(() => app.synth()).toThrow(
    /rules\.test\.ts:\d+:\d+[^]*ERROR Messages are hidden for 10 s, but Orders\/Ship may run for 50 s\.[^]*Orders\/Queue\/Resource[^]*Suggested fix: Raise the visibility timeout[^]*rules\.md#sqs-06[^]*Acknowledge with 'cdk-lambda-kit::SQS-06'/,
  );
});

test('a warning is told, and the synthesis goes on', () => {
  const { app } = appHiding(100);
  Rules.validate(app);

  expect(synthesized(app)).toMatch(/WARNING Messages are hidden for 100 s[^]*cdk-lambda-kit::SQS-06-margin/);
});

test('an app without a finding is silent, and so is one that is not judged', () => {
  const { app } = appHiding(300);
  Rules.validate(app);
  expect(synthesized(app)).toBe('');
  expect(synthesized(appHiding(10).app)).toBe('');
});

test('judging an app twice says everything once', () => {
  const { app } = appHiding(100);
  Rules.validate(app);
  Rules.validate(app);

  expect(synthesized(app).match(/WARNING/g)).toHaveLength(1);
});

test.each([
  ['on the construct', ({ queue }: ReturnType<typeof appHiding>) => Rules.acknowledge(queue, 'SQS-06', 'drained by hand')],
  ['on the stack', ({ stack }) => Rules.acknowledge(stack, 'cdk-lambda-kit::SQS-06', 'drained by hand')],
  ['on the app', ({ app }) => Rules.acknowledge(app, 'SQS-06', 'drained by hand')],
  [
    'in the way of the CDK',
    ({ queue }) => Validations.of(queue).acknowledge({ id: 'cdk-lambda-kit::SQS-06', reason: 'drained by hand' }),
  ],
] as [
  string,
  (scene: ReturnType<typeof appHiding>) => void,
][])('a rule that is acknowledged %s is counted and not reported, in the app and in its assembly', (_where, acknowledge) => {
  const scene = appHiding(10);
  Rules.validate(scene.app);
  acknowledge(scene);

  expect(synthesized(scene.app)).not.toContain('Messages are hidden');
  const { violations, acknowledged } = checkRules(readInventory(scene.app.outdir), '2026-11-20');
  expect(violations.map(({ rule }) => rule.id)).toEqual([]);
  expect(acknowledged).toEqual([expect.objectContaining({ reason: 'drained by hand' })]);
});

/** A queue without a dead-letter queue, of which our event source warns at synthesis. */
function warnedQueue() {
  const scene = appHiding(300);
  const queue = new sqs.Queue(scene.stack, 'Undying', { visibilityTimeout: Duration.seconds(300) });
  scene.fn.addEventSource(new OwnSqsEventSource(queue, { reportBatchItemFailures: true }));
  Rules.validate(scene.app);
  return { app: scene.app, queue };
}

const warnings = ({ node }: sqs.Queue) => node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => data);

const WARNED = 'cdk-lambda-kit:QUEUE_WITHOUT_DEAD_LETTERS';

test('a warning of our constructs is told once at synthesis, and again of the assembly', () => {
  const { app, queue } = warnedQueue();

  expect(synthesized(app)).toBe('');
  expect(warnings(queue)).toEqual([expect.stringContaining(WARNED)]);
  const { violations } = checkRules(readInventory(app.outdir), '2026-11-20', { besideWarnings: false });
  expect(violations.map(({ rule, address }) => [rule.id, address.path])).toEqual([['SQS-07', 'Orders/Undying']]);
});

test.each([
  ['as the synthesis says', (queue) => Validations.of(queue).acknowledge({ id: `Annotation::${WARNED}`, reason: 'rare' })],
  ['by its id', (queue) => Annotations.of(queue).acknowledgeWarning(WARNED, 'rare')],
  ['by the id of the rule', (queue) => Rules.acknowledge(queue, 'SQS-07', 'rare')],
] as [
  string,
  (queue: sqs.Queue) => void,
][])('a warning that is acknowledged %s is not said again by the rule', (_how, acknowledge) => {
  const { app, queue } = warnedQueue();
  acknowledge(queue);

  expect(synthesized(app)).toBe('');
  expect(warnings(queue)).toEqual([]);
  expect(checkRules(readInventory(app.outdir), '2026-11-20', { besideWarnings: false }).violations).toEqual([]);
});

test('what is acknowledged elsewhere is still reported', () => {
  const { app, fn } = appHiding(10);
  Rules.validate(app);
  Rules.acknowledge(fn, 'SQS-06', 'not my queue');

  expect(synthesized(app)).toContain('Messages are hidden for 10 s');
});

test('a stage can be judged without its neighbours', () => {
  const app = new App({ outdir: temporaryFolder() });
  const [judged, other] = ['Prod', 'Test'].map((id) => new Stage(app, id)) as [Stage, Stage];
  queueIn(new Stack(judged, 'Orders'), 10);
  queueIn(new Stack(other, 'Orders'), 20);
  Rules.validate(judged);

  const said = synthesized(app);
  expect(said).toContain('Messages are hidden for 10 s');
  expect(said).not.toContain('Messages are hidden for 20 s');
});

test('what the validation of the CDK says already is not said twice', () => {
  const { app, stack, fn } = appHiding(300);
  const queue = new sqs.Queue(stack, 'Second', { visibilityTimeout: Duration.seconds(10) });
  fn.addEventSource(new SqsEventSource(queue));
  Rules.validate(app);

  expect(synthesized(app)).toContain('cdk-lambda-kit::SQS-06');
  process.env.CDK_VALIDATION = 'true';
  try {
    const again = appHiding(300);
    again.fn.addEventSource(
      new SqsEventSource(new sqs.Queue(again.stack, 'Second', { visibilityTimeout: Duration.seconds(10) })),
    );
    Rules.validate(again.app);
    const said = synthesized(again.app);
    expect(said).toContain('E3505');
    expect(said).not.toContain('cdk-lambda-kit::SQS-06');
  } finally {
    process.env.CDK_VALIDATION = 'false';
  }
});

test('fails when the scope is no app', () => {
  const { stack } = appHiding(300);
  expect(() => Rules.validate(stack as unknown as Stage)).toThrow(
    /Orders: Rules\.validate takes an App or a Stage[^]*RULES_SCOPE/,
  );
});

test('fails when a rule is acknowledged that does not exist, or without a reason', () => {
  const { queue } = appHiding(300);
  expect(() => Rules.acknowledge(queue, 'SQS-99', 'why')).toThrow(/there is no rule 'SQS-99'[^]*RULE_UNKNOWN/);
  expect(() => Rules.acknowledge(queue, 'SQS-06', ' ')).toThrow(/SQS-06 is acknowledged without a reason[^]*RULE_REASON_MISSING/);
});

test('tokens that stay unresolved make no finding', () => {
  const { app, stack } = appHiding(300);
  new CfnResource(stack, 'Odd', { type: 'AWS::SQS::Queue', properties: { VisibilityTimeout: { 'Fn::Nonsense': 1 } } });
  Rules.validate(app);

  expect(synthesized(app)).toBe('');
});

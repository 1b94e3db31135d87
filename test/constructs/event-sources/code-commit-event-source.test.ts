import { App, Lazy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  CodeCommitEventSource,
  type CodeCommitEventSourceProps,
} from '../../../src/constructs/event-sources/code-commit-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { plainIn, TARGET_KINDS, TARGETS } from './targets';

const { ALL, CREATE_REF, DELETE_REF, UPDATE_REF } = codecommit.RepositoryEventTrigger;
const REPOSITORY = 'AWS::CodeCommit::Repository';

function repositoryIn(stack: Stack): codecommit.Repository {
  return new codecommit.Repository(stack, 'Code', { repositoryName: 'orders' });
}

function pushing(props: CodeCommitEventSourceProps = {}) {
  const scene = shipIn();
  const repository = repositoryIn(scene.stack);
  scene.ship.addEventSource(new CodeCommitEventSource(repository, props));
  return { ...scene, repository };
}

function triggersOf(stack: Stack): unknown {
  return propertiesOf(stack, REPOSITORY)[0]?.Triggers;
}

test('a trigger needs the function in the repository, and a permission for that repository of this account (CCM-01, CCM-03)', () => {
  const { stack, ship } = pushing();

  expect(triggersOf(stack)).toEqual([
    { Name: expect.stringMatching(/^Shop-Ship-/) as string, DestinationArn: names(stack, ship).arn, Events: ['all'] },
  ]);
  expect(permissionsOf(stack)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: names(stack, ship).arn,
      Principal: 'codecommit.amazonaws.com',
      SourceArn: {
        'Fn::Join': [
          '',
          ['arn:', { Ref: 'AWS::Partition' }, ':codecommit:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':orders'],
        ],
      },
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  ]);
  expect(statementsOf(stack)).toEqual([]);
});

test('the repository waits for the permission, which it tests (PRM-06)', () => {
  Template.fromStack(pushing().stack).hasResource(REPOSITORY, { DependsOn: [Match.stringLikeRegexp('^CodeCodeCommitFor')] });
});

test('everything that is said of the trigger is in the template', () => {
  const { stack, ship } = pushing({
    name: 'built',
    events: [CREATE_REF, UPDATE_REF, DELETE_REF],
    branches: ['main'],
    customData: 'go',
  });

  expect(triggersOf(stack)).toEqual([
    {
      Name: 'built',
      DestinationArn: names(stack, ship).arn,
      Events: ['createReference', 'updateReference', 'deleteReference'],
      Branches: ['main'],
      CustomData: 'go',
    },
  ]);
});

test('two triggers for one function need one permission', () => {
  const { stack, ship, repository } = pushing({ branches: ['main'] });
  ship.addEventSource(new CodeCommitEventSource(repository, { name: 'deleted', events: [DELETE_REF] }));

  expect(triggersOf(stack)).toHaveLength(2);
  expect(permissionsOf(stack)).toHaveLength(1);
});

test.each(TARGET_KINDS)('the %s gets the permission itself (PRM-02)', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  new CodeCommitEventSource(repositoryIn(stack)).bind(target);

  const arn: unknown = stack.resolve(target.functionArn);
  expect(permissionsOf(stack)).toMatchObject([{ FunctionName: arn }]);
  expect(triggersOf(stack)).toMatchObject([{ DestinationArn: arn }]);
});

test('the trigger and the permission keep their names whatever other triggers there are', () => {
  const template = (others: boolean) => {
    const { stack, ship } = shipIn();
    const repository = repositoryIn(stack);
    if (others) plainIn(stack).addEventSource(new CodeCommitEventSource(repository));
    ship.addEventSource(new CodeCommitEventSource(repository));
    const ids = Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Permission'));
    return { ids, triggers: triggersOf(stack) as { Name: string }[] };
  };
  const [alone, together] = [template(false), template(true)];

  expect(together.ids).toEqual(expect.arrayContaining(alone.ids));
  expect(together.triggers.map(({ Name }) => Name)).toEqual(expect.arrayContaining(alone.triggers.map(({ Name }) => Name)));
});

test('repository and function may be in two stacks', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = stackIn({}, app);
  const code = new Stack(app, 'Repositories');
  shipIn(stack).ship.addEventSource(new CodeCommitEventSource(repositoryIn(code)));

  expect(() => app.synth()).not.toThrow();
  expect([stack.dependencies, code.dependencies]).toEqual([[], [stack]]);
});

test.each([
  { name: 'n' },
  { name: 'n'.repeat(100) },
  { name: Lazy.string({ produce: () => 'n'.repeat(101) }) },
  { customData: 'd'.repeat(1000) },
  { events: [ALL] },
  { events: [UPDATE_REF] },
] as CodeCommitEventSourceProps[])('a trigger may have %j', (props) => {
  expect(() => pushing(props)).not.toThrow();
});

test.each([
  [{ name: '' }, /name must have from 1 to 100 characters/],
  [{ name: 'n'.repeat(101) }, /name must have .* with 101 characters/],
  [{ customData: 'd'.repeat(1001) }, /customData must have from 0 to 1000 characters/],
  [
    { events: [ALL, DELETE_REF] },
    /events must be some, or all alone, but are \[all, deleteReference\] \(CCM-02\)[^]*TRIGGER_EVENTS/,
  ],
  [{ events: [] }, /TRIGGER_EVENTS/],
] as [CodeCommitEventSourceProps, RegExp][])('fails when a trigger is to have %j (VAL-24)', (props, problem) => {
  expect(() => pushing(props)).toThrow(problem);
});

test('fails when a repository gets its eleventh trigger (CCM-01, VAL-24)', () => {
  const { stack, ship } = shipIn();
  const repository = repositoryIn(stack);
  const add = (name: string) => ship.addEventSource(new CodeCommitEventSource(repository, { name }));
  for (let count = 1; count <= 10; count += 1) add(`trigger-${count}`);

  expect(() => add('one-more')).toThrow(/must not have more than 10 triggers, and has 10 already[^]*TRIGGERS_TOO_MANY/);
});

test('fails when two triggers have one name', () => {
  const { ship, repository } = pushing();
  expect(() => ship.addEventSource(new CodeCommitEventSource(repository))).toThrow(/a trigger with the name[^]*TRIGGER_TAKEN/);
});

test('fails when the repository was imported, or the function is in another Region (CCM-03)', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = new Stack(app, 'Here', { env: { account: '111111111111', region: 'eu-west-1' } });
  const far = lambda.Function.fromFunctionArn(stack, 'Far', 'arn:aws:lambda:us-east-1:111111111111:function:far');
  const imported = codecommit.Repository.fromRepositoryName(stack, 'Imported', 'orders');

  expect(() => new CodeCommitEventSource(imported).bind(far)).toThrow(/SOURCE_IMPORTED/);
  expect(() => new CodeCommitEventSource(repositoryIn(stack)).bind(far)).toThrow(/but is in us-east-1 \(CCM-03\)/);
});

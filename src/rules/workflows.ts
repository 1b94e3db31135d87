import { USER_PARAMETERS_LENGTH } from '../spec/push-sources';
import type { App } from './app';
import type { Declaration } from './declaration';
import { knownMembers, knownParts, knownText } from './known';
import type { Part } from './part';
import { type RoleCall, roleCall, roleRule } from './role-rules';
import { lacks } from './role-statements';
import { each, type Rule } from './rule';

const PIPELINE = 'AWS::CodePipeline::Pipeline';
const ACTION = 'https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html';

interface PipelineAction {
  readonly on: Declaration;
  readonly part: Part;
  /** Its own role, or that of the pipeline. */
  readonly role: Part;
}

/** The actions of every pipeline that invoke functions. */
function* lambdaActions(app: App): Generator<PipelineAction> {
  for (const on of app.ofType(PIPELINE)) {
    for (const part of knownParts(on, 'Stages').flatMap((stage) => knownParts(stage, 'Actions'))) {
      if (knownText(part, 'ActionTypeId', 'Provider') !== 'Lambda') continue;
      yield { on, part, role: part.has('RoleArn') ? part.part('RoleArn') : on.part('RoleArn') };
    }
  }
}

function* pipelineCalls(app: App): Generator<RoleCall> {
  for (const { on, part, role } of lambdaActions(app)) {
    // The role of an action may be one that the pipeline's role takes, so that its service says nothing.
    const call = roleCall(app, on, part.part('Configuration', 'FunctionName'), role, undefined);
    if (call !== undefined) yield call;
  }
}

function* taskCalls(app: App): Generator<RoleCall> {
  for (const on of app.ofType('AWS::StepFunctions::StateMachine')) {
    const role = app.named(knownText(on, 'RoleArn'), 'AWS::IAM::Role');
    if (role === undefined) continue;
    const property = `Properties.${on.has('DefinitionString') ? 'DefinitionString' : 'Definition'}`;
    for (const name of new Set(functionsIn(definitionOf(on)))) {
      const target = app.functionNamed(name, on);
      if (target !== undefined && !target.fn.resource.isHelper) yield { on, property, target, role, service: 'states' };
    }
  }
}

/** What the state machine is defined by; undefined when it is not known. */
function definitionOf(on: Declaration): unknown {
  if (on.isKnown('Definition')) return on.value('Definition');
  let text = knownText(on, 'DefinitionString');
  for (const [name, value] of knownMembers(on, 'DefinitionSubstitutions')) {
    text = text?.replaceAll(`\${${name}}`, knownText(value) ?? '');
  }
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The functions that tasks name, wherever they stand in the definition. */
function* functionsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  const task = value as Readonly<Record<string, unknown>>;
  if (task.Type === 'Task' && typeof task.Resource === 'string') {
    if (/^arn:[^:]+:lambda:/.test(task.Resource)) yield task.Resource;
    const input = (task.Parameters ?? task.Arguments) as { FunctionName?: unknown; Qualifier?: unknown } | undefined;
    if (/:states:::lambda:invoke/.test(task.Resource) && typeof input?.FunctionName === 'string') {
      yield typeof input.Qualifier === 'string' ? `${input.FunctionName}:${input.Qualifier}` : input.FunctionName;
    }
  }
  for (const each of Object.values(task)) yield* functionsIn(each);
}

export const WORKFLOWS: readonly Rule[] = [
  roleRule({
    id: 'SFN-01',
    title: 'The role of a state machine does not let it invoke a function',
    why: 'The task fails with an AccessDeniedException each time.',
    source: 'https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html',
    calls: taskCalls,
  }),
  roleRule({
    id: 'CPL-01',
    title: 'The role of a pipeline does not let it invoke a function',
    why: 'The action fails each time.',
    source: ACTION,
    calls: pipelineCalls,
  }),
  {
    id: 'CPL-01-answer',
    severity: 'error',
    title: 'A function that a pipeline invokes may not answer it',
    why: 'The action waits for the answer in vain, and fails after a while.',
    remedy: 'Let the role of the function do codepipeline:PutJobSuccessResult and codepipeline:PutJobFailureResult.',
    source: ACTION,
    check: each(lambdaActions, function* ({ on, part }, app) {
      const fn = app.functionNamed(part.text('Configuration', 'FunctionName'), on)?.fn;
      if (fn === undefined) return;
      const actions = ['codepipeline:PutJobSuccessResult', 'codepipeline:PutJobFailureResult'];
      const lacking = lacks(app, fn.text('Role'), actions, '*');
      if (lacking !== undefined)
        yield { on: fn, property: 'Properties.Role', message: `${on.path} invokes it, and its role may not do ${lacking}.` };
    }),
  },
  {
    id: 'CPL-01-parameters',
    severity: 'error',
    title: 'The user parameters of a pipeline action are too long',
    why: 'CodePipeline refuses the pipeline.',
    remedy: 'Put them where the function can read them, and name the place.',
    source: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html',
    check: each(lambdaActions, function* ({ on, part }) {
      const length = part.text('Configuration', 'UserParameters')?.length ?? 0;
      if (length <= USER_PARAMETERS_LENGTH) return;
      const property = `${part.property}.Configuration.UserParameters`;
      yield { on, property, message: `UserParameters has ${length} characters, ${USER_PARAMETERS_LENGTH} can be.` };
    }),
  },
];

import { CALLER_WAITS } from '../spec/caller-waits';
import { NO_LIMIT, RECORD_AGE } from '../spec/event-source-mapping';
import { PIPE_FILTERS, PIPE_SOURCE_RANGES, PIPE_TEMPLATE_LENGTH } from '../spec/pipe-limits';
import type { App } from './app';
import { targetIn } from './call';
import type { Declaration } from './declaration';
import { knownText } from './known';
import type { Part } from './part';
import { type RoleCall, roleCall, roleRule } from './role-rules';
import { each, type Rule } from './rule';
import { type Wait, waitRule } from './wait-rules';

const PIPE = 'AWS::Pipes::Pipe';
const GUIDE = 'https://docs.aws.amazon.com/eventbridge/latest/userguide';

/** The functions that a pipe calls, and whether it waits for them. */
function* called(app: App): Generator<{ readonly on: Declaration; readonly arn: Part; readonly waits: boolean }> {
  for (const on of app.ofType(PIPE)) {
    const type = knownText(on, 'TargetParameters', 'LambdaFunctionParameters', 'InvocationType');
    yield { on, arn: on.part('Enrichment'), waits: true };
    yield { on, arn: on.part('Target'), waits: type !== 'FIRE_AND_FORGET' };
  }
}

function* pipeCalls(app: App): Generator<RoleCall> {
  for (const { on, arn } of called(app)) {
    const call = roleCall(app, on, arn, on.part('RoleArn'), 'pipes');
    if (call !== undefined) yield call;
  }
}

function* pipeWaits(app: App): Generator<Wait> {
  for (const { on, arn, waits } of called(app)) {
    const target = targetIn(app, on, arn);
    if (target !== undefined && waits) yield { target, seconds: CALLER_WAITS.pipe, caller: on.path };
  }
}

export const PIPES: readonly Rule[] = [
  roleRule({
    id: 'PIP-01',
    title: 'The role of a pipe does not let it invoke its function',
    why: 'The pipe fails for every batch.',
    source: `${GUIDE}/eb-pipes-permissions.html`,
    calls: pipeCalls,
  }),
  waitRule({
    id: 'PIP-02',
    severity: 'warning',
    title: 'A function may run for longer than its pipe waits',
    why: 'The pipe gives up, and tries the whole batch again.',
    source: `${GUIDE}/eb-pipes.html`,
    waits: pipeWaits,
  }),
  {
    id: 'PIP-04',
    severity: 'error',
    title: 'A pipe has too many filters',
    why: 'EventBridge refuses the pipe.',
    remedy: 'Say in one pattern what several say now.',
    source: `${GUIDE}/eb-pipes-event-filtering.html`,
    check: each(PIPE, function* (on) {
      const { length } = on.parts('SourceParameters', 'FilterCriteria', 'Filters');
      if (length <= PIPE_FILTERS) return;
      const property = 'Properties.SourceParameters.FilterCriteria.Filters';
      yield { on, property, message: `The pipe has ${length} filters, ${PIPE_FILTERS} can be.`, seenByCdk: 'F3032' };
    }),
  },
  {
    id: 'PIP-05',
    severity: 'error',
    title: 'An input template of a pipe is too long',
    why: 'EventBridge refuses the pipe.',
    remedy: 'Make the template shorter, or let the function do what it does.',
    source: `${GUIDE}/eb-pipes-input-transformation.html`,
    check: each(PIPE, function* (on) {
      for (const part of ['EnrichmentParameters', 'TargetParameters']) {
        const length = on.text(part, 'InputTemplate')?.length ?? 0;
        if (length <= PIPE_TEMPLATE_LENGTH) continue;
        const message = `The template has ${length} characters, ${PIPE_TEMPLATE_LENGTH} can be.`;
        yield { on, property: `Properties.${part}.InputTemplate`, message, seenByCdk: 'F3033' };
      }
    }),
  },
  {
    id: 'PIP-06',
    severity: 'error',
    title: 'The source of a pipe is told a number that it does not take',
    why: 'EventBridge refuses the pipe.',
    remedy: 'Keep to the range.',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeSourceParameters.html',
    check: each(PIPE, function* (on) {
      for (const [source, parameters] of on.members('SourceParameters')) {
        for (const [name, limit] of Object.entries(PIPE_SOURCE_RANGES)) {
          const { min, max } = limit;
          const value = source.endsWith('Parameters') ? parameters.number(name) : undefined;
          const isEndless = limit === RECORD_AGE && value === NO_LIMIT;
          if (value === undefined || isEndless || (value >= min && value <= max)) continue;
          const property = `${parameters.property}.${name}`;
          const message = `${name} is ${value}, it can be ${min} to ${max}.`;
          // It takes any age from that which stands for no limit on.
          const isUnseen = limit === RECORD_AGE && value > NO_LIMIT && value < min;
          yield { on, property, message, ...(!isUnseen && { seenByCdk: 'F3034' }) };
        }
      }
    }),
  },
];

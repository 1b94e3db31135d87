import { DURABLE_EXECUTION_TIMEOUT, DURABLE_RETENTION, DURABLE_RUNTIMES } from '../spec/durable-functions';
import { runtimeStanding } from '../spec/runtimes';
import type { Declaration } from './declaration';
import { ASYNC_CONFIGURATION } from './destinations';
import { FUNCTION, functionIn, runtimeOf } from './lambda-function';
import { each, type Rule } from './rule';
import { triggers } from './triggers';

const SOURCE = DURABLE_EXECUTION_TIMEOUT.source;
const INVOKING = 'https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking.html';

function isDurable(fn: Declaration): boolean {
  return fn.has('DurableConfig') && fn.isKnown('DurableConfig');
}

export const DURABLE: readonly Rule[] = [
  {
    id: 'FN-67',
    severity: 'error',
    title: 'A setting of durable executions is out of range',
    why: 'Lambda refuses the function.',
    remedy: 'Set an execution timeout from 1 second to 366 days, and a retention from 1 to 90 days.',
    source: SOURCE,
    check: each(FUNCTION, function* (fn) {
      for (const [name, { min, max, unit }] of [
        ['ExecutionTimeout', DURABLE_EXECUTION_TIMEOUT],
        ['RetentionPeriodInDays', DURABLE_RETENTION],
      ] as const) {
        const value = fn.number('DurableConfig', name);
        if (value === undefined || (value >= min && value <= max && Number.isInteger(value))) continue;
        const seenByCdk = Number.isInteger(value) ? 'F3034' : 'F3012';
        const message = `${name} is ${value} ${unit}; it can be ${min} to ${max}.`;
        yield { on: fn, property: `Properties.DurableConfig.${name}`, seenByCdk, message };
      }
    }),
  },
  {
    id: 'FN-67-runtime',
    severity: 'warning',
    title: 'A durable function has a runtime that is not known to run such functions',
    why: 'Only newer runtimes have what durable functions need; with others Lambda refuses the function, or every execution fails.',
    remedy: `Take one of ${DURABLE_RUNTIMES.join(', ')}, or acknowledge this when AWS has added yours.`,
    source: SOURCE,
    judgedBy: ['cdk-lambda-kit:DURABLE_RUNTIME'],
    check: each(FUNCTION, function* (fn, { today }) {
      const runtime = isDurable(fn) ? runtimeOf(fn) : undefined;
      if (runtime === undefined || DURABLE_RUNTIMES.includes(runtime)) return;
      // What came later than these most likely has it, and custom runtimes bring it themselves.
      if (['preview', 'newer'].includes(runtimeStanding(runtime, today).is) || runtime.startsWith('provided')) return;
      yield { on: fn, property: 'Properties.Runtime', message: `The runtime is ${runtime}.` };
    }),
  },
  {
    id: 'FN-67-name',
    severity: 'warning',
    title: 'A durable function has a name of its own',
    why: 'Whether a function is durable is settled when it is created. CloudFormation has to replace a function to change that, and cannot while the name is taken.',
    remedy: 'Give no name, and CloudFormation makes one.',
    source: SOURCE,
    judgedBy: ['cdk-lambda-kit:DURABLE_NAME'],
    check: each(FUNCTION, function* (fn) {
      const name = isDurable(fn) && fn.isKnown('FunctionName') ? fn.text('FunctionName') : undefined;
      if (name === undefined) return;
      yield { on: fn, property: 'Properties.FunctionName', message: `It is called '${name}'.` };
    }),
  },
  {
    id: 'FN-67-destinations',
    severity: 'error',
    title: 'A durable function has destinations',
    why: 'Lambda does not send what became of a durable execution to destinations.',
    remedy: 'Take the destinations away; a dead-letter queue is possible, and so is sending in the last step.',
    source: SOURCE,
    check: each(ASYNC_CONFIGURATION, function* (config, app) {
      const fn = functionIn(app, config, 'FunctionName')?.fn;
      if (fn === undefined || !isDurable(fn) || !['OnSuccess', 'OnFailure'].some((on) => config.has('DestinationConfig', on)))
        return;
      yield { on: config, property: 'Properties.DestinationConfig', message: `${fn.path} is durable.` };
    }),
  },
  {
    id: 'INV-12',
    severity: 'error',
    title: 'A durable function is invoked without a version or an alias',
    why: 'Lambda refuses the invocation: an execution has to stay with one version.',
    remedy: 'Name a version or an alias of the function: fn.currentVersion, or fn.addAlias("live").',
    source: INVOKING,
    check: each(triggers, function* ({ on, property, target: { fn, qualifier } }) {
      if (qualifier === undefined && isDurable(fn)) yield { on, property, message: `It invokes ${fn.path} without a qualifier.` };
    }),
  },
];

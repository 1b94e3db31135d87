import { DEPRECATED_UNSEEN, RUNTIME_SEEN } from '../spec/cdk-validation';
import { RUNTIME_VERSION_ARN } from '../spec/runtime-version-arn';
import { RUNTIMES_SOURCE, type RuntimeStanding, runtimeStanding } from '../spec/runtimes';
import type { App } from './app';
import type { Declaration } from './declaration';
import { FUNCTION, runtimeOf } from './lambda-function';
import { each, type Rule } from './rule';

const PROPERTY = 'Properties.Runtime';
const REMEDY = 'Move the function to a runtime that is supported.';

function standingOf(fn: Declaration, { today }: App): (RuntimeStanding & { readonly name: string }) | undefined {
  const name = runtimeOf(fn);
  // One that is named by an ARN is a version of a runtime.
  return name === undefined || name.startsWith('arn:') ? undefined : { ...runtimeStanding(name, today), name };
}

/** What is still to come, as the end of a sentence. */
function outlook({ is, creationBlocked, updateBlocked }: RuntimeStanding): string {
  if (creationBlocked === undefined) return '';
  const creation = is === 'creation-blocked' ? 'cannot be created any more' : `cannot be created from ${creationBlocked} on`;
  return `; functions with it ${creation}, and not be changed from ${updateBlocked} on`;
}

export const RUNTIMES: readonly Rule[] = [
  {
    id: 'FN-31',
    severity: 'error',
    title: 'There is no such runtime',
    why: 'Lambda refuses the function.',
    remedy: 'Name the runtime as Lambda does, in small letters: nodejs24.x, python3.14.',
    source: RUNTIMES_SOURCE,
    check: each(FUNCTION, function* (fn, app) {
      const standing = standingOf(fn, app);
      if (standing?.is !== 'unknown') return;
      yield { on: fn, property: PROPERTY, seenByCdk: 'W3030', message: `'${standing.name}' is no runtime of Lambda.` };
    }),
  },
  {
    id: 'FN-32',
    severity: 'error',
    title: 'No function can be created or changed with a runtime any more',
    why: 'Lambda refuses the function. Functions that are deployed already go on running.',
    remedy: REMEDY,
    source: RUNTIMES_SOURCE,
    check: each(FUNCTION, function* (fn, app) {
      const standing = standingOf(fn, app);
      if (standing?.is !== 'blocked') return;
      const message = `${standing.name} is blocked since ${standing.updateBlocked}.`;
      yield { on: fn, property: PROPERTY, seenByCdk: RUNTIME_SEEN.blocked, message };
    }),
  },
  {
    id: 'FN-33',
    severity: 'warning',
    title: 'A runtime is deprecated',
    why: 'Its software gets no more security updates; later no function can be created with it, and then none changed.',
    remedy: REMEDY,
    source: RUNTIMES_SOURCE,
    also: ['FN-35'],
    judgedBy: ['cdk-lambda-kit:RUNTIME_DEPRECATED'],
    check: each(FUNCTION, function* (fn, app) {
      const standing = standingOf(fn, app);
      if (standing?.is !== 'deprecated' && standing?.is !== 'creation-blocked') return;
      yield {
        on: fn,
        property: PROPERTY,
        ...(!DEPRECATED_UNSEEN.includes(standing.name) && { seenByCdk: RUNTIME_SEEN[standing.is] }),
        message: `${standing.name} is deprecated since ${standing.deprecated}${outlook(standing)}.`,
      };
    }),
  },
  {
    id: 'FN-35',
    severity: 'warning',
    title: 'A runtime is a preview',
    why: 'There is no service level agreement for it, and it may change.',
    remedy: 'Use a runtime that is generally available for what must not fail.',
    source: RUNTIMES_SOURCE,
    judgedBy: ['cdk-lambda-kit:RUNTIME_PREVIEW'],
    check: each(FUNCTION, function* (fn, app) {
      const standing = standingOf(fn, app);
      if (standing?.is !== 'preview') return;
      yield { on: fn, property: PROPERTY, message: `${standing.name} is a preview.` };
    }),
  },
  {
    id: 'FN-71',
    severity: 'error',
    title: 'A function manages its runtime by hand without the ARN of a version of a runtime',
    why: 'Lambda refuses the setting.',
    remedy: 'Take the ARN from the INIT_START line of a log: arn:aws:lambda:REGION::runtime:ID.',
    source: RUNTIME_VERSION_ARN.source,
    check: each(FUNCTION, function* (fn) {
      if (fn.text('RuntimeManagementConfig', 'UpdateRuntimeOn') !== 'Manual') return;
      const arn = fn.text('RuntimeManagementConfig', 'RuntimeVersionArn');
      if (arn !== undefined && RUNTIME_VERSION_ARN.pattern?.matches.test(arn)) return;
      yield {
        on: fn,
        property: 'Properties.RuntimeManagementConfig.RuntimeVersionArn',
        message: arn === undefined ? 'There is no ARN.' : `'${arn}' is not written ${RUNTIME_VERSION_ARN.pattern?.words}.`,
      };
    }),
  },
];

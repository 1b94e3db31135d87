import { EDGE_RUNTIMES, EDGE_UNDOCUMENTED, EDGE_VIEWER_SURE_SECONDS } from '../spec/edge-associations';
import { EDGE_EXCLUDED_PROPERTIES } from '../spec/edge-exclusions';
import {
  EDGE_EVENTS,
  EDGE_REGION,
  EDGE_RESTRICTIONS,
  EDGE_RESTRICTIONS_OF_ALL,
  EDGE_SERVICE,
  EDGE_TIMEOUT,
  EDGE_VIEWER_MEMORY,
} from '../spec/edge-limits';
import { FUNCTION_DEFAULTS } from '../spec/function-defaults';
import type { Declaration } from './declaration';
import { behaviors, edgeAssociations, edgeFunctions } from './edge-associations';
import { knownParts, knownText } from './known';
import type { Part } from './part';
import { mayBeTaken } from './role-rules';
import { type Broken, each, type Rule } from './rule';

const GUIDE = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide';
const timeoutOf = (fn: Declaration) => fn.number('Timeout') ?? FUNCTION_DEFAULTS.timeoutSeconds;
const isOfViewer = (event: string) => EDGE_EVENTS.some(({ name, isViewer }) => isViewer && name === event);
const isRequest = (event = '') => EDGE_EVENTS.some((each) => each.isRequest && each.name === event);
const namesOf = (callers: readonly Declaration[]) => [...new Set(callers.map(({ path }) => path))].join(', ');

export const EDGE: readonly Rule[] = [
  {
    id: 'EDG-02',
    severity: 'error',
    title: 'A distribution calls a function, or an alias of it, in place of a version',
    why: 'CloudFront refuses the distribution: it takes versions with a number only.',
    remedy: 'Publish a version, and name its ARN.',
    source: EDGE_RESTRICTIONS,
    also: ['VAL-20', 'EDGE-01'],
    check: each(edgeAssociations, function* ({ on, part }) {
      const arn = part.text('LambdaFunctionARN');
      const name = /^arn:[^:]+:lambda:[^:]*:\d*:function:([^:]+(?::.+)?)$/.exec(arn ?? '')?.[1];
      if (name === undefined || /:\d+$/.test(name)) return;
      yield { on, property: `${part.property}.LambdaFunctionARN`, message: `${name} is no version with a number.` };
    }),
  },
  {
    id: 'EDG-02-region',
    severity: 'error',
    title: `A function that a distribution calls is not in ${EDGE_REGION}`,
    why: 'CloudFront refuses the distribution.',
    remedy: `Put the function into a stack of ${EDGE_REGION}.`,
    source: EDGE_RESTRICTIONS,
    also: ['VAL-20', 'EDGE-01'],
    check: each(edgeAssociations, function* ({ on, part, arn, target }) {
      const region = target === undefined ? arn?.split(':')[3] : target.fn.region;
      if (region === undefined || region === '' || region === EDGE_REGION) return;
      const name = target?.fn.path ?? arn;
      yield { on, property: `${part.property}.LambdaFunctionARN`, message: `${name} is in ${region}.` };
    }),
  },
  {
    id: 'EDG-02-role',
    severity: 'error',
    title: 'Lambda@Edge may not assume the role of a function that a distribution calls',
    why: 'CloudFront refuses the distribution.',
    remedy: 'Let lambda.amazonaws.com and edgelambda.amazonaws.com assume the role.',
    source: `${GUIDE}/lambda-edge-permissions.html`,
    also: ['PRM-08', 'EDGE-01'],
    check: each(edgeFunctions, function* ({ target: { fn }, callers }, app) {
      const role = app.named(fn.text('Role'), 'AWS::IAM::Role');
      if (role === undefined || mayBeTaken(role, EDGE_SERVICE)) return;
      const message = `edgelambda.amazonaws.com may not assume it, and ${namesOf(callers)} calls ${fn.path}.`;
      yield { on: role, property: 'Properties.AssumeRolePolicyDocument', message };
    }),
  },
  {
    id: 'EDG-01',
    severity: 'error',
    title: 'A behavior of a distribution has two functions for one event, or none of the right kind',
    why: 'CloudFront refuses the distribution.',
    remedy: 'Keep one function for each event, either of CloudFront or of Lambda, and ask for the body in requests only.',
    source: EDGE_RESTRICTIONS_OF_ALL,
    also: ['VAL-20', 'EDGE-05'],
    check: each(behaviors, function* ({ on, part }) {
      const associations = part.parts('LambdaFunctionAssociations');
      const events = associations.map((each) => each.text('EventType') ?? '');
      const property = `${part.property}.LambdaFunctionAssociations`;
      const twice = events.find((event, i) => events.indexOf(event) !== i);
      if (twice !== undefined) yield { on, property, message: `Two functions are for ${twice}.` };
      const others = knownParts(part, 'FunctionAssociations').map((each) => knownText(each, 'EventType') ?? '');
      // The two kinds may not be mixed in the events of viewers, whichever of the two events each is for.
      if (others.some(isOfViewer) && events.some(isOfViewer)) {
        yield { on, property, message: 'The events of viewers have functions of CloudFront and of Lambda.' };
      }
      for (const each of associations) {
        if (!each.flag('IncludeBody') || isRequest(each.text('EventType'))) continue;
        yield { on, property: `${each.property}.IncludeBody`, message: `IncludeBody is set for ${each.text('EventType')}.` };
      }
    }),
  },
  {
    id: 'EDG-04',
    severity: 'error',
    title: 'A function that a distribution calls has what Lambda@Edge has not',
    why: 'CloudFront refuses the distribution.',
    remedy: 'Take it away from the function, or let a function without it be called.',
    source: EDGE_RESTRICTIONS,
    also: ['VAL-20', 'EDGE-02', 'EDGE-03'],
    check: each(edgeFunctions, function* ({ target: { fn, version } }) {
      const said = (property: string, why: string): Broken => ({
        on: fn,
        property: `Properties.${property}`,
        message: `It has ${property}: ${why}.`,
      });
      for (const { property, allows, why } of EDGE_EXCLUDED_PROPERTIES) {
        if (EDGE_UNDOCUMENTED.includes(property) || !isGiven(fn, property)) continue;
        if (allows?.(fn.value(property)) !== true) yield said(property, why);
      }
      if (knownText(fn, 'Code', 'S3ObjectStorageMode') === 'REFERENCE') {
        yield said('Code.S3ObjectStorageMode', 'Lambda@Edge takes no code that stays in a bucket');
      }
      const runtime = knownText(fn, 'Runtime');
      if (runtime !== undefined && !EDGE_RUNTIMES.test(runtime)) yield said('Runtime', `Lambda@Edge has no ${runtime}`);
      if (version?.has('ProvisionedConcurrencyConfig')) {
        yield { ...said('ProvisionedConcurrencyConfig', 'Lambda@Edge has no provisioned concurrency'), on: version };
      }
    }),
  },
  {
    id: 'EDG-03',
    severity: 'error',
    title: 'A function that a distribution calls may run for too long',
    why: 'CloudFront refuses the distribution.',
    remedy: `Lower the timeout to ${EDGE_TIMEOUT.max} s.`,
    source: EDGE_TIMEOUT.source,
    also: ['VAL-20', 'EDGE-04'],
    check: each(edgeFunctions, function* ({ target: { fn }, callers }) {
      const timeout = timeoutOf(fn);
      if (timeout <= EDGE_TIMEOUT.max) return;
      const message = `The function may run for ${timeout} s, but ${namesOf(callers)} waits for ${EDGE_TIMEOUT.max} s.`;
      yield { on: fn, property: 'Properties.Timeout', message };
    }),
  },
  {
    id: 'EDG-03-viewer',
    severity: 'warning',
    title: 'A function for the events of viewers has more time or memory than CloudFront may take',
    why: 'The documentation of AWS disagrees on what it may have; some of it has CloudFront refuse the distribution.',
    remedy: `Make do with ${EDGE_VIEWER_SURE_SECONDS} s and ${EDGE_VIEWER_MEMORY.max} MB, or try it out before you rely on more.`,
    source: EDGE_TIMEOUT.source,
    also: ['VAL-20', 'EDGE-04', 'DSP-04'],
    check: each(edgeFunctions, function* ({ target: { fn }, events }) {
      const event = events.find(isOfViewer);
      if (event === undefined) return;
      const [timeout, memory] = [timeoutOf(fn), fn.number('MemorySize') ?? FUNCTION_DEFAULTS.memoryMb];
      if (timeout > EDGE_VIEWER_SURE_SECONDS && timeout <= EDGE_TIMEOUT.max) {
        yield { on: fn, property: 'Properties.Timeout', message: `The function for ${event} may run for ${timeout} s.` };
      }
      if (memory > EDGE_VIEWER_MEMORY.max) {
        yield { on: fn, property: 'Properties.MemorySize', message: `The function for ${event} has ${memory} MB.` };
      }
    }),
  },
];

/** Whether the property is there and not empty, and as much of it known as can be judged. */
function isGiven(fn: Declaration, property: string): boolean {
  if (!fn.isKnown(property)) return false;
  const members = fn.members(property);
  if (members.length === 0) return fn.parts(property).some((part) => !part.isKnown() || part.text() !== undefined);
  return members.every(([, member]) => member.isKnown()) && members.some(([, member]) => !isEmpty(member));
}

function isEmpty(part: Part): boolean {
  return part.text() === undefined && part.members().length === 0 && (!Array.isArray(part.value()) || part.parts().length === 0);
}

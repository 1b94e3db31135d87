import { CALLER_WAITS } from '../spec/caller-waits';
import { TRANSFORM_BUFFER_MB, TRANSFORM_BUFFER_SECONDS } from '../spec/push-sources';
import type { App } from './app';
import { targetIn } from './call';
import type { Declaration } from './declaration';
import { knownMembers, knownParts, knownText } from './known';
import { Part } from './part';
import { type RoleCall, roleCall, roleRule } from './role-rules';
import { each, type Rule } from './rule';
import { type Wait, waitRule } from './wait-rules';

const GUIDE = 'https://docs.aws.amazon.com/firehose/latest/dev';
const PARAMETER = 'https://docs.aws.amazon.com/firehose/latest/APIReference/API_ProcessorParameter.html';

interface Transform {
  readonly on: Declaration;
  readonly destination: Part;
  readonly parameters: ReadonlyMap<string, Part>;
}

/** Every function that a stream transforms records with. */
function* transforms(app: App): Generator<Transform> {
  for (const on of app.ofType('AWS::KinesisFirehose::DeliveryStream')) {
    for (const [name, destination] of knownMembers(on)) {
      if (!name.endsWith('DestinationConfiguration')) continue;
      if (knownText(destination, 'ProcessingConfiguration', 'Enabled') === 'false') continue;
      for (const processor of knownParts(destination, 'ProcessingConfiguration', 'Processors')) {
        if (knownText(processor, 'Type') !== 'Lambda') continue;
        const parameters = knownParts(processor, 'Parameters').map(
          (each) => [knownText(each, 'ParameterName') ?? '', each.part('ParameterValue')] as const,
        );
        yield { on, destination, parameters: new Map(parameters) };
      }
    }
  }
}

const NOTHING = new Part(undefined, 'Properties', '');

function* transformCalls(app: App): Generator<RoleCall> {
  for (const { on, destination, parameters } of transforms(app)) {
    const role = parameters.get('RoleArn') ?? destination.part('RoleARN');
    const call = roleCall(app, on, parameters.get('LambdaArn') ?? NOTHING, role, 'firehose');
    if (call !== undefined) yield call;
  }
}

function* waits(app: App): Generator<Wait> {
  for (const { on, parameters } of transforms(app)) {
    const target = targetIn(app, on, parameters.get('LambdaArn') ?? NOTHING);
    if (target !== undefined) yield { target, seconds: CALLER_WAITS.firehose, caller: on.path };
  }
}

export const FIREHOSE: readonly Rule[] = [
  roleRule({
    id: 'FHS-01',
    title: 'The role of a delivery stream does not let it invoke its function',
    why: 'No record is transformed; all of them are delivered as failed.',
    source: `${GUIDE}/controlling-access.html`,
    calls: transformCalls,
  }),
  {
    id: 'FHS-02',
    severity: 'error',
    title: 'A delivery stream collects for its function what it cannot',
    why: 'Firehose refuses the stream.',
    remedy: 'Collect 0.2 to 3 MB, for 0 to 900 seconds.',
    source: PARAMETER,
    also: ['VAL-22'],
    check: each(transforms, function* ({ on, parameters }) {
      const ranges = { BufferSizeInMBs: TRANSFORM_BUFFER_MB, BufferIntervalInSeconds: TRANSFORM_BUFFER_SECONDS };
      for (const [name, { min, max }] of Object.entries(ranges)) {
        const part = parameters.get(name);
        const value = part?.number();
        if (part === undefined || value === undefined || (value >= min && value <= max)) continue;
        yield { on, property: part.property, message: `${name} is ${value}, it can be ${min} to ${max}.` };
      }
    }),
  },
  waitRule({
    id: 'FHS-03',
    severity: 'error',
    title: 'A function may run for longer than its delivery stream waits',
    why: 'Firehose gives up after five minutes, tries again, and delivers the records as failed.',
    source: `${GUIDE}/data-transformation.html`,
    also: ['VAL-22'],
    waits,
  }),
];

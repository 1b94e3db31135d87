import { LATEST } from '../spec/alias-limits';
import { MAXIMUM_EVENT_AGE, RETRY_ATTEMPTS } from '../spec/asynchronous-limits';
import type { App, FunctionTarget } from './app';
import type { Declaration } from './declaration';
import { lackingKeyAction, lackingToSend, type Receiver, receiver } from './delivery';
import { functionIn, isOfOtherRegion, roleOf } from './lambda-function';
import { each, type Rule } from './rule';

export const ASYNC_CONFIGURATION = 'AWS::Lambda::EventInvokeConfig';
const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html';
const HANDLING = 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html';

const SETTINGS = ['MaximumRetryAttempts', 'MaximumEventAgeInSeconds'] as const;
const SIDES = ['OnSuccess', 'OnFailure'] as const;

interface Destination {
  readonly config: Declaration;
  readonly on: (typeof SIDES)[number];
  readonly to: Receiver;
  readonly property: string;
  /** The function that it is the destination of; undefined when it is of another app. */
  readonly of?: FunctionTarget;
}

/** Every destination that is known. */
function* destinations(app: App): Generator<Destination> {
  for (const config of app.ofType(ASYNC_CONFIGURATION)) {
    for (const on of SIDES) {
      const path = ['DestinationConfig', on, 'Destination'];
      const to = config.isKnown(...path) ? receiver(config.text(...path)) : undefined;
      const of = functionIn(app, config, 'FunctionName');
      if (to !== undefined) yield { config, on, to, property: ['Properties', ...path].join('.'), ...(of && { of }) };
    }
  }
}

/** A rule about each destination. */
function aboutDestinations(wrong: (destination: Destination, app: App) => string | undefined): Rule['check'] {
  return each(destinations, function* (destination, app) {
    const message = wrong(destination, app);
    if (message !== undefined) yield { on: destination.config, property: destination.property, message };
  });
}

/** Whether the destination is the function itself, by the qualifier that the configuration is for. */
function isItself({ config, to, of }: Destination, app: App): boolean {
  const target = to.parts.service === 'lambda' ? app.functionNamed(to.arn, config) : undefined;
  if (target === undefined || target.fn !== of?.fn || !config.isKnown('Qualifier')) return false;
  return (target.qualifier ?? LATEST) === config.text('Qualifier');
}

export const DESTINATIONS: readonly Rule[] = [
  {
    id: 'INV-60',
    severity: 'error',
    title: 'A setting for asynchronous events is out of range',
    why: 'Lambda refuses it.',
    remedy: 'Set 0 to 2 attempts after the first, and an age from 60 to 21600 seconds.',
    source: HANDLING,
    check: each(ASYNC_CONFIGURATION, function* (config) {
      for (const [name, { min, max, unit }] of [
        ['MaximumRetryAttempts', RETRY_ATTEMPTS],
        ['MaximumEventAgeInSeconds', MAXIMUM_EVENT_AGE],
      ] as const) {
        const value = config.isKnown(name) ? config.number(name) : undefined;
        if (value === undefined || (value >= min && value <= max && Number.isInteger(value))) continue;
        const seenByCdk = Number.isInteger(value) ? 'F3034' : 'F3012';
        yield {
          on: config,
          property: `Properties.${name}`,
          seenByCdk,
          message: `${name} is ${value} ${unit}; it can be ${min} to ${max}.`,
        };
      }
    }),
  },
  {
    id: 'INV-61',
    severity: 'error',
    title: 'A destination is of a kind that Lambda does not send to',
    why: 'Lambda refuses the configuration.',
    remedy: 'Take a queue, a topic, a function or an event bus; for failures also a bucket.',
    source: SOURCE,
    check: aboutDestinations(({ to }) => (to.kind === undefined ? `Lambda does not send to ${to.arn}.` : undefined)),
  },
  {
    id: 'INV-61-empty',
    severity: 'error',
    title: 'A configuration for asynchronous events says nothing',
    why: 'Lambda refuses it.',
    remedy: 'Set the attempts, the age or a destination, or take the configuration away.',
    source: HANDLING,
    check: each(ASYNC_CONFIGURATION, function* (config) {
      const isSomething = SETTINGS.some((name) => config.has(name)) || SIDES.some((on) => config.has('DestinationConfig', on));
      if (!isSomething) yield { on: config, message: 'It has no attempts, no age and no destination.' };
    }),
  },
  {
    id: 'INV-61-self',
    severity: 'error',
    title: 'A function is its own destination',
    why: 'Lambda refuses the configuration.',
    remedy: 'Take another function, or a queue that the function reads.',
    source: SOURCE,
    check: aboutDestinations((destination, app) =>
      isItself(destination, app) ? `${destination.of?.fn.path} is its own destination.` : undefined,
    ),
  },
  {
    id: 'INV-68',
    severity: 'error',
    title: 'The role of a function may not send to a destination',
    why: 'Lambda refuses the configuration; and if it did not, what became of events would be lost.',
    remedy: 'Allow the role to send there, or let the CDK do so: new SqsDestination(queue) and its like grant it.',
    source: SOURCE,
    check: aboutDestinations(({ to, of }, app) => {
      const lacking = of && lackingToSend(app, roleOf(of.fn), to);
      return lacking && `The role of ${of.fn.path} may not ${lacking} on ${to.arn}.`;
    }),
  },
  {
    id: 'INV-68-fifo',
    severity: 'error',
    title: 'A destination is a FIFO queue or topic',
    why: 'Lambda sends to standard queues and topics only; what became of events is lost.',
    remedy: 'Take a standard queue or topic.',
    source: SOURCE,
    check: aboutDestinations(({ to }) => (to.isFifo ? `${to.arn} is FIFO.` : undefined)),
  },
  {
    id: 'INV-68-bucket',
    severity: 'error',
    title: 'A bucket is the destination for successes',
    why: 'Lambda refuses it: a bucket can take failures only.',
    remedy: 'Take a queue, a topic, a function or an event bus.',
    source: SOURCE,
    check: aboutDestinations(({ to, on }) =>
      on === 'OnSuccess' && to.kind?.canBeOnSuccess === false ? `${to.arn} is ${to.kind.name}.` : undefined,
    ),
  },
  {
    id: 'INV-68-region',
    severity: 'warning',
    title: 'A destination is in another Region',
    why: 'Lambda sends within the Region of the function; elsewhere nothing is delivered.',
    remedy: 'Take a destination beside the function.',
    source: SOURCE,
    check: aboutDestinations(({ to, config }) =>
      isOfOtherRegion(config, to.parts) ? `It is in ${to.parts.region}, but the function in ${config.region}.` : undefined,
    ),
  },
  {
    id: 'INV-68-key',
    severity: 'error',
    title: 'The role of a function may not use the key of a destination',
    why: 'What became of events is lost: whoever sends to an encrypted queue or topic has to encrypt with its key.',
    remedy: 'Allow the role kms:GenerateDataKey and kms:Decrypt on the key: key.grantEncryptDecrypt(fn).',
    source: SOURCE,
    check: aboutDestinations(({ to, of }, app) => {
      const lacking = of && lackingKeyAction(app, roleOf(of.fn), to);
      return lacking && `The role of ${of.fn.path} may not ${lacking.action} with ${lacking.key.path}.`;
    }),
  },
  {
    id: 'INV-69',
    severity: 'warning',
    title: 'A function has dead letters and a destination for failures',
    why: 'Both get every event that failed, so whatever works on both does it twice.',
    remedy: 'Keep the destination, which is told more: the response and the reason.',
    source: SOURCE,
    judgedBy: ['cdk-lambda-kit:DEAD_LETTERS_TWICE'],
    check: aboutDestinations(({ on, of }) => {
      if (on !== 'OnFailure' || !of?.fn.has('DeadLetterConfig', 'TargetArn')) return undefined;
      return `${of.fn.path} has dead letters, too.`;
    }),
  },
];

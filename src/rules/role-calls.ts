import {
  CALLED_BY_LAMBDA,
  CALLED_BY_POLLERS,
  CALLED_FOR_DESTINATIONS,
  CALLED_THROUGH_SERVICES,
  NO_CALL_OF_CODE,
} from '../spec/vpc-endpoint-services';
import type { App } from './app';
import type { Declaration } from './declaration';
import type { Part } from './part';
import { statementsOf } from './role-statements';
import { byText } from './vpc-functions';

/**
 * The AWS services that a function's role surely lets its code call, by the prefixes of their IAM actions; without what only
 * Lambda itself calls for it.
 */
export function servicesCalled(fn: Declaration, app: App): readonly string[] {
  const known = app.once('services called', () => new Map<Declaration, readonly string[]>());
  const found = known.get(fn) ?? lookUp(fn, app);
  known.set(fn, found);
  return found;
}

function lookUp(fn: Declaration, app: App): readonly string[] {
  const role = fn.isKnown('Role') ? app.named(fn.text('Role'), 'AWS::IAM::Role') : undefined;
  if (role === undefined) return [];
  const polled = app.once('polled sources', () => polledSources(app));
  const sentTo = destinationsOf(fn, app);
  const actions = statementsOf(app, role).statements.flatMap(({ effect, isPlain, actions, resources }) => {
    if (effect !== 'Allow' || !isPlain) return [];
    const areIn = (arns: ReadonlySet<string>) => resources.every((arn) => arn === '*' || arns.has(arn));
    return actions.filter(
      (action) =>
        action.includes(':') &&
        !CALLED_BY_LAMBDA.test(action) &&
        !NO_CALL_OF_CODE.test(action) &&
        !(CALLED_BY_POLLERS.test(action) && areIn(polled)) &&
        !(CALLED_FOR_DESTINATIONS.test(action) && resources.length > 0 && resources.every((arn) => sentTo.has(arn))),
    );
  });
  const direct = actions.filter((action) => !CALLED_THROUGH_SERVICES.test(action));
  // Whoever may decrypt and nothing else calls KMS itself; beside other services it is they who call it.
  const told = direct.length > 0 ? direct : actions;
  return [...new Set(told.map((action) => action.slice(0, action.indexOf(':')).toLowerCase()))].sort();
}

/** Everything that Lambda polls for functions of the app. */
function polledSources(app: App): ReadonlySet<string> {
  const mappings = app.ofType('AWS::Lambda::EventSourceMapping');
  return new Set(mappings.flatMap((mapping) => known(mapping, 'EventSourceArn')));
}

/** Where Lambda sends what the function could not handle, or its results. */
function destinationsOf(fn: Declaration, app: App): ReadonlySet<string> {
  const configs = byText(app, 'AWS::Lambda::EventInvokeConfig', 'FunctionName').of(fn.ref);
  return new Set([
    ...known(fn, 'DeadLetterConfig', 'TargetArn'),
    ...configs.flatMap((config) => known(config, 'DestinationConfig', 'OnFailure', 'Destination')),
    ...configs.flatMap((config) => known(config, 'DestinationConfig', 'OnSuccess', 'Destination')),
  ]);
}

function known(part: Part, ...path: string[]): readonly string[] {
  const text = part.isKnown(...path) ? part.text(...path) : undefined;
  return text === undefined ? [] : [text];
}

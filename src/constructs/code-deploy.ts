import { createRequire } from 'node:module';
import type * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { DEPLOYMENT_ALARMS, PREDEFINED_SHIFTS, SHIFT_MINUTES, SHIFT_PERCENTAGE } from '../spec/deployment-limits';
import { within } from './check';
import { ConstructError, type Place } from './construct-error';
import type { Shift } from './traffic';

/** Loaded when an alias needs it; most apps have none that does. */
function loadCodeDeploy(): typeof codedeploy {
  return createRequire(__filename)('aws-cdk-lib/aws-codedeploy') as typeof codedeploy;
}

/** What is left out of `Traffic.canary` and `Traffic.linear`. */
const DEFAULT_PERCENTAGE = 10;
const DEFAULT_INTERVAL = { canary: Duration.minutes(5), linear: Duration.minutes(1) };

/** Refuses steps that CodeDeploy would refuse, and deployments that would take longer than it allows. */
export function checkShift(place: Place, { kind, options }: Shift): void {
  within(place, 'the length of alarms', options.alarms?.length ?? 0, DEPLOYMENT_ALARMS);
  if (kind === 'allAtOnce') return;

  const { percentage = DEFAULT_PERCENTAGE, interval = DEFAULT_INTERVAL[kind] } = options;
  const percent = within(place, 'percentage', percentage, SHIFT_PERCENTAGE);
  if (interval.isUnresolved()) return;
  const minutes = within(place, 'interval', interval.toMinutes({ integral: false }), SHIFT_MINUTES);
  const steps = kind === 'canary' || percent < 1 ? 1 : Math.ceil(100 / percent) - 1;
  if (steps * minutes <= SHIFT_MINUTES.max) return;
  throw new ConstructError(
    place,
    'DEPLOYMENT_TOO_LONG',
    `interval must be at most ${Math.floor(SHIFT_MINUTES.max / steps)} minutes with ${percent} percent a step, because all ` +
      `steps must end within ${SHIFT_MINUTES.max} minutes, but is ${minutes} (${SHIFT_MINUTES.source}).`,
  );
}

/** Lets CodeDeploy move the alias when its version changes. */
export function deploymentGroup(alias: lambda.Alias, shift: Shift): codedeploy.LambdaDeploymentGroup {
  const { alarms, ignorePollAlarmsFailure, preHook, postHook, autoRollback, application, role } = shift.options;
  const { LambdaDeploymentGroup } = loadCodeDeploy();
  return new LambdaDeploymentGroup(alias, 'Deployment', {
    alias,
    deploymentConfig: configuration(alias, shift),
    alarms,
    ignorePollAlarmsFailure,
    preHook,
    postHook,
    autoRollback,
    application,
    role,
  });
}

/** One that every account has, where there is one: an account can make few of its own. */
function configuration(alias: lambda.Alias, { kind, options }: Shift): codedeploy.ILambdaDeploymentConfig {
  const {
    LambdaDeploymentConfig,
    TimeBasedCanaryTrafficRouting: Canary,
    TimeBasedLinearTrafficRouting: Linear,
  } = loadCodeDeploy();
  if (kind === 'allAtOnce') return LambdaDeploymentConfig.ALL_AT_ONCE;

  const { percentage = DEFAULT_PERCENTAGE, interval = DEFAULT_INTERVAL[kind] } = options;
  const minutes = interval.isUnresolved() ? undefined : interval.toMinutes();
  const predefined = PREDEFINED_SHIFTS.find(
    (each) => each.kind === kind && each.percentage === percentage && each.minutes === minutes,
  );
  if (predefined) {
    return LambdaDeploymentConfig.fromLambdaDeploymentConfigName(alias, 'Shift', predefined.name);
  }
  const trafficRouting = kind === 'canary' ? new Canary({ percentage, interval }) : new Linear({ percentage, interval });
  return new LambdaDeploymentConfig(alias, 'Shift', { trafficRouting });
}

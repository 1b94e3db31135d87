import type * as iam from 'aws-cdk-lib/aws-iam';
import { ConstructError, type Place } from './construct-error';

/** Refuses callers that are more than their names say. */
export function checkCallers(place: Place, callers: readonly iam.IGrantable[]): void {
  const names = callers.map((caller) => `${caller.grantPrincipal}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  // aws-cdk-lib tells callers apart by this name and would leave the second one out in silence.
  if (twice !== undefined) throw new ConstructError(place, 'URL_CALLER_TWICE', `auth must not have ${twice} twice.`);

  for (const { grantPrincipal } of callers) {
    const { principalJson, conditions } = grantPrincipal.policyFragment;
    if (Object.keys(conditions).length > 0) continue;
    if (Object.values(principalJson).flat().includes('*')) {
      throw new ConstructError(place, 'URL_CALLER_ANYONE', 'auth must not have everyone as a caller.');
    }
    if ('Service' in principalJson) {
      throw new ConstructError(place, 'URL_CALLER_UNCONDITIONED', `auth must say for whom ${grantPrincipal} calls.`);
    }
  }
}

import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';
import { ALIAS_WEIGHT, LATEST, PUBLISHED_VERSION } from '../spec/alias-limits';
import { within } from './check';
import { ConstructError, type Place } from './construct-error';
import { areOtherFunctions } from './function-facts';
import type { Traffic } from './traffic';

/** Refuses versions that Lambda would not put behind an alias, alone or together. */
export function checkTraffic(place: Place, traffic: Traffic): void {
  const { _primary: primary, _second: second, _shift: shift } = traffic;
  mustBeVersion(place, primary);
  if (shift && primary.version === LATEST) {
    throw new ConstructError(place, 'VERSION_NOT_PUBLISHED', 'traffic must not be deployed to $LATEST by CodeDeploy.');
  }
  if (!second) return;

  mustBeVersion(place, second.version);
  within(place, 'the weight of traffic', second.weight, ALIAS_WEIGHT);
  if (primary.version === LATEST || second.version.version === LATEST) {
    throw new ConstructError(place, 'VERSION_NOT_PUBLISHED', 'traffic must not be split between $LATEST and another version.');
  }
  if (primary === second.version || primary.version === second.version.version) {
    throw new ConstructError(place, 'VERSION_TWICE', 'traffic must be split between two versions, but both are the same.');
  }
  mustBeAlike(place, primary, second.version);
}

function mustBeVersion(place: Place, version: lambda.IVersion): void {
  // Callers without types can hand in anything that is a function.
  if ('aliasName' in version || typeof version.version !== 'string') {
    const what = 'aliasName' in version ? `the alias ${version.node.path}` : `${version?.node?.path}, which is not a version`;
    throw new ConstructError(place, 'VERSION_NOT_PUBLISHED', `traffic must go to versions, but goes to ${what}.`);
  }
  const number = version.version;
  if (Token.isUnresolved(number) || number === LATEST || PUBLISHED_VERSION.test(number)) return;
  throw new ConstructError(place, 'VERSION_NOT_PUBLISHED', `traffic must go to a version's number, but goes to '${number}'.`);
}

function mustBeAlike(place: Place, one: lambda.IVersion, other: lambda.IVersion): void {
  if (areOtherFunctions(one.lambda, other.lambda)) {
    const [first, second] = [one.lambda.node.path, other.lambda.node.path];
    throw new ConstructError(
      place,
      'VERSIONS_UNLIKE',
      `traffic must be split between versions of one function, but ${first} and ${second} are two.`,
    );
  }
  const [role, otherRole] = [one.role?.roleArn, other.role?.roleArn];
  if (role === undefined || otherRole === undefined || Token.isUnresolved(role) || Token.isUnresolved(otherRole)) return;
  if (role === otherRole) return;
  throw new ConstructError(
    place,
    'VERSIONS_UNLIKE',
    `traffic must be split between versions with one execution role, but they have ${role} and ${otherRole}.`,
  );
}

import type { Stack } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { MAPPING_NETWORK_ACTIONS } from '../../../src/spec/mapping-permissions';

/** The statement that lets a mapping stand in the network of its source. */
export const NETWORK = { Effect: 'Allow', Action: [...MAPPING_NETWORK_ACTIONS], Resource: '*' };

export function secretIn(stack: Stack, id = 'Login'): secretsmanager.Secret {
  return new secretsmanager.Secret(stack, id);
}

/** The statement that lets Lambda read a secret of the stack. */
export function readOf(stack: Stack, secret: secretsmanager.ISecret) {
  return { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: stack.resolve(secret.secretArn) as unknown };
}

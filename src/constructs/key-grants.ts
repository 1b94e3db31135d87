import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { KEY_ACTIONS_OF_ENVIRONMENT, KEY_ACTIONS_OF_SENDERS } from '../spec/execution-role';
import { addToRole, isElsewhere, userOf } from './role-statement';

/** Lets the function use the keys of what it was configured with; aws-cdk-lib lets it use the things, not their keys. */
export function allowKeys(fn: lambda.Function, { environmentEncryption, role }: lambda.FunctionOptions): void {
  if (environmentEncryption) allowKey(fn, role, environmentEncryption, KEY_ACTIONS_OF_ENVIRONMENT);
  // As the function has it: aws-cdk-lib may have made the queue.
  const key = fn.deadLetterQueue?.encryptionMasterKey ?? fn.deadLetterTopic?.masterKey;
  if (key) allowKey(fn, role, key, KEY_ACTIONS_OF_SENDERS);
}

/** `given` is a role that was not made for the function. */
export function allowKey(fn: lambda.Function, given: iam.IRole | undefined, key: kms.IKeyRef, actions: readonly string[]): void {
  const { grant } = key as Partial<kms.IKey>;
  if (grant && !(given && isElsewhere(userOf(fn), given))) {
    grant.call(key, fn, ...actions);
    return;
  }
  // The policy of such a key is for others to write: it is a resource without its construct, or would have to know of other stacks.
  const statement = new iam.PolicyStatement({ actions: [...actions], resources: [key.keyRef.keyArn] });
  if (given) addToRole(userOf(fn), given, statement);
  else fn.addToRolePolicy(statement);
}

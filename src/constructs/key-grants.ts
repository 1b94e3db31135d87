import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { KEY_ACTIONS_OF_ENVIRONMENT, KEY_ACTIONS_OF_SENDERS } from '../spec/execution-role';

/** Lets the function use the keys of what it was configured with; aws-cdk-lib lets it use the things, not their keys. */
export function allowKeys(fn: lambda.Function, { environmentEncryption }: lambda.FunctionOptions): void {
  if (environmentEncryption) allowKey(fn, environmentEncryption, KEY_ACTIONS_OF_ENVIRONMENT);
  // As the function has it: aws-cdk-lib may have made the queue.
  const key = fn.deadLetterQueue?.encryptionMasterKey ?? fn.deadLetterTopic?.masterKey;
  if (key) allowKey(fn, key, KEY_ACTIONS_OF_SENDERS);
}

export function allowKey(fn: lambda.Function, key: kms.IKeyRef, actions: readonly string[]): void {
  const { grant } = key as Partial<kms.IKey>;
  if (grant) grant.call(key, fn, ...actions);
  // The key of a resource without its construct: whoever wrote its policy has it in hand.
  else fn.addToRolePolicy(new iam.PolicyStatement({ actions: [...actions], resources: [key.keyRef.keyArn] }));
}

import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { LAMBDA_SERVICE } from '../../spec/execution-role';
import { warn } from '../construct-warning';

/**
 * Lets Lambda decrypt the filters with the key (ESM-18).
 *
 * For all mappings of the account and Region: the mapping names the key, so the key cannot name the mapping.
 */
export function allowFilterKey(target: lambda.IFunction, key: kms.IKey): void {
  const mappings = Stack.of(target).formatArn({
    service: 'lambda',
    resource: 'event-source-mapping',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const { statementAdded } = key.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(LAMBDA_SERVICE)],
      actions: ['kms:Decrypt'],
      resources: ['*'],
      conditions: { ArnLike: { 'aws:SourceArn': mappings } },
    }),
  );
  if (!statementAdded) {
    warn(target, 'FILTER_KEY_UNCHANGED', `the policy of ${key.node.path} cannot be changed here (ESM-18).`);
  }
}

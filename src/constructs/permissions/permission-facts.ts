import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import { generatedName, STATEMENT_ID_LENGTH } from '../../spec/generated-names';
import { type PermissionTexts, permissionStatement } from '../../spec/resource-policy';
import { likelyStackName, likelyText, logicalIdOf } from './likely-text';

/** What a permission will most likely be in the policy of its function. */
export function likelyTexts(permission: lambda.CfnPermission): PermissionTexts {
  const text = (value: unknown): string | undefined => (value === undefined ? undefined : likelyText(permission, value));
  const { principal, action, functionName, sourceArn, sourceAccount, eventSourceToken, principalOrgId } = permission;
  return {
    id: generatedName(likelyStackName(Stack.of(permission)), logicalIdOf(permission), STATEMENT_ID_LENGTH),
    principal: likelyText(permission, principal),
    action: likelyText(permission, action),
    resource: likelyText(permission, functionName),
    sourceArn: text(sourceArn),
    sourceAccount: text(sourceAccount),
    eventSourceToken: text(eventSourceToken),
    organization: text(principalOrgId),
    urlAuthType: text(permission.functionUrlAuthType),
    viaUrl: permission.invokedViaFunctionUrl !== undefined && permission.invokedViaFunctionUrl !== false,
  };
}

/** How much of a policy the statement takes. */
export function likelyBytes(permission: lambda.CfnPermission): number {
  return Buffer.byteLength(JSON.stringify(permissionStatement(likelyTexts(permission))));
}

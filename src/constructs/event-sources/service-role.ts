import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** A role for one service, on behalf of this account alone, and of one source where its ARN is known (PRM-09). */
export function serviceRole(scope: Construct, id: string, service: string, sourceArn?: string): iam.Role {
  const conditions = {
    StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
    ...(sourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': sourceArn } }),
  };
  return new iam.Role(scope, id, { assumedBy: new iam.ServicePrincipal(service, { conditions }) });
}

/** Leave to invoke exactly this function, alias or version (PRM-03). */
export function mayInvoke(target: lambda.IFunction): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] });
}

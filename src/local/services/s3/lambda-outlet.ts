import type { LambdaFunction } from '../../../model/function';
import type { Permission } from '../../../model/permission';
import type { BucketOutlets, BucketParcel } from '../../engine/bucket-port';
import type { Lambda } from '../../engine/ports';
import { arnIsLike } from '../../engine/service-permission';
import { findTarget } from '../../engine/target';
import { textBytes } from '../../engine/text';

/** Functions are invoked asynchronously, where their policy lets S3 do it (S3-02, SIM-16, SIM-21). */
export function lambdaOutlet(lambda: Lambda, functions: () => readonly LambdaFunction[]): BucketOutlets[string] {
  return {
    async take({ targetArn, body, sender, traceHeader }) {
      const target = findTarget(functions(), targetArn);
      if (target.kind === 'target') {
        const { permissions } = target.function;
        const isAllowed = permissions.some((each) => each.qualifier === target.qualifier && allows(each, sender));
        const why = `Not authorized to invoke function [${targetArn}]: its policy does not let s3.amazonaws.com do it for ${sender.arn}.`;
        if (!isAllowed) return { outcome: 'failed', why };
      }
      const answer = await lambda.invoke({
        ...{ functionName: targetArn, type: 'Event', logType: 'None', payload: textBytes(body) },
        ...(traceHeader !== undefined && { traceHeader }),
      });
      return answer.kind === 'answer'
        ? { outcome: 'delivered' }
        : { outcome: 'failed', why: `${answer.type}: ${answer.message}` };
    },
  };
}

function allows(permission: Permission, { principal, arn, account }: BucketParcel['sender']): boolean {
  const { action, sourceArn, sourceAccount } = permission;
  return (
    ['*', 'lambda:*', 'lambda:invokefunction'].includes(action.toLowerCase()) &&
    [principal, '*'].includes(permission.principal) &&
    (sourceArn === undefined || arnIsLike(arn, sourceArn)) &&
    (sourceAccount === undefined || sourceAccount === account) &&
    permission.eventSourceToken === undefined &&
    permission.principalOrgId === undefined
  );
}

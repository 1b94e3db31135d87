import type { LambdaFunction } from '../../../model/function';
import type { BucketOutlets } from '../../engine/bucket-port';
import type { Lambda } from '../../engine/ports';
import { serviceMayInvoke } from '../../engine/service-permission';
import { findTarget } from '../../engine/target';
import { textBytes } from '../../engine/text';

/** Functions are invoked asynchronously, where their policy lets S3 do it (S3-02, SIM-16, SIM-21). */
export function lambdaOutlet(lambda: Lambda, functions: () => readonly LambdaFunction[]): BucketOutlets[string] {
  return {
    async take({ targetArn, body, sender, traceHeader }) {
      const target = findTarget(functions(), targetArn);
      if (target.kind === 'target') {
        const { principal, arn: sourceArn, account: sourceAccount } = sender;
        const isAllowed = serviceMayInvoke(target.function, target.qualifier, { principal, sourceArn, sourceAccount });
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

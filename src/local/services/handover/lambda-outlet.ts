import type { LambdaFunction } from '../../../model/function';
import { ASYNC_REQUEST_PAYLOAD_MAX } from '../../../spec/payload-limits';
import type { Outlet, Sender } from '../../engine/outlet';
import type { Lambda } from '../../engine/ports';
import { serviceMayInvoke } from '../../engine/service-permission';
import { findTarget, type Target } from '../../engine/target';
import { textBytes } from '../../engine/text';

/** Functions as targets of other services: invoked asynchronously, where their resource policy lets the sender (SIM-16, SIM-21). */
export function lambdaOutlet(lambda: Lambda, functions: () => readonly LambdaFunction[]): Outlet {
  return {
    async take({ targetArn, body, sender, traceHeader }) {
      const target = findTarget(functions(), targetArn);
      if (target.kind === 'target' && !mayInvoke(target, sender)) {
        const why = `The resource policy of ${targetArn} does not let ${sender.principal} invoke it for ${sender.arn}.`;
        return { outcome: 'failed', code: 'NO_PERMISSIONS', why, again: false };
      }
      const payload = textBytes(body);
      if (payload.length > ASYNC_REQUEST_PAYLOAD_MAX) {
        const why = `The event has ${payload.length} bytes, at most ${ASYNC_REQUEST_PAYLOAD_MAX} can be.`;
        return { outcome: 'failed', code: 'SDK_CLIENT_ERROR', why, again: false };
      }
      const answer = await lambda.invoke({
        ...{ functionName: targetArn, type: 'Event', logType: 'None', payload },
        ...(traceHeader !== undefined && { traceHeader }),
      });
      if (answer.kind === 'answer') return { outcome: 'delivered' };
      const { type, status, message } = answer;
      const again = status >= 500 || status === 429;
      return { outcome: 'failed', code: codeOf(status), why: `${type}: ${message}`, again };
    },
  };
}

function codeOf(status: number): string {
  if (status === 404) return 'NO_RESOURCE';
  return status === 429 ? 'THROTTLING' : status >= 500 ? 'INTERNAL_EXCEPTION' : 'SDK_CLIENT_ERROR';
}

/** PRM-01, PRM-02. */
export function mayInvoke({ function: fn, qualifier }: Target, sender: Sender): boolean {
  if (sender.hasRole === true) return true;
  const { principal, regionalPrincipal, arn: sourceArn, account: sourceAccount } = sender;
  const names = regionalPrincipal === undefined ? [principal] : [principal, regionalPrincipal];
  return names.some((each) => serviceMayInvoke(fn, qualifier, { principal: each, sourceArn, sourceAccount }));
}

import type { Chance } from '../chance-port';
import type { Gate } from '../engine/identity/gate';
import { type CallersKnown, callFacts } from './call-facts';
import { type RequestHead, type Visit, withHeaders } from './http';
import { decodedName } from './invoke-request';
import { lambdaError } from './lambda-error';

/** The visit of a client that invokes, if IAM lets it. */
export function gated(visit: Visit, head: RequestHead, gate: Gate, callers: CallersKnown, chance: Chance): Visit {
  return {
    bodyLimit: visit.bodyLimit,
    answer: (body) => {
      const facts = callFacts(head, callers);
      if (!facts.caller?.session) return visit.answer(body);
      const [, rawName = '', kind] = /^\/[^/]+\/functions\/([^/]+)\/([^/]+)/.exec(head.rawPath) ?? [];
      const operation = kind === 'invocations' ? 'Invoke' : 'InvokeWithResponseStream';
      const Qualifier = new URLSearchParams(head.rawQuery).get('Qualifier') ?? undefined;
      const input = { FunctionName: decodedName(rawName), Qualifier };
      const refused = gate.refusal('lambda', operation, input, { ...facts, requestId: '', operation });
      return refused ? withHeaders(lambdaError(refused), ['x-amzn-RequestId', chance.uuid()]) : visit.answer(body);
    },
  };
}

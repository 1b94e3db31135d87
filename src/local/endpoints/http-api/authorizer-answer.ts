import type { LambdaAuthorizer } from '../../../model/http-api';
import { authorizerResult } from '../../engine/authorizers/authorizer-result';
import type { PolicyDocument } from '../../engine/authorizers/policy-document';
import { bytesText } from '../../engine/text';
import { isRecord } from '../proxy-result';

/** What a function has answered about an identity: yes or no, or what it may do. */
export type Asked = {
  readonly principalId?: string;
  /** As the function gave it; integrations receive it so. */
  readonly context?: Readonly<Record<string, unknown>>;
} & ({ readonly isAuthorized: boolean } | { readonly policy: PolicyDocument });

/** Reads the answer in the form that the authorizer is declared with (AUT-04, AUT-05). */
export function answeredBy(payload: Uint8Array, authorizer: LambdaAuthorizer): Asked | { readonly malformed: string } {
  if (authorizer.payloadFormat === '2.0' && authorizer.simpleResponses) return simpleAnswer(payload);
  const result = authorizerResult(payload);
  if ('malformed' in result) return result;
  const { principalId, policy } = result;
  const context = contextOf(payload) ?? result.context;
  return { principalId, policy, ...(Object.keys(context).length > 0 && { context }) };
}

/** What does not say that somebody is authorized, denies them. */
function simpleAnswer(payload: Uint8Array): Asked | { readonly malformed: string } {
  let result: unknown;
  try {
    result = JSON.parse(bytesText(payload));
  } catch {
    return { malformed: 'the result is not JSON' };
  }
  if (!isRecord(result)) return { malformed: 'the result is not an object' };
  const { isAuthorized, context } = result;
  if (context !== undefined && context !== null && !isRecord(context)) return { malformed: 'the context is not an object' };
  return { isAuthorized: isAuthorized === true, ...(isRecord(context) && { context }) };
}

/** With the kinds of its values, which policies of REST APIs lose. */
function contextOf(payload: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  const { context } = JSON.parse(bytesText(payload)) as { context?: unknown };
  return isRecord(context) ? context : undefined;
}

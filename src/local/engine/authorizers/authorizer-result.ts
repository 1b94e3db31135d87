import { AUTHORIZER_RESULT_BYTES } from '../../../spec/authorizer-results';
import { bytesText } from '../text';
import { type PolicyDocument, policyDocument } from './policy-document';

/** What a function that authorizes has answered, in the form with a policy (AUT-04). */
export interface AuthorizerResult {
  readonly principalId: string;
  readonly policy: PolicyDocument;
  /** As functions receive it: every value is text. */
  readonly context: Readonly<Record<string, string>>;
  /** The API key that the caller's usage counts for. */
  readonly usageIdentifierKey?: string;
}

/** Reads the result of an authorizer, or says why it is none (AUT-04). */
export function authorizerResult(payload: Uint8Array): AuthorizerResult | { readonly malformed: string } {
  if (payload.length > AUTHORIZER_RESULT_BYTES) {
    return { malformed: `the result has ${payload.length} bytes, and may have ${AUTHORIZER_RESULT_BYTES}` };
  }
  const result = parsed(bytesText(payload));
  if (!isRecord(result)) return { malformed: 'the result is not an object' };
  const { principalId, policyDocument: document, context, usageIdentifierKey } = result;
  if (typeof principalId !== 'string' && typeof principalId !== 'number') {
    return { malformed: 'the result has no principalId' };
  }
  if (document === undefined || document === null) return { malformed: 'the result has no policyDocument' };
  const policy = policyDocument(document);
  if ('malformed' in policy) return policy;
  const texts = contextTexts(context);
  if (texts === undefined) return { malformed: 'the context is not an object of texts, numbers and booleans' };
  if (usageIdentifierKey !== undefined && usageIdentifierKey !== null && typeof usageIdentifierKey !== 'string') {
    return { malformed: 'usageIdentifierKey is not text' };
  }
  return {
    principalId: String(principalId),
    policy,
    context: texts,
    ...(typeof usageIdentifierKey === 'string' && { usageIdentifierKey }),
  };
}

/** Undefined when a value is an object or a list, which API Gateway does not take. */
function contextTexts(context: unknown): Readonly<Record<string, string>> | undefined {
  if (context === undefined || context === null) return {};
  if (!isRecord(context)) return undefined;
  const values = Object.entries(context).filter(([, value]) => value !== null);
  if (values.some(([, value]) => typeof value === 'object')) return undefined;
  return Object.fromEntries(values.map(([name, value]) => [name, String(value)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

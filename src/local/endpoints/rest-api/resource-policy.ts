import type { RestApi } from '../../../model/rest-api';
import { EXECUTE_API_ACTION } from '../../../spec/authorizer-results';
import type { ConditionContext } from '../../engine/authorizers/conditions';
import { judgePolicy, type PolicyAnswer, type PolicyDocument, policyDocument } from '../../engine/authorizers/policy-document';
import { sourceIp } from '../request-facts';
import type { GatewayError } from './ending';
import { apiArn, type BegunRestCall, methodArn } from './rest-call';

/** Who may call an API, as its resource policy has it; one that is malformed lets nobody in. */
export class ResourcePolicy {
  private readonly document: PolicyDocument | { readonly malformed: string } | undefined;

  constructor(api: RestApi) {
    this.document = api.policy === undefined ? undefined : policyDocument(written(api.policy, apiArn(api)));
  }

  /** Undefined where the API has none. */
  judge(call: BegunRestCall, principals: readonly string[]): PolicyAnswer | undefined {
    if (this.document === undefined) return undefined;
    if ('malformed' in this.document) return 'notAllowed';
    return judgePolicy(this.document, { ...question(call), principals });
  }

  /** Why it lets nobody in; undefined for one that is sound. */
  get flaw(): string | undefined {
    return this.document && 'malformed' in this.document ? this.document.malformed : undefined;
  }
}

/** What policies are asked about a request: those of the API as well as those that authorizers answer. */
export function question(call: BegunRestCall): {
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
} {
  const { head, now } = call;
  const context = {
    'aws:sourceip': sourceIp(head),
    'aws:useragent': head.headers['user-agent'],
    'aws:referer': head.headers.referer,
    'aws:currenttime': new Date(now).toISOString(),
    'aws:epochtime': String(Math.floor(now / 1000)),
    // On AWS every request comes through TLS.
    'aws:securetransport': 'true',
  };
  return { action: EXECUTE_API_ACTION, resource: methodArn(call), context };
}

/** Refused by the policy of the API itself. */
export function deniedByPolicy(call: BegunRestCall, who: string, answer: PolicyAnswer, flaw?: string): GatewayError {
  const explicit = answer === 'explicitlyDenied' ? ' with an explicit deny' : '';
  // AWS does not tell callers the whole number of the account.
  const resource = methodArn(call).replace(/:\d{8}(\d{4}):/, ':********$1:');
  return {
    type: 'ACCESS_DENIED',
    message: `User: ${who} is not authorized to perform: ${EXECUTE_API_ACTION} on resource: ${resource}${explicit}`,
    member: 'Message',
    refused:
      flaw === undefined
        ? `the resource policy of the API does not let ${who} in${explicit}`
        : `the resource policy of the API is malformed: ${flaw}`,
  };
}

/** Resources may leave out what is the API's own: `execute-api:/prod/GET/*`. */
function written(value: unknown, api: string): unknown {
  if (typeof value === 'string')
    return value.startsWith('execute-api:/') ? `${api}/${value.slice('execute-api:/'.length)}` : value;
  if (Array.isArray(value)) return value.map((each) => written(each, api));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, written(each, api)]));
}

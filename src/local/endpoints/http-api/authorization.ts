import type { AuthorizerOutcome } from '../../journal/request-happening';
import { type Ending, gatewayEnding } from './ending';
import type { Authorizer } from './http-call';

/** What became of a request at the authorizer of its route: what its integration is told, or how it ended. */
export type Authorization =
  | { readonly told: AuthorizerOutcome; readonly authorizer: Authorizer }
  | { readonly told: AuthorizerOutcome; readonly ending: Ending };

export function allowed(told: Omit<AuthorizerOutcome, 'outcome'>, authorizer: Authorizer): Authorization {
  return { told: { ...told, outcome: 'allowed' }, authorizer };
}

/** 401 for who is not known, 403 for who may not. */
export function denied(
  told: Omit<AuthorizerOutcome, 'outcome' | 'why'>,
  status: 401 | 403,
  why: string,
  headers: readonly string[] = [],
): Authorization {
  return { told: { ...told, outcome: 'denied', why }, ending: gatewayEnding(status, why, headers) };
}

/** The authorizer could not be asked, or answered nonsense. */
export function failed(name: string, why: string): Authorization {
  return { told: { name, outcome: 'failed', why }, ending: gatewayEnding(500, `the authorizer ${name}: ${why}`) };
}

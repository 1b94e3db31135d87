import type { LambdaFunction } from '../../model/function';
import type { FunctionUrl } from '../../model/function-url';
import type { Permission } from '../../model/permission';
import { URL_ACTIONS } from '../../spec/function-url';
import { arnIsLike, type InvokingService } from '../engine/service-permission';

/** Who calls a function URL; absent for somebody who need not say who they are. */
export interface Caller {
  readonly account: string;
  /** Of the user or of the role's session. */
  readonly arn: string;
  /** What the identity's own policies allow. */
  readonly allows: 'everything';
}

/**
 * Why the call is not allowed, as a sentence; undefined when it is (URL-11 to URL-14).
 *
 * Without a caller, and for one of another account, the resource policy must allow both actions.
 */
export function refusal(
  url: FunctionUrl,
  account: string,
  permissions: readonly Permission[],
  caller: Caller | undefined,
): string | undefined {
  if (caller?.account === account) return undefined;
  const missing = URL_ACTIONS.find(
    (action) => !permissions.some((permission) => allows(permission, action, url) && isFor(permission.principal, caller)),
  );
  if (missing === undefined) return undefined;
  const who = caller === undefined ? '*' : caller.arn;
  const on = url.qualifier === undefined ? 'the function' : `its qualifier ${url.qualifier}`;
  return `no statement of the resource policy on ${on} allows ${who} the action ${missing} through a URL of type ${url.authType}`;
}

/** The same for a service that signs for itself, as CloudFront does with an origin access control. */
export function serviceRefusal(
  { qualifier, authType }: FunctionUrl,
  fn: Pick<LambdaFunction, 'permissions'>,
  service: InvokingService,
): string | undefined {
  const missing = URL_ACTIONS.find((action) => !serviceMayDo(fn, action, { qualifier, authType }, service));
  if (missing === undefined) return undefined;
  const on = qualifier === undefined ? 'the function' : `its qualifier ${qualifier}`;
  return `no statement of the resource policy on ${on} allows ${service.principal} the action ${missing} for ${service.sourceArn}`;
}

function serviceMayDo(
  { permissions }: Pick<LambdaFunction, 'permissions'>,
  action: string,
  url: Pick<FunctionUrl, 'authType'> & { readonly qualifier: string | undefined },
  { principal, sourceArn, sourceAccount }: InvokingService,
): boolean {
  return permissions.some(
    (each) =>
      each.qualifier === url.qualifier &&
      covers(each.action, action) &&
      (each.functionUrlAuthType === undefined || each.functionUrlAuthType === url.authType) &&
      (each.principal === principal || each.principal === '*') &&
      (each.sourceArn === undefined || arnIsLike(sourceArn, each.sourceArn)) &&
      (each.sourceAccount === undefined || each.sourceAccount === sourceAccount) &&
      each.eventSourceToken === undefined &&
      each.principalOrgId === undefined,
  );
}

/** A condition on something that a call through a URL does not have is never met. */
function allows(permission: Permission, action: string, url: FunctionUrl): boolean {
  return (
    permission.qualifier === url.qualifier &&
    covers(permission.action, action) &&
    (permission.functionUrlAuthType === undefined || permission.functionUrlAuthType === url.authType) &&
    permission.sourceArn === undefined &&
    permission.sourceAccount === undefined &&
    permission.eventSourceToken === undefined &&
    permission.principalOrgId === undefined
  );
}

/** Names of actions know no case. */
function covers(pattern: string, action: string): boolean {
  return pattern === '*' || pattern === 'lambda:*' || pattern.toLowerCase() === action.toLowerCase();
}

function isFor(principal: string, caller: Caller | undefined): boolean {
  if (principal === '*') return true;
  if (caller === undefined) return false;
  if (principal === caller.account || principal === caller.arn || isRootOf(principal, caller.account)) return true;
  return (
    roleName(caller.arn) !== undefined &&
    roleName(principal) === roleName(caller.arn) &&
    principal.includes(`::${caller.account}:`)
  );
}

function isRootOf(principal: string, account: string): boolean {
  return principal.startsWith('arn:') && principal.endsWith(`:iam::${account}:root`);
}

/** The name in a role's ARN, which may have a path, or in that of one of its sessions, which has none. */
function roleName(arn: string): string | undefined {
  const [kind, ...rest] = (arn.split(':')[5] ?? '').split('/');
  if (kind === 'role') return rest.at(-1);
  return kind === 'assumed-role' ? rest[0] : undefined;
}

import type { LambdaFunction } from '../../model/function';
import type { Permission } from '../../model/permission';

/** A service that wants to invoke a function. */
export interface InvokingService {
  /** As `apigateway.amazonaws.com`. */
  readonly principal: string;
  /** On whose behalf: the ARN that conditions on `aws:SourceArn` are held against. */
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

/** Whether the resource policy of the function, or of exactly this qualifier of it, lets the service invoke it (PRM-01, PRM-02). */
export function serviceMayInvoke(
  { permissions }: Pick<LambdaFunction, 'permissions'>,
  qualifier: string | undefined,
  service: InvokingService,
): boolean {
  return permissions.some((each) => each.qualifier === qualifier && allows(each, service));
}

function allows(permission: Permission, service: InvokingService): boolean {
  const { action, principal, sourceArn, sourceAccount } = permission;
  return (
    ['*', 'lambda:*', 'lambda:invokefunction'].includes(action.toLowerCase()) &&
    (principal === service.principal || principal === '*') &&
    (sourceArn === undefined || arnIsLike(service.sourceArn, sourceArn)) &&
    (sourceAccount === undefined || sourceAccount === service.sourceAccount) &&
    permission.eventSourceToken === undefined &&
    permission.principalOrgId === undefined &&
    permission.functionUrlAuthType === undefined &&
    permission.invokedViaFunctionUrl !== true
  );
}

/** `ArnLike`: each of the six parts by itself, with `*` and `?`. */
export function arnIsLike(arn: string, pattern: string): boolean {
  const patterns = partsOf(pattern);
  return partsOf(arn).every((part, at) => isLike(part, patterns[at] ?? ''));
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** Most parts have no wildcards, and regular expressions are dear where every request makes some. */
function isLike(text: string, pattern: string): boolean {
  if (pattern === '*') return true;
  return /[*?]/.test(pattern) ? wildcard(pattern).test(text) : text === pattern;
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}

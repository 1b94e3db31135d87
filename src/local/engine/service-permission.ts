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

/** `*` is any characters and `?` one; without a regular expression, which is dear where every request makes some. */
function isLike(text: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  let afterStar = -1;
  let eaten = 0;
  while (at < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      afterStar = ++inPattern;
      eaten = at;
    } else if (wanted === '?' || wanted === text[at]) {
      inPattern++;
      at++;
    } else if (afterStar >= 0) {
      inPattern = afterStar;
      at = ++eaten;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern++;
  return inPattern === pattern.length;
}

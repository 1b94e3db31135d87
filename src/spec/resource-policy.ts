import type { Limit } from './limit';

/** The policy of a function, or of one of its versions or aliases: each has its own. Counted is the whole document as JSON. */
export const RESOURCE_POLICY: Limit = {
  min: 0,
  max: 20_480,
  unit: 'bytes',
  whole: true,
  rule: 'IAM-02',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
};

/** From this size on, statements that differ only in the tail of their source become one; our choice, not a limit of AWS. */
export const COMPACT_POLICY_ABOVE = RESOURCE_POLICY.max * 0.7;

/** From this size on, a policy is near its limit; our choice, not a limit of AWS. */
export const LARGE_POLICY_ABOVE = RESOURCE_POLICY.max * 0.8;

/** What `AWS::Lambda::Permission` says of a statement, with every value as the deployment would put it in. */
export interface PermissionTexts {
  readonly id: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  readonly eventSourceToken?: string;
  readonly organization?: string;
  readonly urlAuthType?: string;
  readonly viaUrl?: boolean;
}

/** The statement that AddPermission makes (IAM-03). */
export function permissionStatement(texts: PermissionTexts): Readonly<Record<string, unknown>> {
  const { id, principal, action, resource, sourceArn, sourceAccount, eventSourceToken, organization, urlAuthType, viaUrl } =
    texts;
  const equal = {
    ...(sourceAccount !== undefined && { 'AWS:SourceAccount': sourceAccount }),
    ...(eventSourceToken !== undefined && { 'lambda:EventSourceToken': eventSourceToken }),
    ...(urlAuthType !== undefined && { 'lambda:FunctionUrlAuthType': urlAuthType }),
    ...(organization !== undefined && { 'aws:PrincipalOrgID': organization }),
  };
  const conditions = {
    ...(Object.keys(equal).length > 0 && { StringEquals: equal }),
    ...(viaUrl && { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
    ...(sourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': sourceArn } }),
  };
  return {
    Sid: id,
    Effect: 'Allow',
    Principal: principalOf(principal, resource),
    Action: action,
    Resource: resource,
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
}

function principalOf(principal: string, resource: string): unknown {
  if (principal === '*') return principal;
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:${resource.split(':')[1] ?? 'aws'}:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}

/** The bytes of a policy whose statements have these. */
export function policyBytes(statements: readonly number[]): number {
  const envelope = '{"Version":"2012-10-17","Id":"default","Statement":[]}'.length;
  return envelope + statements.reduce((sum, bytes) => sum + bytes, Math.max(0, statements.length - 1));
}

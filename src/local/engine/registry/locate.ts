import { functionArn } from '../../../model/function-name';
import type { AwsError } from '../aws-error';
import { misplaced, parseReference } from '../target';
import { notFound } from './not-found';
import type { Registered, RegisteredAlias, RegisteredVersion } from './state';

/** A function as a request addresses it. */
export interface Located {
  readonly kind: 'located';
  readonly fn: Registered;
  /** From the name or from the request's own member. */
  readonly qualifier?: string;
  /** As it was addressed. */
  readonly arn: string;
}

/** How a missing function is said; operations differ (FN-05). `qualifier` is what was asked for. */
export type Missing = (arn: string, qualifier: string | undefined) => AwsError;

export const functionNotFound: Missing = (arn) => notFound(`Function not found: ${arn}`);
/** With the qualifier where one was given. */
export const asAddressedNotFound: Missing = (arn, qualifier) =>
  notFound(`Function not found: ${arn}${qualifier === undefined ? '' : `:${qualifier}`}`);
/** With the qualifier, or with `$LATEST`. */
export const qualifiedNotFound: Missing = (arn, qualifier = '$LATEST') => notFound(`Function not found: ${arn}:${qualifier}`);

/** There is no version, or no alias, of this name. */
export function qualifierMissing(functionArn: string, qualifier: string): AwsError {
  const isVersion = /^(\d+|\$LATEST)$/.test(qualifier);
  return notFound(`${isVersion ? 'Function not found' : 'Cannot find alias arn'}: ${functionArn}:${qualifier}`);
}

/** The function of a name, partial ARN or ARN; its qualifier is not looked up. `region` is the one that the request was sent to. */
export function locate(
  functions: readonly Registered[],
  functionName: string,
  qualifier: string | undefined,
  { region, missing = functionNotFound }: { readonly region?: string; readonly missing?: Missing },
): Located | AwsError {
  const reference = parseReference(functionName, qualifier);
  if (reference.kind === 'awsError') return reference;
  const { name, account, region: named, qualifier: asked } = reference;
  const candidates = functions.filter((fn) => fn.name === name && (account === undefined || fn.account === account));
  const fn =
    named === undefined
      ? (candidates.find((each) => each.region === region) ?? candidates[0])
      : candidates.find((each) => each.region === named);
  if (!fn) return misplaced(functions, reference) ?? missing(missingArn(functions, reference, region), asked);
  return {
    kind: 'located',
    fn,
    ...(asked !== undefined && { qualifier: asked }),
    arn: asked === undefined ? fn.arn : `${fn.arn}:${asked}`,
  };
}

export function versionOf(fn: Registered, number: string): RegisteredVersion | undefined {
  return fn.versions.find((version) => version.number === number);
}

export function aliasOf(fn: Registered, name: string): RegisteredAlias | undefined {
  return fn.aliases.find((alias) => alias.name === name);
}

function missingArn(
  functions: readonly Registered[],
  named: { readonly name: string; readonly region?: string; readonly account?: string },
  asked: string | undefined,
): string {
  const here = functions.find((fn) => fn.region === asked) ?? functions[0];
  const region = named.region ?? here?.region ?? asked ?? 'us-east-1';
  return functionArn({ account: named.account ?? here?.account ?? '000000000000', region, name: named.name });
}

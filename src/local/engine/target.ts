import type { Alias, FunctionConfiguration, LambdaFunction, Version } from '../../model/function';
import { functionArn } from '../../model/function-name';
import {
  FUNCTION_REFERENCE,
  FUNCTION_REFERENCE_MAX,
  FUNCTION_REFERENCE_PRINTED,
  QUALIFIER,
  QUALIFIER_MAX,
  QUALIFIER_PRINTED,
} from '../../spec/function-reference';
import { type AwsError, awsError } from './aws-error';

/** A function as a caller addressed it. */
export interface Target {
  readonly kind: 'target';
  readonly function: LambdaFunction;
  /** As the caller gave it; absent for an unqualified call. */
  readonly qualifier?: string;
  /** With the caller's qualifier, or none (FN-92). */
  readonly invokedFunctionArn: string;
  /** What the qualifier leads to: one version, or two with the share of the second. */
  readonly routes: Routes;
}

export interface Routes {
  readonly primary: string;
  readonly additional?: { readonly version: string; readonly weight: number };
}

/** A function's name taken apart (FN-02). */
export interface Reference {
  readonly kind: 'reference';
  readonly name: string;
  readonly region?: string;
  readonly account?: string;
  readonly qualifier?: string;
}

/** Whether a function, or the version that is asked for, was only just made and cannot be invoked yet (FN-82). */
function isPending(fn: MaybePending, version: string): boolean {
  if (fn.condition?.is === 'creating') return true;
  const chosen: MaybePendingVersion | undefined = fn.versions.find(({ number }) => number === version);
  return chosen?.pendingUntil !== undefined;
}

type MaybePending = LambdaFunction & { readonly condition?: { readonly is: string } };
type MaybePendingVersion = Version & { readonly pendingUntil?: number };

/**
 * Finds what `functionName` and `qualifier` address, or says what Lambda would have answered. `here` is the Region that the request
 * was sent to: where the app has functions in it, no other is reached (ERR-07).
 */
export function findTarget(
  functions: readonly LambdaFunction[],
  functionName: string,
  qualifier?: string,
  here?: string,
): Target | AwsError {
  const malformed = malformedReference(functionName, qualifier);
  if (malformed) return malformed;
  const reference = parseReference(functionName, qualifier);
  if (reference.kind === 'awsError') return reference;
  const { name, account, region, qualifier: asked } = reference;

  const asking = here !== undefined && functions.some((fn) => fn.region === here) ? here : undefined;
  if (asking !== undefined && region !== undefined && region !== asking) return notReachable(region, asking);
  const named = functions.filter((fn) => fn.name === name && (account === undefined || fn.account === account));
  const place = region ?? asking;
  const found = place === undefined ? named[0] : named.find((fn) => fn.region === place);
  if (!found) return misplaced(functions, reference) ?? unknownFunction(functions, reference, asking);
  const routes = routesOf(found, asked);
  if (!routes) return notFound(`${found.arn}:${asked}`);
  if (isPending(found, routes.primary)) return PENDING;
  return {
    kind: 'target',
    function: found,
    ...(asked !== undefined && { qualifier: asked }),
    invokedFunctionArn: asked === undefined ? found.arn : `${found.arn}:${asked}`,
    routes,
  };
}

/** The version that one invocation runs; `fraction` is a throw from 0 to below 1 (ALS-06). */
export function chooseVersion(routes: Routes, fraction: number): string {
  return routes.additional && fraction < routes.additional.weight ? routes.additional.version : routes.primary;
}

/** Undefined when there is no such version. */
export function configurationOf(fn: LambdaFunction, version: string): FunctionConfiguration | undefined {
  if (version === '$LATEST') return fn.configuration;
  return fn.versions.find((published: Version) => published.number === version)?.configuration;
}

/** Whether what the qualifier leads to traces what its callers have not decided on (FN-62). */
export function isTraced(fn: LambdaFunction, qualifier: string | undefined): boolean {
  const routes = routesOf(fn, qualifier);
  return routes !== undefined && configurationOf(fn, routes.primary)?.tracing === 'Active';
}

function routesOf(fn: LambdaFunction, qualifier: string | undefined): Routes | undefined {
  if (qualifier === undefined || qualifier === '$LATEST') return { primary: '$LATEST' };
  const alias = fn.aliases.find((candidate: Alias) => candidate.name === qualifier);
  if (alias) return { primary: alias.version, ...(alias.additional && { additional: alias.additional }) };
  return fn.versions.some((version) => version.number === qualifier) ? { primary: qualifier } : undefined;
}

/** What is named, by a text that has the form of a reference; the qualifier may stand in either place (FN-04). */
export function parseReference(functionName: string, qualifier: string | undefined): Reference | AwsError {
  const [, region, account, name = '', inName] = FUNCTION_REFERENCE.exec(functionName) ?? [];
  if (inName !== undefined && qualifier !== undefined && inName !== qualifier) {
    return awsError(
      'InvalidParameterValueException',
      400,
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  const asked = qualifier ?? inName;
  return {
    kind: 'reference',
    name,
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
    ...(asked !== undefined && { qualifier: asked }),
  };
}

/** FN-02, FN-03, ERR-03. */
function malformedReference(functionName: string, qualifier: string | undefined): AwsError | undefined {
  const violations: string[] = [];
  if (functionName.length > FUNCTION_REFERENCE_MAX) {
    violations.push(
      violation(functionName, 'functionName', `Member must have length less than or equal to ${FUNCTION_REFERENCE_MAX}`),
    );
  }
  if (!FUNCTION_REFERENCE.test(functionName)) {
    violations.push(
      violation(functionName, 'functionName', `Member must satisfy regular expression pattern: ${FUNCTION_REFERENCE_PRINTED}`),
    );
  }
  if (qualifier !== undefined) {
    if (qualifier.length > QUALIFIER_MAX) {
      violations.push(violation(qualifier, 'qualifier', `Member must have length less than or equal to ${QUALIFIER_MAX}`));
    }
    if (!QUALIFIER.test(qualifier)) {
      violations.push(violation(qualifier, 'qualifier', `Member must satisfy regular expression pattern: ${QUALIFIER_PRINTED}`));
    }
  }
  if (violations.length === 0) return undefined;
  const counted = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: `;
  return awsError('ValidationException', 400, counted + violations.join('; '));
}

function violation(value: string, member: string, constraint: string): string {
  return `Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`;
}

/** A function that is named in an ARN of a Region or an account that the app has nothing in (ERR-07, ERR-08). */
export function misplaced(functions: readonly LambdaFunction[], { region, account }: Reference): AwsError | undefined {
  if (functions.length === 0) return undefined;
  if (region !== undefined && !functions.some((fn) => fn.region === region)) {
    return notReachable(region, functions[0]?.region as string);
  }
  if (account !== undefined && !functions.some((fn) => fn.account === account)) {
    return awsError(
      'AccessDeniedException',
      403,
      `The functions of account ${account} are not part of this app; it has those of ${[...new Set(functions.map((fn) => fn.account))].join(', ')}.`,
    );
  }
  return undefined;
}

function notReachable(region: string, here: string): AwsError {
  return awsError('ResourceNotFoundException', 404, `Functions from '${region}' are not reachable in this region ('${here}')`);
}

/** FN-05. */
function unknownFunction(
  functions: readonly LambdaFunction[],
  { name, region, account, qualifier }: Reference,
  asking: string | undefined,
): AwsError {
  const here = functions.find((fn) => fn.region === asking) ?? functions[0];
  const arn = functionArn({
    account: account ?? here?.account ?? '000000000000',
    region: region ?? here?.region ?? 'us-east-1',
    name,
  });
  return notFound(`${arn}:${qualifier ?? '$LATEST'}`);
}

function notFound(arn: string): AwsError {
  return awsError('ResourceNotFoundException', 404, `Function not found: ${arn}`);
}

const PENDING = awsError(
  'ResourceConflictException',
  409,
  'The operation cannot be performed at this time. The function is currently in the following state: Pending',
);

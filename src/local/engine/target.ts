import type { Alias, FunctionConfiguration, LambdaFunction, Version } from '../../model/function';
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

/** Finds what `functionName` and `qualifier` address, or says what Lambda would have answered. */
export function findTarget(functions: readonly LambdaFunction[], functionName: string, qualifier?: string): Target | AwsError {
  const malformed = malformedReference(functionName, qualifier);
  if (malformed) return malformed;
  const [, region, account, name, inName] = FUNCTION_REFERENCE.exec(functionName) as unknown as (string | undefined)[];
  if (inName !== undefined && qualifier !== undefined && inName !== qualifier) {
    return awsError(
      'InvalidParameterValueException',
      400,
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  const asked = qualifier ?? inName;

  const named = functions.filter((fn) => fn.name === name && (account === undefined || fn.account === account));
  const found = region === undefined ? named[0] : named.find((fn) => fn.region === region);
  if (!found) return unknownFunction(functions, name as string, asked, region, account);

  const routes = routesOf(found, asked);
  if (!routes) return notFound(`${found.arn}:${asked}`);
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

function routesOf(fn: LambdaFunction, qualifier: string | undefined): Routes | undefined {
  if (qualifier === undefined || qualifier === '$LATEST') return { primary: '$LATEST' };
  const alias = fn.aliases.find((candidate: Alias) => candidate.name === qualifier);
  if (alias) return { primary: alias.version, ...(alias.additional && { additional: alias.additional }) };
  return fn.versions.some((version) => version.number === qualifier) ? { primary: qualifier } : undefined;
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

/** ERR-07, ERR-08, FN-05. */
function unknownFunction(
  functions: readonly LambdaFunction[],
  name: string,
  qualifier: string | undefined,
  region: string | undefined,
  account: string | undefined,
): AwsError {
  const here = functions[0];
  const inRegion = region ?? here?.region ?? 'us-east-1';
  if (region !== undefined && functions.length > 0 && !functions.some((fn) => fn.region === region)) {
    return awsError(
      'ResourceNotFoundException',
      404,
      `Functions from '${region}' are not reachable in this region ('${here?.region}')`,
    );
  }
  if (account !== undefined && functions.length > 0 && !functions.some((fn) => fn.account === account)) {
    return awsError(
      'AccessDeniedException',
      403,
      `The functions of account ${account} are not part of this app; it has those of ${[...new Set(functions.map((fn) => fn.account))].join(', ')}.`,
    );
  }
  const arn = `arn:aws:lambda:${inRegion}:${account ?? here?.account ?? '000000000000'}:function:${name}`;
  return notFound(`${arn}:${qualifier ?? '$LATEST'}`);
}

function notFound(arn: string): AwsError {
  return awsError('ResourceNotFoundException', 404, `Function not found: ${arn}`);
}

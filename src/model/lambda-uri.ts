import type { LambdaFunction } from './function';

/** A function as an integration or authorizer names it: by its ARN, or by API Gateway's own form of it (APR-01, APH-01). */
const INVOCATIONS =
  /^arn:[^:]+:apigateway:[^:]*:lambda:path\/+[^/]+\/functions\/(?<arn>.+)\/(?:response-streaming-)?invocations$/;
const FUNCTION_ARN = /^arn:[^:]+:lambda:[^:]+:\d{12}:function:[\w.-]+(?::[\w$.-]+)?$/;

/** The ARN, with its qualifier, of the function that an integration's URI leads to; undefined when it leads to none. */
export function functionOfUri(uri: string): string | undefined {
  const arn = INVOCATIONS.exec(uri)?.groups?.arn ?? uri;
  return FUNCTION_ARN.test(arn) ? arn : undefined;
}

/** Stage variables in the place of `${stageVariables.name}`; those that the stage does not have are empty. */
export function withStageVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{stageVariables\.([\w-]+)\}/g, (_, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] as string) : '',
  );
}

/** The URI as each of the stages has it, with its variables. */
export function inEachStage(
  uri: string,
  stages: readonly { readonly variables: Readonly<Record<string, string>> }[],
): readonly string[] {
  const each = stages.length > 0 ? stages : [{ variables: {} }];
  return [...new Set(each.map(({ variables }) => withStageVariables(uri, variables)))];
}

/** The ARNs of those of the URIs that lead to functions, as a member of what is led to them. */
export function functionsIn(uris: readonly string[]): { readonly functions?: readonly string[] } {
  const functions = uris.flatMap((uri) => functionOfUri(uri) ?? []);
  return functions.length > 0 ? { functions } : {};
}

/** The construct path of the function that a URI or ARN leads to, with its qualifier; the text itself where it leads to none of these. */
export function functionShown(text: string, functions: readonly Pick<LambdaFunction, 'arn' | 'address'>[]): string {
  const arn = functionOfUri(text);
  if (arn === undefined) return text;
  const unqualified = unqualifiedArn(arn);
  const fn = functions.find((each) => each.arn === unqualified);
  return fn ? `${fn.address.path}${arn.slice(unqualified.length)}` : arn;
}

/** The ARN of a function without the alias or version that it may end in. */
export function unqualifiedArn(arn: string): string {
  return arn.split(':').slice(0, 7).join(':');
}

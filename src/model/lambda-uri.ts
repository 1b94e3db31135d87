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

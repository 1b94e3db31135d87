import { PLACEHOLDER_ACCOUNT, PLACEHOLDER_REGION, partitionOf } from '../spec/pseudo-parameters';
import type { App } from './app';
import type { Declaration } from './declaration';
import { knownMembers, knownText } from './known';

/** A stage of an API. */
export interface ApiStage {
  readonly name: string;
  /** Those that are known. */
  readonly variables: ReadonlyMap<string, string>;
}

/** The stages of an API by its id; none when none of them is in the app. */
export function stagesOf(app: App, apiId: string | undefined): readonly ApiStage[] {
  return (apiId === undefined ? undefined : stages(app).get(apiId)) ?? [];
}

function stages(app: App): ReadonlyMap<string, readonly ApiStage[]> {
  return app.once('stages of APIs', () => {
    const found = new Map<string, ApiStage[]>();
    for (const on of app.ofType('AWS::ApiGateway::Stage', 'AWS::ApiGatewayV2::Stage', 'AWS::ApiGateway::Deployment')) {
      const api = knownText(on, on.type === 'AWS::ApiGatewayV2::Stage' ? 'ApiId' : 'RestApiId');
      const name = knownText(on, 'StageName');
      if (api === undefined || name === undefined) continue;
      const variables =
        on.type === 'AWS::ApiGatewayV2::Stage' ? knownMembers(on, 'StageVariables') : knownMembers(on, 'Variables');
      const stage = { name, variables: new Map(variables.map(([key, value]) => [key, knownText(value) ?? ''])) };
      const others = found.get(api);
      if (others === undefined) found.set(api, [stage]);
      else others.push(stage);
    }
    return found;
  });
}

/** What API Gateway says it is when it calls a function: `rest` is a stage, a method and a path. */
export function executeApiArn(
  { account = PLACEHOLDER_ACCOUNT, region = PLACEHOLDER_REGION }: Declaration,
  api: string,
  rest: string,
): string {
  return `arn:${partitionOf(region).id}:execute-api:${region}:${account}:${api}/${rest}`;
}

/**
 * The ARNs of a method in the stages, as written and as called: permissions of REST APIs have `*` for a part of the path that is
 * a parameter, those of HTTP APIs may have the parameter.
 */
export function methodArns(
  on: Declaration,
  api: string,
  stages: readonly ApiStage[],
  method: string,
  path: string,
): readonly string[] {
  const verb = method === 'ANY' ? ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY'] : [method];
  const paths = new Set([path, path.replace(/\{[^{}]*\}/g, 'x')]);
  return stages.flatMap(({ name }) =>
    verb.flatMap((each) => [...paths].map((at) => executeApiArn(on, api, `${name}/${each}${at}`))),
  );
}

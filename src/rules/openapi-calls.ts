import { stagesOf } from './api-stages';
import type { App } from './app';
import type { Declaration } from './declaration';
import { type Integrated, integrated } from './integrated-function';
import { knownMembers, knownText } from './known';
import type { Part } from './part';

/** A call of a function by an operation of the OpenAPI document in the `Body` of an API. */
export interface OperationCall extends Integrated {
  readonly on: Declaration;
  readonly api: string;
  /** `GET`, or `ANY`. */
  readonly method: string;
  /** Undefined for the `$default` route. */
  readonly path: string | undefined;
  readonly integration: Part;
}

const INTEGRATION = 'x-amazon-apigateway-integration';
const ANY = 'x-amazon-apigateway-any-method';
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', ANY];
const SHARED = '#/components/x-amazon-apigateway-integrations/';

/** The calls of all APIs of the type that have a document; those that paths are prepended to are passed over. */
export function* operationCalls(app: App, type: string): Generator<OperationCall> {
  for (const on of app.ofType(type)) {
    const api = on.ref;
    if (api === undefined || on.has('BasePath') || on.has('Parameters')) continue;
    for (const [path, item] of knownMembers(on, 'Body', 'paths')) {
      for (const [name, operation] of knownMembers(item)) {
        if (!METHODS.includes(name)) continue;
        const integration = integrationOf(on, operation);
        const kind = knownText(integration, 'type')?.toUpperCase();
        if (kind !== 'AWS' && kind !== 'AWS_PROXY') continue;
        const isDefault = name === ANY && knownText(operation, 'isDefaultRoute') === 'true';
        const called = { on, api, method: name === ANY ? 'ANY' : name.toUpperCase(), path: isDefault ? undefined : path };
        for (const found of integrated(app, on, integration.part('uri'), stagesOf(app, api))) {
          yield { ...called, integration, ...found };
        }
      }
    }
  }
}

function integrationOf(on: Declaration, operation: Part): Part {
  const ref = knownText(operation, INTEGRATION, '$ref');
  if (!ref?.startsWith(SHARED)) return operation.part(INTEGRATION);
  return on.part('Body', 'components', `${INTEGRATION}s`, ref.slice(SHARED.length));
}

/** The functions that security schemes of documents ask, with what says so; those that are asked in a role are passed over. */
export function* schemeCalls(app: App): Generator<Integrated & { readonly on: Declaration; readonly uri: Part }> {
  for (const on of app.ofType('AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api')) {
    for (const at of [['components', 'securitySchemes'], ['securityDefinitions']]) {
      for (const [, scheme] of knownMembers(on, 'Body', ...at)) {
        const authorizer = scheme.part('x-amazon-apigateway-authorizer');
        const uri = authorizer.part('authorizerUri');
        if (authorizer.has('authorizerCredentials')) continue;
        for (const found of integrated(app, on, uri, stagesOf(app, on.ref))) yield { on, uri, ...found };
      }
    }
  }
}

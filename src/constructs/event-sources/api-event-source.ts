import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { type Duration, Names, Stack, Token } from 'aws-cdk-lib/core';
import { CALLER_WAITS } from '../../spec/caller-waits';
import { REST_METHODS, REST_PATH, REST_TIMEOUT, REST_TIMEOUT_BY_DEFAULT } from '../../spec/event-sources/api-gateway';
import { fitting, within } from '../check';
import { ConstructError } from '../construct-error';
import { warn } from '../construct-warning';
import { waitOf, warnOfWait } from './caller-wait';
import { Held } from './held';

export interface ApiEventSourceProps extends apigateway.MethodOptions {
  /**
   * The API that gets the method. It may be of another stack, or imported with `fromRestApiAttributes`; methods of an imported API
   * reach its clients with its next deployment.
   *
   * @default - An API of the function's own, which all its sources without `api` share.
   */
  readonly api?: apigateway.IRestApi;

  /**
   * How long API Gateway waits for the function: whole milliseconds from 50. Above 29 seconds a quota has to be raised, and the
   * API must not be edge-optimized.
   *
   * @default Duration.seconds(29)
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
   */
  readonly timeout?: Duration;

  /**
   * Whether the method can be tried in the console of API Gateway, which takes a permission of its own.
   *
   * @default false
   */
  readonly allowTestInvoke?: boolean;
}

/**
 * A method of a REST API that a function answers.
 *
 *     fn.addEventSource(new ApiEventSource('GET', '/orders/{id}'));
 *     fn.addEventSource(new ApiEventSource('ANY', '/{proxy+}', { api }));
 *
 * On an API of its own the function has one permission, for the whole of the deployed stage, because nothing else answers there. On
 * a given API it has one for each method, and for no other stage. The role with which API Gateway writes logs is not made: it is
 * one for all APIs of an account in a Region.
 *
 * Fails when API Gateway would refuse the method; warns when the function may run for longer than API Gateway waits.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export class ApiEventSource implements lambda.IEventSource {
  private readonly method: string;
  private readonly path: string;
  private readonly props: ApiEventSourceProps;
  private readonly held = new Held<apigateway.Method>('ApiEventSource');

  /**
   * @param method one of ANY, DELETE, GET, HEAD, OPTIONS, PATCH, POST and PUT
   * @param path begins with a slash; `{id}` stands for a part and, in the last place, `{proxy+}` for all that follows
   * @param options of the method and of the API
   */
  constructor(method: string, path: string, options: ApiEventSourceProps = {}) {
    this.method = method;
    this.path = path;
    this.props = options;
  }

  /** The method that was made; fails before the source is added to a function. */
  public get apiMethod(): apigateway.Method {
    return this.held.get('apiMethod');
  }

  /** The API that has the method; fails before the source is added to a function. */
  public get restApi(): apigateway.IRestApi {
    return this.held.get('restApi').api;
  }

  /** Makes the method, and lets it invoke the function, alias or version. */
  public bind(target: lambda.IFunction): void {
    const { api: given, timeout, allowTestInvoke = false, ...options } = this.props;
    this.held.checkFree(target);
    const method = this.checkMethod(target);
    const path = fitting(target, 'path', this.path, REST_PATH);
    checkTimeout(target, given, timeout);

    const api = given ?? ownApi(target);
    const resource = api.root.resourceForPath(path);
    if (resource.node.tryFindChild(method)) {
      throw new ConstructError(target, 'ROUTE_TAKEN', `${method} ${path} of ${api.node.path} is answered already.`);
    }
    const integration = new apigateway.LambdaIntegration(target, {
      timeout,
      allowTestInvoke: given === undefined ? undefined : allowTestInvoke,
      scopePermissionToMethod: given !== undefined,
    });
    const isFirst = permissionOf(api, target) === undefined;
    this.held.set(resource.addMethod(method, integration, options));
    if (given === undefined) scopePermission(api, target, isFirst, allowTestInvoke);
    warnOfWait(target, `API Gateway (${api.node.path})`, waitOf(timeout, CALLER_WAITS.restApi));
  }

  private checkMethod(target: lambda.IFunction): string {
    const method = this.method.toUpperCase();
    const known: readonly string[] = REST_METHODS;
    if (known.includes(method)) return method;
    throw new ConstructError(target, 'API_METHOD_UNKNOWN', `method must be one of ${known.join(', ')}, but is '${this.method}'.`);
  }
}

function checkTimeout(target: lambda.IFunction, api: apigateway.IRestApi | undefined, timeout: Duration | undefined): void {
  if (timeout === undefined || timeout.isUnresolved()) return;
  const milliseconds = within(target, 'timeout', timeout.toMilliseconds(), REST_TIMEOUT);
  const { max } = REST_TIMEOUT_BY_DEFAULT;
  if (milliseconds <= max) return;
  const above = `timeout is ${milliseconds} ms, above the ${max} ms of API Gateway`;
  if (api === undefined || isEdgeOptimized(api)) {
    throw new ConstructError(target, 'API_TIMEOUT_OF_EDGE', `${above}, and the API is edge-optimized (APR-03).`);
  }
  warn(target, 'API_TIMEOUT_QUOTA', `${above} (APR-03).`);
}

/** As far as it is known: nobody knows of imported APIs. */
function isEdgeOptimized(api: apigateway.IRestApi): boolean {
  const resource = api.node.defaultChild;
  if (!(resource instanceof apigateway.CfnRestApi)) return false;
  const { endpointConfiguration } = resource;
  if (endpointConfiguration === undefined) return true;
  if (Token.isUnresolved(endpointConfiguration)) return false;
  const { types } = endpointConfiguration as apigateway.CfnRestApi.EndpointConfigurationProperty;
  return types === undefined || types.includes(apigateway.EndpointType.EDGE);
}

/** Under the id that aws-cdk-lib gives: who comes from there keeps the API. */
function ownApi(target: lambda.IFunction): apigateway.RestApi {
  const stack = Stack.of(target);
  const id = `${Names.nodeUniqueId(target.node)}:ApiEventSourceA7A86A4F`;
  const made = stack.node.tryFindChild(id) as apigateway.RestApi | undefined;
  const defaultIntegration = new apigateway.LambdaIntegration(target, { scopePermissionToMethod: false });
  return made ?? new apigateway.RestApi(stack, id, { cloudWatchRole: false, defaultIntegration });
}

/** The one permission of the target for an API of its own, as aws-cdk-lib makes it: for all stages. */
function permissionOf(api: apigateway.IRestApi, target: lambda.IFunction): lambda.CfnPermission | undefined {
  const id = `ApiPermission.ApiScoped.${Names.nodeUniqueId(target.node)}.${Names.nodeUniqueId(api.node)}`;
  return api.node.tryFindChild(id) as lambda.CfnPermission | undefined;
}

/** For the deployed stage alone, unless one of the methods is for the console, which has a stage of its own (APR-02). */
function scopePermission(api: apigateway.IRestApi, target: lambda.IFunction, isFirst: boolean, isForTests: boolean): void {
  const permission = permissionOf(api, target);
  if (!permission) return;
  if (isForTests) permission.sourceArn = api.arnForExecuteApi();
  else if (isFirst) permission.sourceArn = api.arnForExecuteApi('*', '/*', api.deploymentStage.stageName);
}

import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { type Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { CALLER_WAITS } from '../../spec/caller-waits';
import { HTTP_PAYLOAD_FORMATS, HTTP_TIMEOUT } from '../../spec/event-sources/api-gateway';
import { within } from '../check';
import { ConstructError, type Place } from '../construct-error';
import { allowApi, executeApiArn } from './allow-api';
import { waitOf, warnOfWait } from './caller-wait';
import { Held } from './held';

export interface HttpApiEventSourceProps {
  /**
   * The API that gets the route. It may be of another stack, or imported.
   *
   * @default - One of the target's stack, which all sources without `api` share.
   */
  readonly api?: apigatewayv2.IHttpApi;

  /**
   * How requests and answers are written: 2.0, or 1.0 as with REST APIs.
   *
   * @default PayloadFormatVersion.VERSION_2_0
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
   */
  readonly payloadFormatVersion?: apigatewayv2.PayloadFormatVersion;

  /**
   * Who may call, as the `authorizer` of an `HttpAuthorizerEventSource`.
   *
   * @default - What the API says; else anyone.
   */
  readonly authorizer?: apigatewayv2.IHttpRouteAuthorizer;

  /**
   * Scopes that a token must have, beside those of the authorizer.
   *
   * @default - None.
   */
  readonly authorizationScopes?: string[];

  /**
   * What API Gateway changes of a request before the function gets it.
   *
   * @default - Nothing.
   */
  readonly parameterMapping?: apigatewayv2.ParameterMapping;

  /**
   * How long API Gateway waits for the function: whole milliseconds from 50 to 30,000.
   *
   * @default Duration.seconds(30)
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
   */
  readonly timeout?: Duration;
}

/**
 * A route of an HTTP API that a function answers.
 *
 *     fn.addEventSource(new HttpApiEventSource(HttpRouteKey.with('/orders/{id}', HttpMethod.GET)));
 *     fn.addEventSource(new HttpApiEventSource(HttpRouteKey.DEFAULT, { api }));
 *
 * The function has one permission for each route: for its method and path, in all stages of the API, which share their routes.
 *
 * Fails when API Gateway would refuse the route; warns when the function may run for longer than API Gateway waits.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export class HttpApiEventSource implements lambda.IEventSource {
  private readonly routeKey: apigatewayv2.HttpRouteKey;
  private readonly props: HttpApiEventSourceProps;
  private readonly held = new Held<apigatewayv2.HttpRoute>('HttpApiEventSource');

  /**
   * @param routeKey method and path, or `HttpRouteKey.DEFAULT` for what no other route takes
   * @param props of the route and of the API
   */
  constructor(routeKey: apigatewayv2.HttpRouteKey, props: HttpApiEventSourceProps = {}) {
    this.routeKey = routeKey;
    this.props = props;
  }

  /** The route that was made; fails before the source is added to a function. */
  public get route(): apigatewayv2.HttpRoute {
    return this.held.get('route');
  }

  /** The API that has the route; fails before the source is added to a function. */
  public get httpApi(): apigatewayv2.IHttpApi {
    return this.held.get('httpApi').httpApi;
  }

  /** Makes the route, and lets it invoke the function, alias or version. */
  public bind(target: lambda.IFunction): void {
    const { routeKey, props } = this;
    this.held.checkFree(target);
    checkPayloadFormat(target, props.payloadFormatVersion);
    const { timeout } = props;
    if (timeout && !timeout.isUnresolved()) within(target, 'timeout', timeout.toMilliseconds(), HTTP_TIMEOUT);

    const api = props.api ?? sharedApi(target);
    // The ids that `api.addRoutes` gives: who comes from there keeps the routes.
    const id = routeKey.path === undefined ? 'DefaultRoute' : `${routeKey.method}${routeKey.path}`;
    if (api.node.tryFindChild(id)) {
      throw new ConstructError(target, 'ROUTE_TAKEN', `${routeKey.key} of ${api.node.path} is answered already.`);
    }
    const route = new apigatewayv2.HttpRoute(api as apigatewayv2.IHttpApi & Construct, id, {
      httpApi: api,
      routeKey,
      integration: new RouteIntegration(target, routeKey, props),
      authorizer: props.authorizer ?? api.defaultAuthorizer,
      authorizationScopes: props.authorizationScopes ?? api.defaultAuthorizationScopes,
    });
    giveTimeout(route, timeout);
    this.held.set(route);
    warnOfWait(target, `API Gateway (${api.node.path})`, waitOf(timeout, CALLER_WAITS.httpApi));
  }
}

/** One for each route: were it shared, the others would need the route that it was made with. */
class RouteIntegration extends apigatewayv2.HttpRouteIntegration {
  constructor(
    private readonly target: lambda.IFunction,
    private readonly routeKey: apigatewayv2.HttpRouteKey,
    private readonly props: HttpApiEventSourceProps,
  ) {
    super('Integration');
  }

  bind({ route, scope }: apigatewayv2.HttpRouteIntegrationBindOptions): apigatewayv2.HttpRouteIntegrationConfig {
    const { method, path } = this.routeKey;
    // aws-cdk-lib leaves the method open, and with the default route every path (APH-01).
    const part = path === undefined ? '*/$default' : `*/${method === apigatewayv2.HttpMethod.ANY ? '*' : method}${path}`;
    allowApi(this.target, scope, 'Permission', executeApiArn(scope, route.httpApi.apiId, part));
    return {
      type: apigatewayv2.HttpIntegrationType.AWS_PROXY,
      uri: this.target.functionArn,
      payloadFormatVersion: this.props.payloadFormatVersion ?? apigatewayv2.PayloadFormatVersion.VERSION_2_0,
      parameterMapping: this.props.parameterMapping,
    };
  }
}

/** On the resource, because aws-cdk-lib refuses the last of the 30 seconds that API Gateway allows. */
function giveTimeout(route: apigatewayv2.HttpRoute, timeout: Duration | undefined): void {
  const integration = route.node.findChild('Integration').node.defaultChild as apigatewayv2.CfnIntegration;
  integration.timeoutInMillis = timeout?.toMilliseconds();
}

function checkPayloadFormat(place: Place, format: apigatewayv2.PayloadFormatVersion | undefined): void {
  if (format === undefined || HTTP_PAYLOAD_FORMATS.includes(format.version)) return;
  throw new ConstructError(
    place,
    'API_PAYLOAD_FORMAT',
    `payloadFormatVersion must be one of ${HTTP_PAYLOAD_FORMATS.join(', ')}, but is ${format.version} (APH-01).`,
  );
}

function sharedApi(target: lambda.IFunction): apigatewayv2.HttpApi {
  const stack = Stack.of(target);
  const made = stack.node.tryFindChild('HttpApiEventSource') as apigatewayv2.HttpApi | undefined;
  return made ?? new apigatewayv2.HttpApi(stack, 'HttpApiEventSource', { apiName: stack.stackName });
}

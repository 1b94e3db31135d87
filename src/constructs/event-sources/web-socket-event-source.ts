import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { type Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { CALLER_WAITS } from '../../spec/caller-waits';
import { WEB_SOCKET_CONNECT, WEB_SOCKET_ROUTE_KEY, WEB_SOCKET_TIMEOUT } from '../../spec/event-sources/api-gateway';
import { fitting, within } from '../check';
import { ConstructError } from '../construct-error';
import { allowApi, executeApiArn } from './allow-api';
import { allowConnections } from './allow-connections';
import { waitOf, warnOfWait } from './caller-wait';
import { Held } from './held';

export interface WebSocketEventSourceProps {
  /**
   * The API that gets the route. It may be of another stack, or imported.
   *
   * @default - One of the target's stack, which all sources without `api` share, with a stage `prod`.
   */
  readonly api?: apigatewayv2.IWebSocketApi;

  /**
   * Who may connect, as the `authorizer` of a `WebSocketAuthorizerEventSource`. For `$connect` only.
   *
   * @default - Anyone.
   */
  readonly authorizer?: apigatewayv2.IWebSocketRouteAuthorizer;

  /**
   * Whether what the function returns is sent to the client.
   *
   * @default false
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html
   */
  readonly returnResponse?: boolean;

  /**
   * Whether the function may send to clients, look at their connections and close them.
   *
   * @default false
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
   */
  readonly manageConnections?: boolean;

  /**
   * How long API Gateway waits for the function: whole milliseconds from 50 to 29,000.
   *
   * @default Duration.seconds(29)
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
   */
  readonly timeout?: Duration;
}

/**
 * A route of a WebSocket API that a function answers.
 *
 *     fn.addEventSource(new WebSocketEventSource('$connect'));
 *     fn.addEventSource(new WebSocketEventSource('order', { manageConnections: true }));
 *
 * The function has one permission for each route, in all stages of the API.
 *
 * Fails when API Gateway would refuse the route; warns when the function may run for longer than API Gateway waits.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integrations.html
 */
export class WebSocketEventSource implements lambda.IEventSource {
  private readonly routeKey: string;
  private readonly props: WebSocketEventSourceProps;
  private readonly held = new Held<apigatewayv2.WebSocketRoute>('WebSocketEventSource');

  /**
   * @param routeKey `$connect`, `$disconnect`, `$default`, or what the route selection expression of the API gives
   * @param props of the route and of the API
   */
  constructor(routeKey: string, props: WebSocketEventSourceProps = {}) {
    this.routeKey = routeKey;
    this.props = props;
  }

  /** The route that was made; fails before the source is added to a function. */
  public get route(): apigatewayv2.WebSocketRoute {
    return this.held.get('route');
  }

  /** The API that has the route; fails before the source is added to a function. */
  public get webSocketApi(): apigatewayv2.IWebSocketApi {
    return this.held.get('webSocketApi').webSocketApi;
  }

  /** Makes the route, and lets it invoke the function, alias or version. */
  public bind(target: lambda.IFunction): void {
    const { authorizer, returnResponse, manageConnections = false, timeout } = this.props;
    this.held.checkFree(target);
    const routeKey = fitting(target, 'routeKey', this.routeKey, WEB_SOCKET_ROUTE_KEY);
    if (timeout && !timeout.isUnresolved()) within(target, 'timeout', timeout.toMilliseconds(), WEB_SOCKET_TIMEOUT);
    if (authorizer !== undefined && routeKey !== WEB_SOCKET_CONNECT) {
      const message = `authorizer must be given to ${WEB_SOCKET_CONNECT} only, but is given to ${routeKey} (AUT-01).`;
      throw new ConstructError(target, 'AUTHORIZER_NOT_OF_CONNECT', message);
    }

    const api = (this.props.api ?? sharedApi(target)) as apigatewayv2.IWebSocketApi & Construct;
    // The id that `api.addRoute` gives: who comes from there keeps the route.
    const id = `${routeKey}-Route`;
    if (api.node.tryFindChild(id)) {
      throw new ConstructError(target, 'ROUTE_TAKEN', `${routeKey} of ${api.node.path} is answered already.`);
    }
    const integration = new RouteIntegration(target, timeout);
    const options = { webSocketApi: api, routeKey, integration, authorizer, returnResponse };
    this.held.set(new apigatewayv2.WebSocketRoute(api, id, options));
    if (manageConnections) allowConnections(target, api, this.props.api === undefined ? STAGE : '*');
    warnOfWait(target, `API Gateway (${api.node.path})`, waitOf(timeout, CALLER_WAITS.webSocketApi));
  }
}

/** One for each route: were it shared, the others would need the route that it was made with. */
class RouteIntegration extends apigatewayv2.WebSocketRouteIntegration {
  constructor(
    private readonly target: lambda.IFunction,
    private readonly timeout: Duration | undefined,
  ) {
    super('Integration');
  }

  bind({ route, scope }: apigatewayv2.WebSocketRouteIntegrationBindOptions): apigatewayv2.WebSocketRouteIntegrationConfig {
    const { partition, region } = Stack.of(scope);
    // aws-cdk-lib leaves the slash out, and with it the end of the stage's name (APW-01).
    allowApi(this.target, scope, 'Permission', executeApiArn(scope, route.webSocketApi.apiId, `*/${route.routeKey}`));
    return {
      type: apigatewayv2.WebSocketIntegrationType.AWS_PROXY,
      uri: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${this.target.functionArn}/invocations`,
      timeout: this.timeout,
    };
  }
}

const STAGE = 'prod';

function sharedApi(target: lambda.IFunction): apigatewayv2.WebSocketApi {
  const stack = Stack.of(target);
  const made = stack.node.tryFindChild('WebSocketEventSource') as apigatewayv2.WebSocketApi | undefined;
  if (made) return made;
  const api = new apigatewayv2.WebSocketApi(stack, 'WebSocketEventSource', { apiName: stack.stackName });
  new apigatewayv2.WebSocketStage(api, 'Stage', { webSocketApi: api, stageName: STAGE, autoDeploy: true });
  return api;
}

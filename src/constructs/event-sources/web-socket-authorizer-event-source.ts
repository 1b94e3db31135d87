import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as authorizers from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Names } from 'aws-cdk-lib/core';
import { CALLER_WAITS } from '../../spec/caller-waits';
import { idFor } from './allow-service';
import { warnOfWait } from './caller-wait';
import { Held } from './held';

export interface WebSocketAuthorizerEventSourceProps {
  /**
   * A name for the authorizer, which also tells several authorizers of one function on one API from each other.
   *
   * @default - Made from the place of the function.
   */
  readonly authorizerName?: string;

  /**
   * What a request to connect must have; one without is refused with 401.
   *
   * @default ['route.request.header.Authorization']
   */
  readonly identitySource?: string[];
}

/**
 * A function that decides who may connect to a WebSocket API.
 *
 *     const source = new WebSocketAuthorizerEventSource({ identitySource: ['route.request.querystring.token'] });
 *     decide.addEventSource(source);
 *     fn.addEventSource(new WebSocketEventSource('$connect', { api, authorizer: source.authorizer }));
 *
 * The route that is given the authorizer makes it, for its API, with one permission, in the stack of the API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
export class WebSocketAuthorizerEventSource implements lambda.IEventSource {
  private readonly props: WebSocketAuthorizerEventSourceProps;
  private readonly held = new Held<apigatewayv2.IWebSocketRouteAuthorizer>('WebSocketAuthorizerEventSource');

  /** @param props of the authorizer */
  constructor(props: WebSocketAuthorizerEventSourceProps = {}) {
    this.props = props;
  }

  /** For the `authorizer` of the route `$connect` of one API; fails before the source is added to a function. */
  public get authorizer(): apigatewayv2.IWebSocketRouteAuthorizer {
    return this.held.get('authorizer');
  }

  /** Makes an authorizer of the function, alias or version; the route that is given it lets it invoke. */
  public bind(target: lambda.IFunction): void {
    const { authorizerName, identitySource } = this.props;
    this.held.checkFree(target);
    const id = idFor(`Authorizer${authorizerName ?? ''}`, target);
    this.held.set(
      new authorizers.WebSocketLambdaAuthorizer(id, target, {
        authorizerName: authorizerName ?? Names.uniqueResourceName(target, { maxLength: 128 }),
        identitySource,
      }),
    );
    warnOfWait(target, 'the authorizer of a WebSocket API', CALLER_WAITS.webSocketApi);
  }
}

import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as authorizers from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { type Duration, Names } from 'aws-cdk-lib/core';
import { CALLER_WAITS } from '../../spec/caller-waits';
import { idFor } from './allow-service';
import { checkIdentity, checkTtl } from './authorizer-check';
import { warnOfWait } from './caller-wait';
import { Held } from './held';

export interface HttpAuthorizerEventSourceProps {
  /**
   * A name for the authorizer, which also tells several authorizers of one function on one API from each other.
   *
   * @default - Made from the place of the function.
   */
  readonly authorizerName?: string;

  /**
   * What a request must have, and by what decisions are kept; requests without are refused with 401. May be empty only with a
   * `resultsCacheTtl` of 0 seconds.
   *
   * @default ['$request.header.Authorization']
   */
  readonly identitySource?: string[];

  /**
   * How long a decision is kept: whole seconds up to 3600.
   *
   * @default Duration.minutes(5)
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
   */
  readonly resultsCacheTtl?: Duration;

  /**
   * What the function returns: `{ isAuthorized }`, or a policy. With the first among them it gets format 2.0, else 1.0.
   *
   * @default [HttpLambdaResponseType.IAM]
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
   */
  readonly responseTypes?: authorizers.HttpLambdaResponseType[];
}

/**
 * A function that decides who may call routes of an HTTP API.
 *
 *     const source = new HttpAuthorizerEventSource({ responseTypes: [HttpLambdaResponseType.SIMPLE] });
 *     decide.addEventSource(source);
 *     fn.addEventSource(new HttpApiEventSource(HttpRouteKey.DEFAULT, { api, authorizer: source.authorizer }));
 *
 * The first route that is given the authorizer makes it, for its API, with one permission, in the stack of the API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export class HttpAuthorizerEventSource implements lambda.IEventSource {
  private readonly props: HttpAuthorizerEventSourceProps;
  private readonly held = new Held<apigatewayv2.IHttpRouteAuthorizer>('HttpAuthorizerEventSource');

  /** @param props of the authorizer */
  constructor(props: HttpAuthorizerEventSourceProps = {}) {
    this.props = props;
  }

  /** For the `authorizer` of routes of one API; fails before the source is added to a function. */
  public get authorizer(): apigatewayv2.IHttpRouteAuthorizer {
    return this.held.get('authorizer');
  }

  /** Makes an authorizer of the function, alias or version; the routes that are given it let it invoke. */
  public bind(target: lambda.IFunction): void {
    const { authorizerName, identitySource, resultsCacheTtl, responseTypes } = this.props;
    this.held.checkFree(target);
    checkTtl(target, resultsCacheTtl);
    if (identitySource) checkIdentity(target, 'identitySource', identitySource, resultsCacheTtl);

    const id = idFor(`Authorizer${authorizerName ?? ''}`, target);
    this.held.set(
      new authorizers.HttpLambdaAuthorizer(id, target, {
        authorizerName: authorizerName ?? Names.uniqueResourceName(target, { maxLength: 128 }),
        identitySource,
        resultsCacheTtl,
        responseTypes,
      }),
    );
    warnOfWait(target, 'the authorizer of an HTTP API', CALLER_WAITS.httpAuthorizer);
  }
}

import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { CALLER_WAITS } from '../../spec/caller-waits';
import { allowApi } from './allow-api';
import { idFor } from './allow-service';
import { checkAuthorizerFree, checkTtl, warnOfCount } from './authorizer-check';
import { warnOfWait } from './caller-wait';
import { Held } from './held';

export interface TokenAuthorizerEventSourceProps {
  /**
   * A name for the authorizer, which also tells several authorizers of one function on one API from each other.
   *
   * @default - Made from the place of the function.
   */
  readonly authorizerName?: string;

  /**
   * Where in the request the token is, as `IdentitySource` writes it.
   *
   * @default IdentitySource.header('Authorization')
   */
  readonly identitySource?: string;

  /**
   * A regular expression for tokens; others are refused with 401, and the function is not asked.
   *
   * @default - All go to the function.
   */
  readonly validationRegex?: string;

  /**
   * How long a decision is kept for a token: whole seconds up to 3600. It is used for all methods that its policy names.
   *
   * @default Duration.minutes(5)
   * @see https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
   */
  readonly resultsCacheTtl?: Duration;
}

/**
 * A function that decides by a token who may call methods of a REST API.
 *
 *     const source = new TokenAuthorizerEventSource(api);
 *     decide.addEventSource(source);
 *     fn.addEventSource(new ApiEventSource('GET', '/orders', { api, authorizer: source.authorizer }));
 *
 * The function has one permission, for this authorizer, in the stack of the API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export class TokenAuthorizerEventSource implements lambda.IEventSource {
  private readonly api: apigateway.IRestApi;
  private readonly props: TokenAuthorizerEventSourceProps;
  private readonly held = new Held<apigateway.TokenAuthorizer>('TokenAuthorizerEventSource');

  /**
   * @param api whose methods are protected, of this stack or another
   * @param props of the authorizer
   */
  constructor(api: apigateway.IRestApi, props: TokenAuthorizerEventSourceProps = {}) {
    this.api = api;
    this.props = props;
  }

  /** For the `authorizer` of methods; fails before the source is added to a function. */
  public get authorizer(): apigateway.TokenAuthorizer {
    return this.held.get('authorizer');
  }

  /** Makes the authorizer, and lets it invoke the function, alias or version. */
  public bind(target: lambda.IFunction): void {
    const { api, props } = this;
    this.held.checkFree(target);
    checkTtl(target, props.resultsCacheTtl);
    const id = idFor(`TokenAuthorizer${props.authorizerName ?? ''}`, target);
    checkAuthorizerFree(target, api, id);

    const authorizer = new ScopedAuthorizer(api as apigateway.IRestApi & Construct, id, { ...props, handler: target });
    this.held.set(authorizer.of(api));
    warnOfCount(api);
    warnOfWait(target, `API Gateway (${api.node.path})`, CALLER_WAITS.restApi);
  }
}

/** With its permission beside it: beside the function, its stack and that of the API would wait for each other. */
class ScopedAuthorizer extends apigateway.TokenAuthorizer {
  of(api: apigateway.IRestApi): this {
    this.restApiId = api.restApiId;
    return this;
  }

  protected override setupPermissions(): void {
    allowApi(this.handler, this, 'Permission', this.authorizerArn);
  }
}

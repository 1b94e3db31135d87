import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { CALLER_WAITS } from '../../spec/caller-waits';
import { allowApi } from './allow-api';
import { idFor } from './allow-service';
import { checkAuthorizerFree, checkIdentity, checkTtl, warnOfCount } from './authorizer-check';
import { warnOfWait } from './caller-wait';
import { Held } from './held';

export interface RequestAuthorizerEventSourceProps {
  /**
   * A name for the authorizer, which also tells several authorizers of one function on one API from each other.
   *
   * @default - Made from the place of the function.
   */
  readonly authorizerName?: string;

  /**
   * What a request must have, as `IdentitySource` writes it, and by what decisions are kept; requests without are refused with 401.
   * May be empty only with a `resultsCacheTtl` of 0 seconds.
   *
   * @default - [IdentitySource.header('Authorization')]
   */
  readonly identitySources?: string[];

  /**
   * How long a decision is kept: whole seconds up to 3600. It is used for all methods that its policy names.
   *
   * @default Duration.minutes(5)
   * @see https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
   */
  readonly resultsCacheTtl?: Duration;
}

/**
 * A function that decides by headers, query and context of a request who may call methods of a REST API.
 *
 *     const source = new RequestAuthorizerEventSource(api, { identitySources: [IdentitySource.queryString('key')] });
 *     decide.addEventSource(source);
 *     fn.addEventSource(new ApiEventSource('GET', '/orders', { api, authorizer: source.authorizer }));
 *
 * The function has one permission, for this authorizer, in the stack of the API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export class RequestAuthorizerEventSource implements lambda.IEventSource {
  private readonly api: apigateway.IRestApi;
  private readonly props: RequestAuthorizerEventSourceProps;
  private readonly held = new Held<apigateway.RequestAuthorizer>('RequestAuthorizerEventSource');

  /**
   * @param api whose methods are protected, of this stack or another
   * @param props of the authorizer
   */
  constructor(api: apigateway.IRestApi, props: RequestAuthorizerEventSourceProps = {}) {
    this.api = api;
    this.props = props;
  }

  /** For the `authorizer` of methods; fails before the source is added to a function. */
  public get authorizer(): apigateway.RequestAuthorizer {
    return this.held.get('authorizer');
  }

  /** Makes the authorizer, and lets it invoke the function, alias or version. */
  public bind(target: lambda.IFunction): void {
    const { api, props } = this;
    const { identitySources = [apigateway.IdentitySource.header('Authorization')], resultsCacheTtl } = props;
    this.held.checkFree(target);
    checkTtl(target, resultsCacheTtl);
    checkIdentity(target, 'identitySources', identitySources, resultsCacheTtl);
    const id = idFor(`RequestAuthorizer${props.authorizerName ?? ''}`, target);
    checkAuthorizerFree(target, api, id);

    const options = { ...props, identitySources, handler: target };
    const authorizer = new ScopedAuthorizer(api as apigateway.IRestApi & Construct, id, options);
    this.held.set(authorizer.of(api));
    warnOfCount(api);
    warnOfWait(target, `API Gateway (${api.node.path})`, CALLER_WAITS.restApi);
  }
}

/** With its permission beside it: beside the function, its stack and that of the API would wait for each other. */
class ScopedAuthorizer extends apigateway.RequestAuthorizer {
  of(api: apigateway.IRestApi): this {
    this.restApiId = api.restApiId;
    return this;
  }

  protected override setupPermissions(): void {
    allowApi(this.handler, this, 'Permission', this.authorizerArn);
  }
}

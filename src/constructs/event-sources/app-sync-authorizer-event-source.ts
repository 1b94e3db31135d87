import type * as appsync from 'aws-cdk-lib/aws-appsync';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Duration } from 'aws-cdk-lib/core';
import { CALLER_WAITS } from '../../spec/caller-waits';
import {
  APPSYNC_AUTHORIZER_TTL,
  APPSYNC_LAMBDA_AUTHORIZATION,
  APPSYNC_PLAIN_AUTHORIZATIONS,
} from '../../spec/event-sources/authorizers';
import { ConstructError } from '../construct-error';
import { allowService, idFor } from './allow-service';
import { checkTtl } from './authorizer-check';
import { warnOfWait } from './caller-wait';
import { Held } from './held';

export interface AppSyncAuthorizerEventSourceProps {
  /**
   * How long a decision is kept for a token: whole seconds up to 3600; the function may say otherwise for each.
   *
   * @default Duration.minutes(5)
   * @see https://docs.aws.amazon.com/appsync/latest/APIReference/API_LambdaAuthorizerConfig.html
   */
  readonly resultsCacheTtl?: Duration;

  /**
   * A regular expression for tokens; others are refused, and the function is not asked.
   *
   * @default - All go to the function.
   */
  readonly validationRegex?: string;

  /**
   * Whether it authorizes what the schema says nothing of. The default that the API was made with, API keys or IAM, stays as an
   * additional mode. Else it authorizes what the schema marks with `@aws_lambda`.
   *
   * @default false
   */
  readonly isDefault?: boolean;
}

/**
 * A function that decides who may do what with a GraphQL API of AppSync.
 *
 *     decide.addEventSource(new AppSyncAuthorizerEventSource(api));
 *
 * The function has one permission, for this API, in the stack of the API.
 *
 * Fails when the API has another function for this, since it can have one only.
 *
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
 */
export class AppSyncAuthorizerEventSource implements lambda.IEventSource {
  private readonly api: appsync.GraphqlApi;
  private readonly props: AppSyncAuthorizerEventSourceProps;
  private readonly held = new Held<string>('AppSyncAuthorizerEventSource');

  /**
   * @param api that is protected, of this stack or another
   * @param props of the authorizer
   */
  constructor(api: appsync.GraphqlApi, props: AppSyncAuthorizerEventSourceProps = {}) {
    this.api = api;
    this.props = props;
  }

  /** Makes the function, alias or version an authorizer of the API, and lets it invoke. */
  public bind(target: lambda.IFunction): void {
    const { api, props } = this;
    this.held.checkFree(target);
    checkTtl(target, props.resultsCacheTtl, APPSYNC_AUTHORIZER_TTL);
    const resource = api.node.defaultChild as appsync.CfnGraphQLApi;
    // aws-cdk-lib gives a list, or nothing.
    const given = resource.additionalAuthenticationProviders;
    const additional = Array.isArray(given) ? (given as appsync.CfnGraphQLApi.AdditionalAuthenticationProviderProperty[]) : [];
    const modes = [resource.authenticationType, ...additional.map((each) => each.authenticationType)];
    if (modes.includes(APPSYNC_LAMBDA_AUTHORIZATION)) {
      throw new ConstructError(target, 'AUTHORIZER_TWICE', `a function authorizes requests of ${api.node.path} already.`);
    }

    const lambdaAuthorizerConfig = {
      authorizerUri: target.functionArn,
      authorizerResultTtlInSeconds: props.resultsCacheTtl?.toSeconds(),
      identityValidationExpression: props.validationRegex,
    };
    const mode = { authenticationType: APPSYNC_LAMBDA_AUTHORIZATION, lambdaAuthorizerConfig };
    if (props.isDefault) {
      const before = resource.authenticationType;
      checkPlain(target, before);
      Object.assign(resource, mode);
      resource.additionalAuthenticationProviders = [{ authenticationType: before }, ...additional];
    } else {
      resource.additionalAuthenticationProviders = [...additional, mode];
    }
    allowService(target, api, idFor('Authorizer', target), { service: 'appsync.amazonaws.com', sourceArn: api.arn });
    this.held.set(api.arn);
    warnOfWait(target, `AppSync (${api.node.path})`, CALLER_WAITS.appSyncAuthorizer);
  }
}

function checkPlain(target: lambda.IFunction, mode: string): void {
  if (APPSYNC_PLAIN_AUTHORIZATIONS.includes(mode)) return;
  throw new ConstructError(
    target,
    'AUTHORIZER_DEFAULT_TAKEN',
    `isDefault must not be set for an API with the default ${mode}, but ${APPSYNC_PLAIN_AUTHORIZATIONS.join(' or ')}.`,
  );
}

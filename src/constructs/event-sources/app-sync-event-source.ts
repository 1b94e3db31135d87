import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { APPSYNC_BATCH } from '../../spec/event-sources/appsync';
import { within } from '../check';
import { ConstructError } from '../construct-error';
import { idFor } from './allow-service';
import { Held } from './held';

export interface AppSyncEventSourceProps {
  /**
   * The fields that the function answers, each with how; the template or code of a resolver may be left out, and then the function
   * gets the whole context. `maxBatchSize` is from 0 to 2000.
   *
   * @default - None; resolvers and functions of pipelines are made with `dataSource`.
   * @see https://docs.aws.amazon.com/appsync/latest/devguide/tutorial-lambda-resolvers.html
   */
  readonly resolvers?: appsync.BaseResolverProps[];

  /**
   * The name of the data source, with letters, digits and underscores.
   *
   * @default - Made from the place of the function.
   */
  readonly name?: string;

  /**
   * What the data source is for.
   *
   * @default - None.
   */
  readonly description?: string;
}

/**
 * A GraphQL API of AppSync whose fields a function answers.
 *
 *     fn.addEventSource(new AppSyncEventSource(api, { resolvers: [{ typeName: 'Query', fieldName: 'orders' }] }));
 *
 * The data source has a role that only this API can take, and that may invoke exactly the function, alias or version.
 *
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/tutorial-lambda-resolvers.html
 */
export class AppSyncEventSource implements lambda.IEventSource {
  private readonly api: appsync.IGraphqlApi;
  private readonly props: AppSyncEventSourceProps;
  private readonly held = new Held<appsync.BackedDataSource>('AppSyncEventSource');

  /**
   * @param api of this stack or another, or imported
   * @param props of the data source and its resolvers
   */
  constructor(api: appsync.IGraphqlApi, props: AppSyncEventSourceProps = {}) {
    this.api = api;
    this.props = props;
  }

  /** The data source that was made, for further resolvers; fails before the source is added to a function. */
  public get dataSource(): appsync.BackedDataSource {
    return this.held.get('dataSource');
  }

  /** Makes the data source, its role and the resolvers. */
  public bind(target: lambda.IFunction): void {
    const { name, description, resolvers = [] } = this.props;
    const api = this.api as appsync.IGraphqlApi & Construct;
    this.held.checkFree(target);
    for (const resolver of resolvers) checkResolver(target, api, resolver);
    const id = idFor(`Lambda${name ?? ''}`, target);
    if (api.node.tryFindChild(id)) {
      throw new ConstructError(target, 'DATA_SOURCE_TWICE', `it is a data source of ${api.node.path} of this name already.`);
    }

    const serviceRole = roleFor(target, api, idFor(`Role${name ?? ''}`, target));
    const dataSource = new FunctionDataSource(api, id, target, { api, name, description, serviceRole });
    for (const resolver of resolvers) dataSource.createResolver(idOf(resolver), resolver);
    this.held.set(dataSource);
  }
}

/** That of aws-cdk-lib lets its role invoke all versions and aliases of a function, too. */
class FunctionDataSource extends appsync.BackedDataSource {
  constructor(scope: Construct, id: string, target: lambda.IFunction, props: appsync.BackedDataSourceProps) {
    super(scope, id, props, { type: 'AWS_LAMBDA', lambdaConfig: { lambdaFunctionArn: target.functionArn } });
  }
}

/** For this API alone (PRM-09), and for exactly the target (PRM-03). */
function roleFor(target: lambda.IFunction, api: appsync.IGraphqlApi & Construct, id: string): iam.Role {
  const conditions = {
    StringEquals: { 'aws:SourceAccount': Stack.of(api).account },
    ArnLike: { 'aws:SourceArn': api.arn },
  };
  const statement = new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] });
  return new iam.Role(api, id, {
    assumedBy: new iam.ServicePrincipal('appsync.amazonaws.com', { conditions }),
    inlinePolicies: { Invoke: new iam.PolicyDocument({ statements: [statement] }) },
  });
}

function checkResolver(target: lambda.IFunction, api: appsync.IGraphqlApi, resolver: appsync.BaseResolverProps): void {
  const { typeName, fieldName, maxBatchSize } = resolver;
  if (maxBatchSize !== undefined) within(target, `maxBatchSize of ${typeName}.${fieldName}`, maxBatchSize, APPSYNC_BATCH);
  if (api.node.tryFindChild(idOf(resolver)) === undefined) return;
  throw new ConstructError(target, 'ROUTE_TAKEN', `${typeName}.${fieldName} of ${api.node.path} is answered already.`);
}

function idOf({ typeName, fieldName }: appsync.BaseResolverProps): string {
  return `${typeName}.${fieldName}`;
}

import * as docdb from 'aws-cdk-lib/aws-docdb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { ArnFormat, Names, Stack, Token } from 'aws-cdk-lib/core';
import { COLLECTION_NAME, DATABASE_NAME } from '../../spec/event-source-mapping';
import { ENGINE_WITHOUT_CHANGE_STREAMS } from '../../spec/event-sources/documentdb';
import { fitting } from '../check';
import { ConstructError, type Place } from '../construct-error';
import type { BatchOptions, MappingOptions } from './mapping-options';
import { PolledEventSource } from './polled-event-source';
import { readBy } from './polled-mapping';
import { nameOfArn } from './source-arn';
import { networkStatement, readStatement, secretStatements } from './source-statements';
import { checkStart } from './starting-position';

/** What the event of an update says of the document. */
export enum FullDocument {
  /** What was changed. */
  DEFAULT = 'Default',
  /** The whole document as well, as it is when the event is read. */
  UPDATE_LOOKUP = 'UpdateLookup',
}

/** What can be said of a function that reads a change stream of DocumentDB. */
export interface DocumentDbEventSourceProps extends MappingOptions, BatchOptions {
  /** The database that is read: 1 to 63 characters. */
  readonly databaseName: string;

  /**
   * The collection that is read: 1 to 57 characters that do not begin with `system.`.
   *
   * @default - All of the database.
   */
  readonly collectionName?: string;

  /**
   * What the event of an update says of the document.
   *
   * @default FullDocument.DEFAULT
   */
  readonly fullDocument?: FullDocument;

  /**
   * The secret with `username` and `password`, which Lambda logs in with. The role of the function may read it.
   *
   * @default - That of the cluster, when it was made with one.
   */
  readonly secret?: secretsmanager.ISecret;

  /** Where Lambda begins to read: at the oldest change that is kept, with those to come, or at a time. It cannot be changed later. */
  readonly startingPosition: lambda.StartingPosition;

  /**
   * The time from which on Lambda reads, in seconds since 1970. With the `startingPosition` `AT_TIMESTAMP`, and only then.
   *
   * @default - None.
   */
  readonly startingPositionTimestamp?: number;
}

/**
 * The change stream of a database of DocumentDB, or of one of its collections, that a function reads.
 *
 * Change streams must be on in the cluster, which no template can do. The function's role may describe the cluster, read the secret,
 * and do what Lambda needs with network interfaces. Fails when Lambda would refuse the mapping.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html
 */
export class DocumentDbEventSource extends PolledEventSource {
  /** The cluster that is read. */
  public readonly cluster: docdb.IDatabaseCluster;

  /** @internal */
  protected readonly _place: Place;
  private readonly props: DocumentDbEventSourceProps;

  constructor(cluster: docdb.IDatabaseCluster, props: DocumentDbEventSourceProps) {
    super();
    this.cluster = cluster;
    this._place = cluster;
    this.props = props;
  }

  public bind(target: lambda.IFunction): void {
    const { cluster, props } = this;
    const { databaseName, collectionName, fullDocument } = props;
    fitting(target, 'databaseName', databaseName, DATABASE_NAME);
    if (collectionName !== undefined) fitting(target, 'collectionName', collectionName, COLLECTION_NAME);
    checkStart(target, props.startingPosition, props.startingPositionTimestamp);
    checkEngine(target, cluster);
    const secret = secretOf(target, cluster, props.secret);

    const arn = arnOf(cluster, 'cluster', cluster.clusterIdentifier);
    const names = [databaseName, ...(collectionName === undefined ? [] : [collectionName])];
    const mapping = readBy(target, {
      kind: 'documentdb',
      id: ['DocumentDbEventSource', Names.nodeUniqueId(cluster.node), ...names].map((name) => nameOfArn(target, name)).join(':'),
      source: { eventSourceArn: arn },
      environment: cluster.env,
      statements: [describeStatement(cluster, arn), networkStatement(), ...secretStatements(secret)],
      options: props,
      more: {
        documentDbEventSourceConfig: { databaseName, collectionName, fullDocument },
        startingPosition: props.startingPosition,
        startingPositionTimestamp: props.startingPositionTimestamp,
        sourceAccessConfigurations: [{ type: lambda.SourceAccessConfigurationType.BASIC_AUTH.type, uri: secret.secretArn }],
      },
    });
    this._keep(mapping);
  }
}

function arnOf(cluster: docdb.IDatabaseCluster, resource: string, resourceName: string): string {
  return Stack.of(cluster).formatArn({ service: 'rds', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}

/** Parameter group and subnet group, by their names where the cluster says them (DOC-02). */
function describeStatement(cluster: docdb.IDatabaseCluster, arn: string): iam.PolicyStatement {
  const resource = cluster.node.defaultChild;
  const { dbClusterParameterGroupName = '*', dbSubnetGroupName = '*' } = resource instanceof docdb.CfnDBCluster ? resource : {};
  const groups = [arnOf(cluster, 'cluster-pg', dbClusterParameterGroupName), arnOf(cluster, 'subgrp', dbSubnetGroupName)];
  return readStatement('documentdb', arn, ...groups);
}

/** DOC-01. */
function checkEngine(place: Place, cluster: docdb.IDatabaseCluster): void {
  const resource = cluster.node.defaultChild;
  const version = resource instanceof docdb.CfnDBCluster ? resource.engineVersion : undefined;
  if (version === undefined || Token.isUnresolved(version) || !ENGINE_WITHOUT_CHANGE_STREAMS.test(version)) return;
  const message = `engineVersion of ${cluster.node.path} must be 4.0 or 5.0, but is ${version} (DOC-01).`;
  throw new ConstructError(place, 'DOCUMENTDB_VERSION', message);
}

function secretOf(
  place: Place,
  cluster: docdb.IDatabaseCluster,
  given: secretsmanager.ISecret | undefined,
): secretsmanager.ISecret {
  const { secret = given } = given ? { secret: given } : (cluster as Partial<docdb.DatabaseCluster>);
  if (secret) return secret;
  throw new ConstructError(place, 'DOCUMENTDB_SECRET_MISSING', `${cluster.node.path} was not made with a secret (DOC-01).`);
}

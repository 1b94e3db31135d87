import { arnRow, type Facts, idRow, namedRow, type Rows, row } from './facts';

const bucketName = (r: Facts) => r.named('BucketName', 63).toLowerCase();
/** The Regions whose website endpoints are written with a dash; source: region-info of aws-cdk-lib 2.276.0. */
const DASHED_WEBSITES =
  /^(us-east-1|us-west-1|us-west-2|us-gov-west-1|eu-west-1|ap-southeast-1|ap-southeast-2|ap-northeast-1|sa-east-1)$/;
const websiteUrl = (r: Facts) =>
  `http://${bucketName(r)}.s3-website${DASHED_WEBSITES.test(r.region) ? '-' : '.'}${r.region}.${r.urlSuffix}`;

const tableArn = (r: Facts) => r.arn('dynamodb', `table/${r.named('TableName', 255)}`);
/** The time in a stream's name is that of its making. */
const streamArn = (r: Facts) => `${tableArn(r)}/stream/2024-01-01T00:00:00.000`;

const DATABASE_PORTS: readonly (readonly [RegExp, string])[] = [
  [/postgres/, '5432'],
  [/oracle/, '1521'],
  [/sqlserver/, '1433'],
];
const databasePort = (r: Facts) =>
  r.text('Port') ?? DATABASE_PORTS.find(([engine]) => engine.test(r.text('Engine') ?? ''))?.[1] ?? '3306';
const instanceName = (r: Facts) => r.named('DBInstanceIdentifier', 63).toLowerCase();
const clusterName = (r: Facts) => r.named('DBClusterIdentifier', 63).toLowerCase();
const databaseHost = (r: Facts, name: string) => `${name}${r.madeUp(12, 'lower', 'host')}.${r.region}.rds.${r.urlSuffix}`;
const databaseSecret = (r: Facts, name: string) =>
  r.arn('secretsmanager', `secret:rds!${name}-${r.madeUp(6, 'mixed', 'secret')}`);
const proxyName = (r: Facts) => r.named('DBProxyName', 63).toLowerCase();

const cacheName = (property: string) => (r: Facts) => r.named(property, 40).toLowerCase();
const cacheHost = (r: Facts, name: string) => `${name}.${r.madeUp(6, 'lower', 'host')}.cache.${r.urlSuffix}`;
const cachePort = (r: Facts) => r.text('Port') ?? '6379';
const groupName = cacheName('ReplicationGroupId');
const serverlessName = cacheName('ServerlessCacheName');
const cacheClusterName = cacheName('ClusterName');

const domainName = (r: Facts) => r.named('DomainName', 28).toLowerCase();
const repositoryName = (r: Facts) => r.named('RepositoryName', 256).toLowerCase();
const fileSystemId = (r: Facts) => `fs-${r.madeUp(17, 'hex')}`;
const accessPointId = (r: Facts) => `fsap-${r.madeUp(17, 'hex')}`;
const dsqlId = (r: Facts) => r.madeUp(26);

export const DATA: Rows = {
  'AWS::S3::Bucket': row(bucketName, {
    Arn: (r) => `arn:${r.partition}:s3:::${bucketName(r)}`,
    DomainName: (r) => `${bucketName(r)}.s3.${r.urlSuffix}`,
    DualStackDomainName: (r) => `${bucketName(r)}.s3.dualstack.${r.region}.${r.urlSuffix}`,
    RegionalDomainName: (r) => `${bucketName(r)}.s3.${r.region}.${r.urlSuffix}`,
    WebsiteURL: websiteUrl,
  }),
  'Custom::CDKBucketDeployment': row((r) => `aws.cdk.s3deployment.${r.uuid()}`, {
    DestinationBucketArn: (r) => r.value('DestinationBucketArn') ?? '',
    SourceObjectKeys: (r) => (r.text('OutputObjectKeys') === 'false' ? [] : (r.value('SourceObjectKeys') ?? [])),
  }),
  'AWS::S3::BucketPolicy': row((r) => r.text('Bucket') ?? ''),
  'AWS::S3::AccessPoint': row((r) => r.named('Name', 50).toLowerCase(), {
    Name: (r) => r.named('Name', 50).toLowerCase(),
    Arn: (r) => r.arn('s3', `accesspoint/${r.named('Name', 50).toLowerCase()}`),
    Alias: (r) => `${r.logicalId.toLowerCase().slice(0, 20)}-${r.madeUp(34)}-s3alias`,
    NetworkOrigin: () => 'Internet',
  }),

  'AWS::DynamoDB::Table': row((r) => r.named('TableName', 255), { Arn: tableArn, StreamArn: streamArn }),
  'AWS::DynamoDB::GlobalTable': row((r) => r.named('TableName', 255), {
    Arn: tableArn,
    StreamArn: streamArn,
    TableId: (r) => r.uuid(),
  }),

  'AWS::RDS::DBInstance': row(instanceName, {
    'Endpoint.Address': (r) => databaseHost(r, `${instanceName(r)}.`),
    'Endpoint.Port': databasePort,
    DBInstanceArn: (r) => r.arn('rds', `db:${instanceName(r)}`),
    DbiResourceId: (r) => `db-${r.madeUp(26, 'upper')}`,
    'MasterUserSecret.SecretArn': (r) => databaseSecret(r, `db-${r.uuid()}`),
  }),
  'AWS::RDS::DBCluster': row(clusterName, {
    'Endpoint.Address': (r) => databaseHost(r, `${clusterName(r)}.cluster-`),
    'ReadEndpoint.Address': (r) => databaseHost(r, `${clusterName(r)}.cluster-ro-`),
    'Endpoint.Port': databasePort,
    DBClusterArn: (r) => r.arn('rds', `cluster:${clusterName(r)}`),
    DBClusterResourceId: (r) => `cluster-${r.madeUp(26, 'upper')}`,
    'MasterUserSecret.SecretArn': (r) => databaseSecret(r, `cluster-${r.uuid()}`),
  }),
  'AWS::RDS::DBProxy': row(proxyName, {
    DBProxyArn: (r) => r.arn('rds', `db-proxy:prx-${r.madeUp(17, 'hex')}`),
    Endpoint: (r) => databaseHost(r, `${proxyName(r)}.proxy-`),
  }),
  'AWS::DSQL::Cluster': row(dsqlId, {
    Identifier: dsqlId,
    ResourceArn: (r) => r.arn('dsql', `cluster/${dsqlId(r)}`),
    Endpoint: (r) => `${dsqlId(r)}.dsql.${r.region}.on.aws`,
  }),

  'AWS::ElastiCache::ReplicationGroup': row(groupName, {
    'PrimaryEndPoint.Address': (r) => cacheHost(r, `master.${groupName(r)}`),
    'PrimaryEndPoint.Port': cachePort,
    'ReaderEndPoint.Address': (r) => cacheHost(r, `replica.${groupName(r)}`),
    'ReaderEndPoint.Port': cachePort,
    'ConfigurationEndPoint.Address': (r) => cacheHost(r, `clustercfg.${groupName(r)}`),
    'ConfigurationEndPoint.Port': cachePort,
  }),
  'AWS::ElastiCache::CacheCluster': row(cacheClusterName, {
    'RedisEndpoint.Address': (r) => cacheHost(r, cacheClusterName(r)),
    'RedisEndpoint.Port': cachePort,
    'ConfigurationEndpoint.Address': (r) => cacheHost(r, `${cacheClusterName(r)}.cfg`),
    'ConfigurationEndpoint.Port': cachePort,
  }),
  'AWS::ElastiCache::ServerlessCache': row(serverlessName, {
    ARN: (r) => r.arn('elasticache', `serverlesscache:${serverlessName(r)}`),
    'Endpoint.Address': (r) => cacheHost(r, serverlessName(r)),
    'Endpoint.Port': () => '6379',
    'ReaderEndpoint.Address': (r) => cacheHost(r, `${serverlessName(r)}-ro`),
    'ReaderEndpoint.Port': () => '6380',
  }),

  'AWS::OpenSearchService::Domain': row(domainName, {
    Arn: (r) => r.arn('es', `domain/${domainName(r)}`),
    Id: (r) => `${r.account}/${domainName(r)}`,
    DomainEndpoint: (r) => `search-${domainName(r)}-${r.madeUp(26)}.${r.region}.es.${r.urlSuffix}`,
  }),
  'AWS::OpenSearchServerless::Collection': row((r) => r.madeUp(20), {
    Id: (r) => r.madeUp(20),
    Arn: (r) => r.arn('aoss', `collection/${r.madeUp(20)}`),
    CollectionEndpoint: (r) => `https://${r.madeUp(20)}.${r.region}.aoss.${r.urlSuffix}`,
    DashboardEndpoint: (r) => `https://${r.madeUp(20)}.${r.region}.aoss.${r.urlSuffix}/_dashboards`,
  }),

  'AWS::EFS::FileSystem': row(fileSystemId, {
    FileSystemId: fileSystemId,
    Arn: (r) => r.arn('elasticfilesystem', `file-system/${fileSystemId(r)}`),
  }),
  'AWS::EFS::AccessPoint': row(accessPointId, {
    AccessPointId: accessPointId,
    Arn: (r) => r.arn('elasticfilesystem', `access-point/${accessPointId(r)}`),
  }),
  'AWS::ECR::Repository': row(repositoryName, {
    Arn: (r) => r.arn('ecr', `repository/${repositoryName(r)}`),
    RepositoryUri: (r) => `${r.account}.dkr.ecr.${r.region}.${r.urlSuffix}/${repositoryName(r)}`,
  }),
  'AWS::Glue::Database': row((r) => r.text('DatabaseInput', 'Name') ?? r.named('DatabaseName', 255).toLowerCase()),
  'AWS::Glue::Table': row((r) => r.text('TableInput', 'Name') ?? r.named('Name', 255).toLowerCase()),
  'AWS::Athena::WorkGroup': row((r) => r.named('Name', 128)),
  'AWS::MSK::Cluster': arnRow((r) => r.arn('kafka', `cluster/${r.named('ClusterName', 64)}/${r.uuid()}-1`), ['Arn']),
  'AWS::MSK::ServerlessCluster': arnRow((r) => r.arn('kafka', `cluster/${r.named('ClusterName', 64)}/${r.uuid()}-s1`), ['Arn']),
  'AWS::Timestream::Database': namedRow('DatabaseName', 64, 'timestream', (name) => `database/${name}`),
  'AWS::S3Tables::TableBucket': idRow(
    (r) => r.arn('s3tables', `bucket/${r.named('TableBucketName', 63).toLowerCase()}`),
    'TableBucketARN',
  ),
};

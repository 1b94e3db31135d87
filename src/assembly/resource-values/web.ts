import { arnRow, type Facts, idRow, type Rows, row } from './facts';

const id = (length: number) => (r: Facts) => r.madeUp(length);
const restApiId = id(10);
const httpApiId = id(10);
const httpEndpoint = (r: Facts) => {
  const scheme = r.text('ProtocolType') === 'WEBSOCKET' ? 'wss' : 'https';
  return `${scheme}://${httpApiId(r)}.execute-api.${r.region}.${r.urlSuffix}`;
};
const regionalDomain = (r: Facts) => `d-${r.madeUp(10)}.execute-api.${r.region}.${r.urlSuffix}`;
const zoneId = (r: Facts) => `Z${r.madeUp(20, 'upper')}`;

const graphqlId = id(26);
const graphqlArn = (r: Facts) => r.arn('appsync', `apis/${graphqlId(r)}`);
const graphqlDns = (r: Facts, kind: string) => `${r.madeUp(26, 'lower', 'dns')}.${kind}.${r.region}.${r.urlSuffix}`;
const apiKeyId = (r: Facts) => `da2-${r.madeUp(26)}`;
const apiKeyArn = (r: Facts) => r.arn('appsync', `apis/${r.text('ApiId') ?? ''}/apikeys/${apiKeyId(r)}`);
const dataSourceArn = (r: Facts) => r.arn('appsync', `apis/${r.text('ApiId') ?? ''}/datasources/${r.named('Name', 64)}`);

const distributionId = (r: Facts) => `E${r.madeUp(13, 'upper')}`;
const originAccessId = (r: Facts) => `E${r.madeUp(13, 'upper')}`;
const edgeFunctionArn = (r: Facts) => r.arn('cloudfront', `function/${r.named('Name', 64)}`, '');

export const WEB: Rows = {
  'AWS::ApiGateway::RestApi': row(restApiId, { RestApiId: restApiId, RootResourceId: (r) => r.madeUp(10, 'lower', 'root') }),
  'AWS::ApiGateway::Stage': row((r) => r.text('StageName') ?? 'prod'),
  'AWS::ApiGateway::Deployment': idRow(id(6), 'DeploymentId'),
  'AWS::ApiGateway::Resource': idRow(id(6), 'ResourceId'),
  'AWS::ApiGateway::Method': row((r) => `${r.logicalId}-${r.madeUp(12, 'upper')}`),
  'AWS::ApiGateway::Authorizer': idRow(id(6), 'AuthorizerId'),
  'AWS::ApiGateway::RequestValidator': idRow(id(6), 'RequestValidatorId'),
  'AWS::ApiGateway::Model': row((r) => r.named('Name', 128)),
  'AWS::ApiGateway::ApiKey': idRow(id(10), 'APIKeyId'),
  'AWS::ApiGateway::UsagePlan': idRow(id(6), 'Id'),
  'AWS::ApiGateway::VpcLink': idRow(id(6), 'VpcLinkId'),
  'AWS::ApiGateway::DomainName': row((r) => r.text('DomainName') ?? '', {
    DistributionDomainName: (r) => `d${r.madeUp(13)}.cloudfront.net`,
    DistributionHostedZoneId: () => 'Z2FDTNDATAQYW2',
    RegionalDomainName: regionalDomain,
    RegionalHostedZoneId: zoneId,
    DomainNameArn: (r) => r.arn('apigateway', `/domainnames/${r.text('DomainName') ?? ''}`, undefined, ''),
  }),

  'AWS::ApiGatewayV2::Api': row(httpApiId, {
    ApiId: httpApiId,
    ApiEndpoint: httpEndpoint,
    ExecuteApiArn: (r) => r.arn('execute-api', httpApiId(r)),
  }),
  'AWS::ApiGatewayV2::Stage': row((r) => r.text('StageName') ?? '$default'),
  'AWS::ApiGatewayV2::Integration': idRow(id(7), 'IntegrationId'),
  'AWS::ApiGatewayV2::Route': idRow(id(7), 'RouteId'),
  'AWS::ApiGatewayV2::Authorizer': idRow(id(6), 'AuthorizerId'),
  'AWS::ApiGatewayV2::Deployment': idRow(id(6), 'DeploymentId'),
  'AWS::ApiGatewayV2::ApiMapping': idRow(id(6), 'ApiMappingId'),
  'AWS::ApiGatewayV2::VpcLink': idRow(id(6), 'VpcLinkId'),
  'AWS::ApiGatewayV2::DomainName': row((r) => r.text('DomainName') ?? '', {
    RegionalDomainName: regionalDomain,
    RegionalHostedZoneId: zoneId,
    DomainNameArn: (r) => r.arn('apigateway', `/domainnames/${r.text('DomainName') ?? ''}`, undefined, ''),
  }),

  'AWS::AppSync::GraphQLApi': arnRow(graphqlArn, ['Arn'], {
    ApiId: graphqlId,
    GraphQLUrl: (r) => `https://${graphqlDns(r, 'appsync-api')}/graphql`,
    GraphQLDns: (r) => graphqlDns(r, 'appsync-api'),
    GraphQLEndpointArn: (r) => r.arn('appsync', `endpoints/graphql-api/${r.madeUp(26, 'lower', 'dns')}`),
    RealtimeUrl: (r) => `wss://${graphqlDns(r, 'appsync-realtime-api')}/graphql`,
    RealtimeDns: (r) => graphqlDns(r, 'appsync-realtime-api'),
  }),
  'AWS::AppSync::Api': arnRow(graphqlArn, ['ApiArn'], {
    ApiId: graphqlId,
    'Dns.Http': (r) => graphqlDns(r, 'appsync-api'),
    'Dns.Realtime': (r) => graphqlDns(r, 'appsync-realtime-api'),
  }),
  'AWS::AppSync::ApiKey': arnRow(apiKeyArn, ['Arn'], { ApiKey: apiKeyId, ApiKeyId: apiKeyId }),
  'AWS::AppSync::DataSource': arnRow(dataSourceArn, ['DataSourceArn'], { Name: (r) => r.named('Name', 64) }),
  'AWS::AppSync::GraphQLSchema': idRow((r) => `${r.text('ApiId') ?? ''}GraphQLSchema`, 'Id'),

  'AWS::CloudFront::Distribution': row(distributionId, {
    Id: distributionId,
    DomainName: (r) => `d${r.madeUp(13)}.cloudfront.net`,
  }),
  'AWS::CloudFront::OriginAccessControl': idRow(originAccessId, 'Id'),
  'AWS::CloudFront::CloudFrontOriginAccessIdentity': row(originAccessId, {
    Id: originAccessId,
    S3CanonicalUserId: (r) => r.madeUp(96, 'hex'),
  }),
  'AWS::CloudFront::Function': arnRow(edgeFunctionArn, ['FunctionARN', 'FunctionMetadata.FunctionARN'], { Stage: () => 'LIVE' }),
  'AWS::CloudFront::CachePolicy': idRow((r) => r.uuid(), 'Id'),
  'AWS::CloudFront::OriginRequestPolicy': idRow((r) => r.uuid(), 'Id'),
  'AWS::CloudFront::ResponseHeadersPolicy': idRow((r) => r.uuid(), 'Id'),
  'AWS::CloudFront::PublicKey': idRow((r) => `K${r.madeUp(13, 'upper')}`, 'Id'),
  'AWS::CloudFront::KeyGroup': idRow((r) => r.uuid(), 'Id'),

  'AWS::Route53::HostedZone': row(zoneId, {
    Id: zoneId,
    NameServers: () => ['com', 'net', 'org', 'co.uk'].map((domain, i) => `ns-${i * 512 + 1}.awsdns-0${i}.${domain}`),
  }),
  'AWS::Route53::RecordSet': row((r) => r.text('Name') ?? ''),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': arnRow(
    (r) => r.arn('elasticloadbalancing', `loadbalancer/${loadBalancer(r)}`),
    ['LoadBalancerArn'],
    {
      DNSName: (r) => {
        const front = r.text('Scheme') === 'internal' ? 'internal-' : '';
        return `${front}${r.named('Name', 32)}-${r.madeUp(10, 'digits')}.${r.region}.elb.${r.urlSuffix}`;
      },
      LoadBalancerName: (r) => r.named('Name', 32),
      LoadBalancerFullName: (r) => loadBalancer(r),
      CanonicalHostedZoneID: zoneId,
    },
  ),
  'AWS::ElasticLoadBalancingV2::TargetGroup': arnRow((r) => r.arn('elasticloadbalancing', targetGroup(r)), ['TargetGroupArn'], {
    TargetGroupName: (r) => r.named('Name', 32),
    TargetGroupFullName: (r) => targetGroup(r),
  }),
  'AWS::ElasticLoadBalancingV2::Listener': idRow(
    (r) => below(r.text('LoadBalancerArn'), 'loadbalancer', 'listener', r),
    'ListenerArn',
  ),
  'AWS::ElasticLoadBalancingV2::ListenerRule': idRow(
    (r) => below(r.text('ListenerArn'), 'listener', 'listener-rule', r),
    'RuleArn',
  ),
};

/** The ARN of something that belongs to another, in whose ARN the kind of that stands. */
function below(parent: string | undefined, kindOfParent: string, kind: string, r: Facts): string {
  const [, path = ''] = parent?.split(`:${kindOfParent}/`) ?? [];
  return r.arn('elasticloadbalancing', `${kind}/${path}${path && '/'}${r.madeUp(16, 'hex')}`);
}

function loadBalancer(r: Facts): string {
  const kind = r.text('Type') === 'network' ? 'net' : 'app';
  return `${kind}/${r.named('Name', 32)}/${r.madeUp(16, 'hex')}`;
}

function targetGroup(r: Facts): string {
  return `targetgroup/${r.named('Name', 32)}/${r.madeUp(16, 'hex')}`;
}

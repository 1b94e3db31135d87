import type { Json } from '../json';
import { arnRow, type Facts, idRow, namedRow, type Rows, row } from './facts';

const logGroupName = (r: Facts) => r.named('LogGroupName', 512);
const parameterName = (r: Facts) => r.text('Name') ?? `CFN-${r.logicalId}-${r.madeUp(12, 'mixed')}`;
const given = (property: string) => (r: Facts) => r.text(property) ?? '';
const listed = (): Json => [];

const ec2Id = (prefix: string, purpose?: string) => (r: Facts) => `${prefix}-${r.madeUp(17, 'hex', purpose)}`;
const ec2 = (prefix: string, ...same: string[]) => idRow(ec2Id(prefix), ...same);
/** From the addresses that are kept for documentation (RFC 5737). */
const publicIp = (r: Facts) => `203.0.113.${(Number.parseInt(r.madeUp(4, 'hex', 'ip'), 16) % 254) + 1}`;

const clusterName = (r: Facts) => r.named('ClusterName', 255);
const taskArn = (r: Facts) => r.arn('ecs', `task-definition/${r.named('Family', 255)}:1`);
const serviceArn = (r: Facts) => r.arn('ecs', `service/${r.text('Cluster') ?? 'default'}/${r.named('ServiceName', 255)}`);

export const OPERATIONS: Rows = {
  'AWS::Logs::LogGroup': row(logGroupName, { Arn: (r) => r.arn('logs', `log-group:${logGroupName(r)}:*`) }),
  'AWS::Logs::LogStream': row((r) => r.named('LogStreamName', 512)),
  'AWS::Logs::SubscriptionFilter': row((r) => r.named('FilterName', 512)),
  'Custom::LogRetention': row(given('LogGroupName'), { LogGroupName: given('LogGroupName') }),
  'AWS::SSM::Parameter': row(parameterName, {
    Value: given('Value'),
    Type: (r) => r.text('Type') ?? 'String',
    Arn: (r) => r.arn('ssm', `parameter/${parameterName(r).replace(/^\//, '')}`),
  }),
  'AWS::CloudWatch::Alarm': namedRow('AlarmName', 255, 'cloudwatch', (name) => `alarm:${name}`),
  'AWS::CloudWatch::CompositeAlarm': namedRow('AlarmName', 255, 'cloudwatch', (name) => `alarm:${name}`),
  'AWS::CloudWatch::Dashboard': row((r) => r.named('DashboardName', 255)),
  'AWS::AppConfig::Application': idRow((r) => r.madeUp(7), 'ApplicationId'),
  'AWS::AppConfig::Environment': idRow((r) => r.madeUp(7), 'EnvironmentId'),
  'AWS::AppConfig::ConfigurationProfile': idRow((r) => r.madeUp(7), 'ConfigurationProfileId'),
  'AWS::CodeDeploy::Application': row((r) => r.named('ApplicationName', 100)),
  'AWS::CodeDeploy::DeploymentGroup': row((r) => r.named('DeploymentGroupName', 100)),
  'AWS::CodeBuild::Project': namedRow('Name', 150, 'codebuild', (name) => `project/${name}`),
  'AWS::SES::ConfigurationSet': row((r) => r.named('Name', 64)),
  'AWS::SES::EmailIdentity': row(given('EmailIdentity')),
  'AWS::IoT::Thing': row((r) => r.named('ThingName', 128), {
    Arn: (r) => r.arn('iot', `thing/${r.named('ThingName', 128)}`),
    Id: (r) => r.uuid(),
  }),
  'AWS::IoT::TopicRule': namedRow('RuleName', 128, 'iot', (name) => `rule/${name}`),
  'AWS::CloudFormation::WaitConditionHandle': row(
    (r) => `https://cloudformation-waitcondition-${r.region}.s3.${r.urlSuffix}/${r.uuid()}`,
  ),

  'AWS::ECS::Cluster': row(clusterName, { Arn: (r) => r.arn('ecs', `cluster/${clusterName(r)}`) }),
  'AWS::ECS::TaskDefinition': arnRow(taskArn, ['TaskDefinitionArn']),
  'AWS::ECS::Service': arnRow(serviceArn, ['ServiceArn'], { Name: (r) => r.named('ServiceName', 255) }),

  'AWS::EC2::VPC': row(ec2Id('vpc'), {
    VpcId: ec2Id('vpc'),
    CidrBlock: (r) => r.text('CidrBlock') ?? '10.0.0.0/16',
    CidrBlockAssociations: (r) => [`vpc-cidr-assoc-${r.madeUp(17, 'hex')}`],
    DefaultNetworkAcl: ec2Id('acl'),
    DefaultSecurityGroup: ec2Id('sg'),
    Ipv6CidrBlocks: listed,
  }),
  'AWS::EC2::Subnet': row(ec2Id('subnet'), {
    SubnetId: ec2Id('subnet'),
    VpcId: given('VpcId'),
    CidrBlock: given('CidrBlock'),
    AvailabilityZone: (r) => r.text('AvailabilityZone') ?? `${r.region}a`,
    Ipv6CidrBlocks: listed,
    NetworkAclAssociationId: ec2Id('aclassoc'),
  }),
  'AWS::EC2::SecurityGroup': row(ec2Id('sg'), { GroupId: ec2Id('sg'), Id: ec2Id('sg'), VpcId: given('VpcId') }),
  'AWS::EC2::RouteTable': ec2('rtb', 'RouteTableId'),
  'AWS::EC2::InternetGateway': ec2('igw', 'InternetGatewayId'),
  'AWS::EC2::NatGateway': ec2('nat', 'NatGatewayId'),
  'AWS::EC2::LaunchTemplate': row(ec2Id('lt'), {
    LaunchTemplateId: ec2Id('lt'),
    DefaultVersionNumber: () => '1',
    LatestVersionNumber: () => '1',
  }),
  'AWS::EC2::VPCEndpoint': row(ec2Id('vpce'), {
    Id: ec2Id('vpce'),
    CreationTimestamp: () => '2024-01-01T00:00:00Z',
    DnsEntries: (r) => [`Z${r.madeUp(13, 'upper')}:${ec2Id('vpce')(r)}-${r.madeUp(8)}.${r.region}.vpce.${r.urlSuffix}`],
    NetworkInterfaceIds: (r) => [ec2Id('eni')(r)],
  }),
  'AWS::EC2::EIP': row(publicIp, { PublicIp: publicIp, AllocationId: ec2Id('eipalloc') }),
  'AWS::EC2::Instance': row(ec2Id('i'), {
    InstanceId: ec2Id('i'),
    PublicIp: publicIp,
    PublicDnsName: (r) => `ec2-${publicIp(r).replaceAll('.', '-')}.compute-1.${r.urlSuffix}`,
    PrivateIp: () => '10.0.0.10',
    PrivateDnsName: () => 'ip-10-0-0-10.ec2.internal',
    AvailabilityZone: (r) => r.text('AvailabilityZone') ?? `${r.region}a`,
  }),
};

import * as path from 'node:path';
import { Duration, type Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { GeoRestriction } from 'aws-cdk-lib/aws-cloudfront';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AccountPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import {
  AssetLayer,
  FunctionAlias,
  type FunctionOptions,
  NodeModulesLayer,
  PythonLayer,
  Release,
  ServiceEndpoint,
  Traffic,
  UrlAuth,
  UrlDistribution,
  type UrlDistributionProps,
  VpcAccess,
  type VpcAccessOptions,
} from 'cdk-lambda-kit';
import { Construct } from 'constructs';
import { inline, KINDS } from '../functions/kinds';
import { nodeFolder } from '../layers/scene';
import { sources } from '../scene';

type Scene = (stack: Stack) => unknown;

const key = (stack: Stack) => new Key(stack, 'Key', { enableKeyRotation: true });

const ownDeadLetters = (stack: Stack) => ({
  queue: new Queue(stack, 'DeadAgain', { enforceSSL: true }),
  maxReceiveCount: 3,
});

const hook = (stack: Stack) => inline(new Construct(stack, 'Hook'));

function alarm(stack: Stack) {
  return new Metric({ namespace: 'Shop', metricName: 'Errors' }).createAlarm(stack, 'Errors', {
    threshold: 1,
    evaluationPeriods: 1,
  });
}

function alias(stack: Stack, traffic: (version: lambda.IVersion) => Traffic): FunctionAlias {
  return new FunctionAlias(stack, 'Live', { aliasName: 'live', traffic: traffic(inline(stack).currentVersion) });
}

/** A VPC that the pack has nothing against. */
function vpc(stack: Stack): ec2.Vpc {
  return new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, flowLogs: { All: {} }, ipProtocol: ec2.IpProtocol.DUAL_STACK });
}

function inVpc(way: 'privateWithEgress' | 'isolated' | 'dualStack', options: VpcAccessOptions = {}): Scene {
  return (stack) =>
    inline(stack, {
      vpcAccess: VpcAccess[way](vpc(stack), { vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, ...options }),
    });
}

function distribution(options: (stack: Stack) => Partial<UrlDistributionProps> = () => ({})): Scene {
  return (stack) =>
    new UrlDistribution(stack, 'Front', { url: inline(stack).addUrl({ auth: UrlAuth.iam() }), ...options(stack) });
}

const withOption =
  (options: (stack: Stack) => FunctionOptions & { readonly runtime?: lambda.Runtime }): Scene =>
  (stack) =>
    inline(stack, options(stack));

/** Each of our constructs with the least that it can be made with, and with what makes more resources or permissions. */
export const SCENES: Readonly<Record<string, Scene>> = {
  ...KINDS,

  AssetLayer: (stack) => new AssetLayer(stack, 'Layer', { path: nodeFolder() }),
  NodeModulesLayer: (stack) => {
    const lock = { name: 'shop', lockfileVersion: 3, packages: { '': { name: 'shop' } } };
    const folder = sources({ 'package.json': '{"name":"shop"}', 'package-lock.json': JSON.stringify(lock) });
    return new NodeModulesLayer(stack, 'Layer', { packageJson: path.join(folder, 'package.json') });
  },
  PythonLayer: (stack) => {
    const folder = sources({ 'requirements.txt': 'brush==1.0\n' });
    return new PythonLayer(stack, 'Layer', { requirements: path.join(folder, 'requirements.txt') });
  },

  'Traffic.all': (stack) => alias(stack, (version) => Traffic.all(version)),
  'Traffic.split': (stack) =>
    alias(stack, (version) =>
      Traffic.split(version, lambda.Version.fromVersionAttributes(stack, 'Old', { lambda: version.lambda, version: '1' }), 0.1),
    ),
  'Traffic.canary': (stack) => alias(stack, (version) => Traffic.canary(version, { alarms: [alarm(stack)] })),
  'Traffic.linear': (stack) => alias(stack, (version) => Traffic.linear(version, { alarms: [alarm(stack)] })),
  'Traffic.allAtOnce': (stack) => alias(stack, (version) => Traffic.allAtOnce(version)),
  'Traffic with a hook': (stack) => alias(stack, (version) => Traffic.allAtOnce(version, { preHook: hook(stack) })),
  'an alias that scales': (stack) => {
    const traffic = (version: lambda.IVersion) => Traffic.all(version);
    return alias(stack, traffic).addAutoScaling({ maxCapacity: 5 }).scaleOnUtilization({ utilizationTarget: 0.5 });
  },
  Release: (stack) => {
    const release = new Release(stack, 'Release', { function: inline(stack) });
    return new FunctionAlias(stack, 'Live', { aliasName: 'live', traffic: release.split(0.1) });
  },

  'UrlAuth.iam': (stack) => inline(stack).addUrl({ auth: UrlAuth.iam(new AccountPrincipal('111122223333')) }),
  'UrlAuth.public': (stack) => inline(stack).addUrl({ auth: UrlAuth.public() }),
  UrlDistribution: distribution(),
  'UrlDistribution with its options': distribution((stack) => ({
    certificate: Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111122223333:certificate/a'),
    domainNames: ['shop.example.com'],
    geoRestriction: GeoRestriction.allowlist('NL'),
    logBucket: Bucket.fromBucketName(stack, 'Logs', 'logs'),
    webAclId: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/shop/1',
  })),

  'VpcAccess.privateWithEgress': inVpc('privateWithEgress'),
  'VpcAccess.privateWithEgress, leastPrivilege': inVpc('privateWithEgress', { leastPrivilege: true }),
  'VpcAccess.privateWithEgress, shareSecurityGroup': inVpc('privateWithEgress', { shareSecurityGroup: true }),
  'VpcAccess.isolated': inVpc('isolated', { endpoints: [ServiceEndpoint.gateway(ec2.GatewayVpcEndpointAwsService.S3)] }),
  'VpcAccess.isolated, with an interface endpoint': inVpc('isolated', {
    endpoints: [ServiceEndpoint.privateLink(ec2.InterfaceVpcEndpointAwsService.SQS)],
  }),
  'VpcAccess.dualStack': inVpc('dualStack'),

  'a role that is given': withOption((stack) => ({
    role: new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
  })),
  deadLetterQueueEnabled: withOption(() => ({ deadLetterQueueEnabled: true })),
  'onFailure, with a key': withOption((stack) => ({
    onFailure: new SqsDestination(
      new Queue(stack, 'Dead', { enforceSSL: true, encryptionMasterKey: key(stack), deadLetterQueue: ownDeadLetters(stack) }),
    ),
  })),
  environmentEncryption: withOption((stack) => ({ environmentEncryption: key(stack) })),
  durableConfig: withOption(() => ({ durableConfig: { executionTimeout: Duration.hours(1) } })),
  'tracing ACTIVE': withOption(() => ({ tracing: lambda.Tracing.ACTIVE })),
  insightsVersion: withOption(() => ({ insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_229_0 })),
};

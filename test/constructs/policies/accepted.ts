/** A finding of the AwsSolutions pack that stays. */
export interface Accepted {
  readonly rule: string;
  /** The scenes in which it is found. */
  readonly scenes: readonly string[];
  readonly reason: string;
}

const AWS_POLICY = 'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy';

/** All that the pack finds in what our constructs make, and why it is so. What is no longer found must go from here. */
export const ACCEPTED: readonly Accepted[] = [
  {
    rule: 'L1',
    scenes: ['PythonFunction'],
    reason: 'aws-cdk-lib knows python3.15 already, which is a preview; the default is the newest that is generally available.',
  },
  {
    rule: 'IAM5[Resource::*]',
    scenes: [
      'VpcAccess.privateWithEgress',
      'VpcAccess.privateWithEgress, leastPrivilege',
      'VpcAccess.privateWithEgress, shareSecurityGroup',
      'VpcAccess.isolated',
      'VpcAccess.isolated, with an interface endpoint',
      'VpcAccess.dualStack',
      'tracing ACTIVE',
    ],
    reason:
      'Lambda asks for the network interface actions on every resource (NET-02), and the actions of X-Ray have no resources; the actions are listed one by one.',
  },
  {
    rule: 'EC23',
    scenes: ['VpcAccess.isolated, with an interface endpoint'],
    reason:
      'The rule cannot tell, because the range that may call the endpoint is known at the deployment: it is that of the VPC.',
  },
  {
    rule: `${AWS_POLICY}/service-role/AWSLambdaBasicDurableExecutionRolePolicy]`,
    scenes: ['durableConfig'],
    reason: 'What durable functions need to keep their state is not documented otherwise, and grows with the service.',
  },
  {
    rule: `${AWS_POLICY}/CloudWatchLambdaInsightsExecutionRolePolicy]`,
    scenes: ['insightsVersion'],
    reason: 'What the extension needs is a matter of the extension, whose version is chosen apart from ours.',
  },
  {
    rule: `${AWS_POLICY}/service-role/AWSCodeDeployRoleForLambdaLimited]`,
    scenes: ['Traffic.canary', 'Traffic.linear', 'Traffic.allAtOnce', 'Traffic with a hook'],
    reason:
      'The role is of CodeDeploy, not of the function, and this is the narrower of the two policies that CodeDeploy has for it.',
  },
  {
    rule: 'IAM5[Resource::<HookGreeterE2F523B1.Arn>:*]',
    scenes: ['Traffic with a hook'],
    reason: 'CodeDeploy may call the hook by each of its versions, and nothing else.',
  },
  {
    rule: 'IAM5[Action::kms:GenerateDataKey*]',
    scenes: ['onFailure, with a key'],
    reason: 'What aws-cdk-lib grants on the key of a queue to all that send to it.',
  },
  {
    rule: 'IAM5[Action::kms:ReEncrypt*]',
    scenes: ['onFailure, with a key'],
    reason: 'What aws-cdk-lib grants on the key of a queue to all that send to it.',
  },
  {
    rule: 'CFR1',
    scenes: ['UrlDistribution'],
    reason: 'Whom a site is for is not ours to guess: `geoRestriction` says it.',
  },
  {
    rule: 'CFR2',
    scenes: ['UrlDistribution'],
    reason: 'A web ACL is paid by the month, and must be in us-east-1: `webAclId` takes one.',
  },
  {
    rule: 'CFR3',
    scenes: ['UrlDistribution'],
    reason: 'Access logs need a bucket with a retention, and say who called: `logBucket` takes one.',
  },
  {
    rule: 'CFR4',
    scenes: ['UrlDistribution'],
    reason:
      'The certificate of CloudFront for its own names comes with TLSv1; with `domainNames` and `certificate` it is TLSv1.2 and later.',
  },
];

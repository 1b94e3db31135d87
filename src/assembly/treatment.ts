/** Types that are translated into the model, or that others are translated with. */
export const TRANSLATED: ReadonlySet<string> = new Set([
  'AWS::Lambda::Function',
  'AWS::Lambda::Version',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Url',
  'AWS::Lambda::Permission',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::EventSourceMapping',
  'AWS::SQS::Queue',
  'AWS::SNS::Topic',
  'AWS::SNS::Subscription',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Kinesis::Stream',
  'AWS::Kinesis::StreamConsumer',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::Scheduler::Schedule',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::SecretsManager::Secret',
  'AWS::Logs::LogGroup',
  'AWS::Logs::LogStream',
  'AWS::Logs::SubscriptionFilter',
  'AWS::SSM::Parameter',
  'AWS::CloudFormation::Stack',
  'AWS::S3::Bucket',
  'Custom::S3BucketNotifications',
  'Custom::LogRetention',
  'Custom::CDKBucketDeployment',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Stage',
  'AWS::ApiGatewayV2::Deployment',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::CloudFront::Distribution',
  'AWS::VpcLattice::Service',
  'AWS::VpcLattice::Listener',
  'AWS::VpcLattice::Rule',
  'AWS::VpcLattice::TargetGroup',
  'AWS::ApiGatewayV2::RouteResponse',
  'AWS::ApiGatewayV2::IntegrationResponse',
  'AWS::ApiGatewayV2::ApiGatewayManagedOverrides',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApiGatewayV2::ApiMapping',
]);

/** Types that belong together; one that ends in `*` stands for all that begin like it. */
interface Group {
  readonly why: string;
  readonly types: readonly string[];
}

/** What users will miss when the app runs here. */
const NOT_EMULATED: readonly Group[] = [
  {
    why: 'Pipes are not emulated yet, so they invoke nothing; invoke the function with an event instead.',
    types: ['AWS::Pipes::Pipe'],
  },
  {
    why: 'Rules of AWS IoT are not emulated, so nothing is delivered; invoke the function with an event instead.',
    types: ['AWS::IoT::TopicRule'],
  },
  {
    why: 'Archives of events are not emulated, so that nothing is kept in them or can be replayed from them.',
    types: ['AWS::Events::Archive'],
  },
  {
    why: 'AppSync APIs are not emulated yet, so there is no endpoint for it; invoke the function with an event, or give it a function URL.',
    types: ['AWS::AppSync::GraphQLApi', 'AWS::AppSync::Api'],
  },
  {
    why: 'Functions of CloudFront itself are not emulated; requests that they would see get 501.',
    types: ['AWS::CloudFront::Function'],
  },
  {
    why: 'State machines are not emulated yet, so none can be started.',
    types: ['AWS::StepFunctions::StateMachine', 'AWS::StepFunctions::Activity'],
  },
  {
    why: 'The service is not emulated yet, so calls to it from a handler are refused.',
    types: [
      'AWS::KinesisFirehose::DeliveryStream',
      'AWS::Events::ApiDestination',
      'AWS::Cognito::UserPool',
      'AWS::Cognito::IdentityPool',
      'AWS::RDS::DBInstance',
      'AWS::RDS::DBCluster',
      'AWS::RDS::DBProxy',
      'AWS::DSQL::Cluster',
      'AWS::ElastiCache::*',
      'AWS::OpenSearchService::Domain',
      'AWS::OpenSearchServerless::Collection',
      'AWS::DocDB::DBCluster',
      'AWS::Neptune::DBCluster',
      'AWS::MSK::*',
      'AWS::AmazonMQ::Broker',
      'AWS::Timestream::*',
      'AWS::S3Tables::*',
      'AWS::SES::*',
      'AWS::AppConfig::*',
      'AWS::Bedrock::*',
      'AWS::SageMaker::*',
      'AWS::Athena::*',
      'AWS::DAX::*',
      'AWS::Elasticsearch::*',
      'AWS::Glue::*',
      'AWS::IoT::*',
      'AWS::Lex::*',
      'AWS::Location::*',
      'AWS::MemoryDB::*',
      'AWS::Redshift::*',
      'AWS::RedshiftServerless::*',
      'AWS::S3Express::*',
      'AWS::S3Vectors::*',
      'AWS::VerifiedPermissions::*',
    ],
  },
  {
    why: 'Machines and containers beside the functions are not run here.',
    types: [
      'AWS::EC2::Instance',
      'AWS::AutoScaling::AutoScalingGroup',
      'AWS::ECS::Service',
      'AWS::EKS::Cluster',
      'AWS::Batch::JobDefinition',
      'AWS::AppRunner::Service',
    ],
  },
  {
    why: 'File systems are not mounted here; the function finds an ordinary folder or nothing.',
    types: ['AWS::EFS::AccessPoint'],
  },
  {
    why: 'Resource policies that are set as a whole document are not emulated yet; single permissions are.',
    types: ['AWS::Lambda::ResourcePolicy'],
  },
  {
    why: 'This kind of Lambda resource is not emulated yet.',
    types: [
      'AWS::Lambda::CapacityProvider',
      'AWS::Lambda::NetworkConnector',
      'AWS::Lambda::MicrovmImage',
      'AWS::Lambda::WebFunction',
      'AWS::Lambda::WebFunctionEndpoint',
      'AWS::Lambda::WebFunctionRevision',
    ],
  },
  {
    why: 'CloudFormation turns resources of the serverless transform into others at deployment, which is not done here; use the CDK’s own.',
    types: ['AWS::Serverless::*'],
  },
  { why: 'The SDK call of the custom resource is only made at deployment.', types: ['Custom::AWS'] },
  { why: 'Triggers only invoke the function at deployment.', types: ['Custom::Trigger'] },
  {
    why: 'The handler of a custom resource is only invoked at deployment.',
    types: ['AWS::CloudFormation::CustomResource', 'Custom::*'],
  },
];

/** What nobody will miss when the app runs here, and why. */
const HARMLESS: readonly Group[] = [
  {
    why: 'Processes run with the rights of whoever runs them; what policies allow is judged when handlers call services.',
    types: [
      'AWS::Kinesis::ResourcePolicy',
      'AWS::RAM::*',
      'AWS::IAM::*',
      'AWS::KMS::*',
      'AWS::SQS::QueuePolicy',
      'AWS::SQS::QueueInlinePolicy',
      'AWS::SNS::TopicPolicy',
      'AWS::SNS::TopicInlinePolicy',
      'AWS::Events::EventBusPolicy',
      'AWS::Lambda::LayerVersionPermission',
      'AWS::Lambda::CodeSigningConfig',
      'AWS::Signer::*',
      'AWS::WAFv2::*',
    ],
  },
  {
    why: 'Logs and metrics are watched here without them.',
    types: [
      'AWS::ApplicationSignals::*',
      'AWS::CloudTrail::*',
      'AWS::Config::*',
      'AWS::GuardDuty::*',
      'AWS::RUM::*',
      'AWS::SecurityHub::*',
      'AWS::Logs::*',
      'AWS::CloudWatch::*',
      'AWS::XRay::*',
      'AWS::Synthetics::*',
      'AWS::ApplicationInsights::*',
      'Custom::CloudwatchLogResourcePolicy',
    ],
  },
  {
    why: 'It is for the CDK itself or for deployments.',
    types: [
      'AWS::Chatbot::*',
      'AWS::CodeArtifact::*',
      'AWS::CodeCommit::*',
      'AWS::CodeConnections::*',
      'AWS::CodeStarConnections::*',
      'AWS::ServiceCatalog::*',
      'AWS::ServiceCatalogAppRegistry::*',
      'AWS::CDK::Metadata',
      'AWS::CodeDeploy::*',
      'AWS::CodeBuild::*',
      'AWS::CodePipeline::*',
      'AWS::CodeStarNotifications::*',
      'AWS::CloudFormation::*',
      'AWS::ECR::*',
      'Custom::S3AutoDeleteObjects',
      'Custom::ECRAutoDeleteImages',
      'Custom::SyntheticsAutoDeleteUnderlyingResources',
      'Custom::CrossRegionExportReader',
      'Custom::CrossRegionExportWriter',
      'Custom::VpcRestrictDefaultSG',
      'Custom::S3ObjectCopy',
      'Custom::AWSCDKOpenIdConnectProvider',
    ],
  },
  {
    why: 'Functions use the network of this machine.',
    types: [
      'AWS::EC2::*',
      'AWS::ServiceDiscovery::*',
      'AWS::Route53::*',
      'AWS::Route53Resolver::*',
      'AWS::CertificateManager::*',
      'AWS::CloudFront::*',
    ],
  },
  { why: 'It is scaled here by hand.', types: ['AWS::ApplicationAutoScaling::*', 'AWS::AutoScaling::*'] },
  {
    why: 'It is a part of something else, which is told of.',
    types: [
      'AWS::ECS::*',
      'AWS::EFS::*',
      'AWS::EKS::*',
      'AWS::EventSchemas::*',
      'AWS::S3::*',
      'AWS::SSM::*',
      'AWS::ApiGateway::*',
      'AWS::ApiGatewayV2::*',
      'AWS::AppSync::*',
      'AWS::ElasticLoadBalancingV2::*',
      'AWS::VpcLattice::*',
      'AWS::Cognito::*',
      'AWS::RDS::*',
      'AWS::DocDB::*',
      'AWS::Neptune::*',
      'AWS::OpenSearchServerless::*',
      'AWS::StepFunctions::*',
      'AWS::Events::Connection',
      'AWS::SecretsManager::*',
      'AWS::Backup::*',
      'AWS::Budgets::*',
      'AWS::ResourceGroups::*',
    ],
  },
];

const WHYS: ReadonlyMap<string, string | undefined> = new Map([
  ...HARMLESS.flatMap(({ types }) => types.map((type) => [type, undefined] as const)),
  ...NOT_EMULATED.flatMap(({ types, why }) => types.map((type) => [type, why] as const)),
]);

/** Whether something is known of the type itself, or of its family. */
export function isKnownType(type: string): boolean {
  return TRANSLATED.has(type) || entryOf(type) !== undefined;
}

/** Why the user should know that a type is not run here; undefined when that does no harm. The most exact entry counts. */
export function whyNotRun(type: string): string | undefined {
  if (TRANSLATED.has(type)) return undefined;
  const entry = entryOf(type);
  return entry === undefined ? `${type} is not known here, so nothing stands for it.` : WHYS.get(entry);
}

function entryOf(type: string): string | undefined {
  return [type, `${type.slice(0, type.lastIndexOf('::'))}::*`].find((each) => WHYS.has(each));
}

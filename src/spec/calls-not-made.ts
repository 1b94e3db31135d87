/** What invokes functions on AWS, and does not here. */
export type UnmadeKind =
  | 'pipe'
  | 'logFilter'
  | 'iot'
  | 'graphQl'
  | 'stateMachine'
  | 'userPool'
  | 'alarm'
  | 'configRule'
  | 'pipeline'
  | 'repository'
  | 'secretRotation'
  | 'mailRule'
  | 'bot'
  | 'agent'
  | 'deliveryStream'
  | 'objectLambda'
  | 'fileServer'
  | 'contactCenter'
  | 'customResource'
  | 'deployment'
  | 'other';

interface UnmadeCalls {
  readonly kind: UnmadeKind;
  readonly why: string;
  /** By CloudFormation type, the properties in which functions stand that are invoked; none given: any of them. */
  readonly types: Readonly<Record<string, readonly string[]>>;
}

const INSTEAD = 'invoke the function with an event instead.';

/** Every kind of resource that is known to invoke functions and is not emulated. */
export const CALLS_NOT_MADE: readonly UnmadeCalls[] = [
  {
    kind: 'pipe',
    why: `Pipes are not emulated yet, so they invoke nothing; ${INSTEAD}`,
    types: { 'AWS::Pipes::Pipe': ['Target', 'Enrichment'] },
  },
  {
    kind: 'logFilter',
    why: `Policies of the account for its log groups are not emulated, so they send nothing; ${INSTEAD}`,
    types: { 'AWS::Logs::AccountPolicy': ['PolicyDocument'] },
  },
  {
    kind: 'iot',
    why: `AWS IoT is not emulated, so it invokes nothing; ${INSTEAD}`,
    types: {
      'AWS::IoT::TopicRule': ['TopicRulePayload'],
      'AWS::IoT::ProvisioningTemplate': ['PreProvisioningHook'],
      'AWS::IoT::Authorizer': ['AuthorizerFunctionArn'],
    },
  },
  {
    kind: 'graphQl',
    why: `AppSync APIs are not emulated yet, so they invoke nothing; ${INSTEAD}`,
    types: {
      'AWS::AppSync::DataSource': ['LambdaConfig'],
      'AWS::AppSync::GraphQLApi': ['LambdaAuthorizerConfig', 'AdditionalAuthenticationProviders'],
      'AWS::AppSync::Api': ['EventConfig'],
    },
  },
  {
    kind: 'stateMachine',
    why: `State machines are not emulated yet, so none can be started and none invokes anything; ${INSTEAD}`,
    types: { 'AWS::StepFunctions::StateMachine': ['DefinitionString', 'Definition', 'DefinitionSubstitutions'] },
  },
  {
    kind: 'userPool',
    why: `User pools are not emulated: calls to them from a handler are refused, and their triggers invoke nothing; ${INSTEAD}`,
    types: { 'AWS::Cognito::UserPool': ['LambdaConfig'] },
  },
  {
    kind: 'alarm',
    why: `Nothing is measured here, so the alarm never goes off; ${INSTEAD}`,
    types: {
      'AWS::CloudWatch::Alarm': ['AlarmActions', 'OKActions', 'InsufficientDataActions'],
      'AWS::CloudWatch::CompositeAlarm': ['AlarmActions', 'OKActions', 'InsufficientDataActions'],
    },
  },
  {
    kind: 'configRule',
    why: `AWS Config is not emulated, so it invokes nothing; ${INSTEAD}`,
    types: { 'AWS::Config::ConfigRule': ['Source'], 'AWS::Config::OrganizationConfigRule': [] },
  },
  {
    kind: 'pipeline',
    why: `Pipelines are not emulated, so their actions invoke nothing; ${INSTEAD}`,
    types: { 'AWS::CodePipeline::Pipeline': ['Stages'] },
  },
  {
    kind: 'repository',
    why: `Repositories are not emulated, so their triggers invoke nothing; ${INSTEAD}`,
    types: { 'AWS::CodeCommit::Repository': ['Triggers'] },
  },
  {
    kind: 'secretRotation',
    why: `Secrets are not rotated here; ${INSTEAD}`,
    types: { 'AWS::SecretsManager::RotationSchedule': ['RotationLambdaARN'] },
  },
  {
    kind: 'mailRule',
    why: `No mail is received here; ${INSTEAD}`,
    types: { 'AWS::SES::ReceiptRule': ['Rule'] },
  },
  {
    kind: 'bot',
    why: `Bots are not emulated, so they invoke nothing; ${INSTEAD}`,
    types: { 'AWS::Lex::Bot': ['TestBotAliasSettings'], 'AWS::Lex::BotAlias': ['BotAliasLocaleSettings'] },
  },
  {
    kind: 'agent',
    why: `Amazon Bedrock is not emulated, so its agents invoke nothing; ${INSTEAD}`,
    types: { 'AWS::Bedrock::Agent': ['ActionGroups', 'CustomOrchestration'], 'AWS::Bedrock::Flow': ['Definition'] },
  },
  {
    kind: 'deliveryStream',
    why: `Delivery streams are not emulated: calls to them from a handler are refused, and they invoke nothing; ${INSTEAD}`,
    types: { 'AWS::KinesisFirehose::DeliveryStream': [] },
  },
  {
    kind: 'objectLambda',
    why: `Access points with Object Lambda are not emulated, so they invoke nothing; ${INSTEAD}`,
    types: { 'AWS::S3ObjectLambda::AccessPoint': ['ObjectLambdaConfiguration'] },
  },
  {
    kind: 'fileServer',
    why: `AWS Transfer Family is not emulated, so it invokes nothing; ${INSTEAD}`,
    types: { 'AWS::Transfer::Server': ['IdentityProviderDetails'] },
  },
  {
    kind: 'contactCenter',
    why: `Amazon Connect is not emulated, so it invokes nothing; ${INSTEAD}`,
    types: { 'AWS::Connect::IntegrationAssociation': ['IntegrationArn'] },
  },
  {
    kind: 'customResource',
    why: 'Triggers only invoke the function at deployment.',
    types: { 'Custom::Trigger': ['HandlerArn'] },
  },
  {
    kind: 'customResource',
    why: 'The handler of a custom resource is only invoked at deployment.',
    types: { 'AWS::CloudFormation::CustomResource': ['ServiceToken'], 'Custom::*': ['ServiceToken'] },
  },
];

/** Why the hooks of a deployment by CodeDeploy do not run. */
export const DEPLOYMENT_HOOK_WHY = 'Hooks of a deployment only run when CodeDeploy shifts traffic.';

import type { EventSourceFacts } from '../event-source';

const GUIDE = 'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html';

export const COGNITO_FACTS: EventSourceFacts = {
  title: 'Cognito user pool trigger',
  construct: 'CognitoEventSource',
  invocation: 'synchronous',
  authorization: 'function policy',
  retries: 'Cognito: it may call again after a time-out, not after an error; custom senders are retried by Lambda, twice.',
  whenFunctionFails:
    'What the user was doing fails with the message of the error. A custom sender that fails sends nothing, and the user waits for the code.',
  ordering: 'None: one call for each operation of a user.',
  limits: 'Answers within 5 s, which cannot be raised.',
  qualifiers: 'alias',
  rules: ['COG-01', 'COG-02', 'COG-03', 'COG-04', 'COG-07'],
  source: GUIDE,
  remark: 'Custom e-mail and SMS senders are invoked asynchronously, and their result is ignored.',
};

/** Triggers that name nothing but the function, as CloudFormation has them in camel case (COG-01). */
export const COGNITO_PLAIN_TRIGGERS: readonly string[] = [
  'createAuthChallenge',
  'customMessage',
  'defineAuthChallenge',
  'postAuthentication',
  'postConfirmation',
  'preAuthentication',
  'preSignUp',
  'preTokenGeneration',
  'userMigration',
  'verifyAuthChallengeResponse',
];

/** Triggers that name the version of their event beside the function (COG-01). */
export const COGNITO_VERSIONED_TRIGGERS: readonly string[] = ['customEmailSender', 'customSmsSender', 'preTokenGenerationConfig'];

/** The same, of which older releases of aws-cdk-lib do not know (COG-01). */
export const COGNITO_INBOUND_FEDERATION = 'inboundFederation';

/** Triggers that are handed encrypted codes, asynchronously (COG-01, COG-03). */
export const COGNITO_SENDERS: readonly string[] = ['customEmailSender', 'customSmsSender'];

/** The plan in which tokens can be changed by events of version V1_0 only (COG-07). */
export const COGNITO_PLAN_WITHOUT_TOKENS = 'LITE';

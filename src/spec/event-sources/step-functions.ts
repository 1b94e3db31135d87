import type { EventSourceFacts } from '../event-source';

export const STEP_FUNCTIONS_FACTS: EventSourceFacts = {
  title: 'Step Functions task',
  construct: 'StepFunctionsEventSource',
  invocation: 'synchronous',
  authorization: 'role of the source',
  retries: 'Step Functions: what the `Retry` of the state says; without it none.',
  whenFunctionFails: 'The state fails with the type of the error; `Catch` of the state, or else the execution fails.',
  ordering: 'As the state machine says.',
  limits: 'Input and result of a state up to 256 KiB.',
  qualifiers: 'alias or version',
  rules: ['SFN-01', 'SFN-02', 'SFN-03', 'SFN-04'],
  source: 'https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html',
  remark:
    'With `InvocationType` Event the function is invoked asynchronously and Lambda retries it; with a task token the state waits for a callback.',
};

/** Failures of Lambda, not of the function, after which a task is tried again (SFN-04). */
export const LAMBDA_FAILURES: readonly string[] = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

/** How AWS advises to try again after them: the first wait in seconds, which doubles (SFN-04). */
export const LAMBDA_FAILURE_RETRY = { firstWaitSeconds: 2, attempts: 6, backoffRate: 2 } as const;

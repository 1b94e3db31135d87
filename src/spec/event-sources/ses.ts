import type { EventSourceFacts } from '../event-source';

export const SES_FACTS: EventSourceFacts = {
  title: 'SES receipt rule',
  construct: 'SesEventSource',
  invocation: 'asynchronous',
  authorization: 'function policy',
  retries: 'Lambda: twice. With `REQUEST_RESPONSE` nobody: SES waits 30 seconds for the answer.',
  whenFunctionFails:
    'Lambda sends the event to the dead-letter queue or failure destination of the function. The rule goes on with its next action.',
  ordering: 'None.',
  limits: 'The body of the mail is not in the event: store it with an S3 action before. One active rule set a Region.',
  qualifiers: 'alias or version',
  rules: ['SES-01', 'SES-02', 'SES-03', 'SES-04'],
  source: 'https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda.html',
};

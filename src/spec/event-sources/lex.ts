import { CALLER_WAITS } from '../caller-waits';
import type { EventSourceFacts } from '../event-source';

export const LEX_FACTS: EventSourceFacts = {
  title: 'Lex code hook',
  construct: 'LexEventSource',
  invocation: 'synchronous',
  authorization: 'function policy',
  retries: 'None.',
  whenFunctionFails: 'The call of the client fails, and with it what the user said last.',
  ordering: 'As the conversation goes.',
  limits: `Answers within ${CALLER_WAITS.lex} s; 12 KB in, 50 KB out; one function for each alias and locale.`,
  qualifiers: 'alias or version',
  rules: ['LEX-01', 'LEX-02', 'LEX-04'],
  source: 'https://docs.aws.amazon.com/lexv2/latest/dg/lambda.html',
  remark: 'Lex V1 has been replaced by Lex V2; for it there is the permission alone.',
};

/** The only version of events that Lex V2 has (LEX-01). */
export const LEX_HOOK_VERSION = '1.0';

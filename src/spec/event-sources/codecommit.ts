import type { EventSourceFacts } from '../event-source';
import type { TextLimit } from '../limit';

const LIMITS = 'https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html';

export const CODECOMMIT_FACTS: EventSourceFacts = {
  title: 'CodeCommit trigger',
  construct: 'CodeCommitEventSource',
  invocation: 'asynchronous',
  authorization: 'function policy',
  retries: 'Lambda: twice more, after 1 and 2 minutes.',
  whenFunctionFails: 'The event goes to the destination for failures or the dead-letter queue of the function; or it is gone.',
  ordering: 'None.',
  limits: '10 triggers for a repository; custom data up to 1000 characters.',
  qualifiers: 'not documented',
  rules: ['CCM-01', 'CCM-02', 'CCM-03'],
  source: 'https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify-lambda-cc.html',
};

export const TRIGGER_NAME: TextLimit = { min: 1, max: 100, rule: 'CCM-01', source: LIMITS };

/** What a trigger hands to its function beside the event (CCM-01). */
export const TRIGGER_CUSTOM_DATA: TextLimit = { min: 0, max: 1000, rule: 'CCM-01', source: LIMITS };

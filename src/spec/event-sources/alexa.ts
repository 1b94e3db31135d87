import { CALLER_WAITS } from '../caller-waits';
import type { EventSourceFacts } from '../event-source';
import type { TextLimit } from '../limit';

export const ALEXA_FACTS: EventSourceFacts = {
  title: 'Alexa skill',
  construct: 'AlexaSkillEventSource',
  invocation: 'synchronous',
  authorization: 'function policy',
  retries: 'None.',
  whenFunctionFails: 'Alexa tells the user that there was a problem with the skill.',
  ordering: 'As the conversation goes.',
  limits: `Answers within ${CALLER_WAITS.alexa} s.`,
  qualifiers: 'alias or version',
  rules: ['ALX-01', 'ALX-02', 'ALX-04'],
  source: 'https://developer.amazon.com/en-US/docs/alexa/custom-skills/host-a-custom-skill-as-an-aws-lambda-function.html',
  remark: 'The skill itself is made in the Alexa developer console.',
};

/** What a permission calls a skill by (ALX-01). */
export const SKILL_ID: TextLimit = {
  min: 1,
  max: 256,
  pattern: { matches: /^[a-zA-Z0-9._-]+$/, words: 'letters, digits, ., _ and -' },
  rule: 'ALX-01',
  source: 'https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html',
};

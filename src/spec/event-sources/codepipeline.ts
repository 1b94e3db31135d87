import type { EventSourceFacts } from '../event-source';
import type { Limit, TextLimit } from '../limit';
import { USER_PARAMETERS_LENGTH } from '../push-sources';

const ACTION = 'https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html';

export const CODEPIPELINE_FACTS: EventSourceFacts = {
  title: 'CodePipeline action',
  construct: 'CodePipelineEventSource',
  invocation: 'asynchronous',
  authorization: 'role of the source',
  retries:
    'Lambda: twice more when the function fails; CodePipeline: again after 20 minutes without an answer, for as long as the action lasts.',
  whenFunctionFails: 'The action lasts until the function puts a result, or fails after 24 hours.',
  ordering: 'As the stages of the pipeline say.',
  limits: 'User parameters up to 1000 characters; 5 artifacts in and 5 out.',
  qualifiers: 'not documented',
  rules: ['CPL-01', 'CPL-03', 'CPL-04'],
  source: ACTION,
};

/** What an action hands to its function (CPL-01). */
export const USER_PARAMETERS: TextLimit = { min: 0, max: USER_PARAMETERS_LENGTH, rule: 'CPL-01', source: ACTION };

/** Artifacts of an action, in either direction (CPL-01). */
export const ACTION_ARTIFACTS: Limit = { min: 0, max: 5, unit: 'artifacts', whole: true, rule: 'CPL-01', source: ACTION };

/** With what the function ends the action; they have no resource (CPL-01). */
export const JOB_RESULT_ACTIONS = ['codepipeline:PutJobSuccessResult', 'codepipeline:PutJobFailureResult'] as const;

import type { EventSourceFacts } from '../event-source';
import type { Limit } from '../limit';

export const APPSYNC_FACTS: EventSourceFacts = {
  title: 'AppSync resolver',
  construct: 'AppSyncEventSource',
  invocation: 'synchronous',
  authorization: 'role of the source',
  retries: 'Nobody; the client may.',
  whenFunctionFails: 'The field is null and stands in `errors` of the answer, with the name and the message of the error.',
  ordering: 'None.',
  limits: 'Up to 2,000 sources in one invocation, when the resolver says so.',
  qualifiers: 'alias or version',
  rules: ['APS-01', 'APS-02', 'APS-03'],
  source: 'https://docs.aws.amazon.com/appsync/latest/devguide/tutorial-lambda-resolvers.html',
};

/** How many sources AppSync hands to a function at once; 0 is one by one (APS-03). */
export const APPSYNC_BATCH: Limit = {
  min: 0,
  max: 2_000,
  unit: 'sources',
  whole: true,
  rule: 'APS-03',
  source: 'https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateResolver.html',
};

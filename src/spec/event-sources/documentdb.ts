import type { EventSourceFacts } from '../event-source';

export const DOCUMENTDB_FACTS: EventSourceFacts = {
  title: 'DocumentDB change stream',
  construct: 'DocumentDbEventSource',
  invocation: 'polled',
  authorization: 'role of the function',
  retries: 'Lambda: the whole batch, until it succeeds or the cluster no longer keeps the changes.',
  whenFunctionFails: 'The stream waits; Lambda has no limit and no destination.',
  ordering: 'That of the changes: one invocation at a time.',
  limits:
    'Batches of 1 to 10,000 changes, 100 by default, gathered for 500 ms; 6 MB, above which a change is dropped; functions of 14 minutes at most.',
  qualifiers: 'alias or version',
  rules: ['DOC-01', 'DOC-02', 'DOC-03', 'DOC-05', 'ESM-65'],
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html',
  remark: 'No filters. Change streams are turned on in the cluster, not by a template.',
};

/** Change streams are read of 4.0 and 5.0 (DOC-01). */
export const ENGINE_WITHOUT_CHANGE_STREAMS = /^[1-3]\./;

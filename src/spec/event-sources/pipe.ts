import type { EventSourceFacts } from '../event-source';
import type { TextLimit } from '../limit';
import { PIPE_TEMPLATE_LENGTH } from '../pipe-limits';

const GUIDE = 'https://docs.aws.amazon.com/eventbridge/latest/userguide';
const API = 'https://docs.aws.amazon.com/eventbridge/latest/pipes-reference';

export const PIPE_FACTS: EventSourceFacts = {
  title: 'EventBridge pipe, as target or as enrichment',
  construct: 'PipeEventSource',
  invocation: 'polled',
  authorization: 'role of the source',
  retries:
    'The pipe: messages of a queue come back after their visibility timeout, records of a stream are tried until they expire.',
  whenFunctionFails:
    'The batch is tried again, or only what the function reported; then the dead-letter queue of the queue, or that of the pipe for streams. With `FIRE_AND_FORGET` the pipe knows nothing of it, and Lambda tries twice.',
  ordering: 'That of the source.',
  limits: 'A JSON array of records, also for one; 5 minutes in all; 5 filters; templates of 8,192 characters.',
  qualifiers: 'alias or version',
  rules: ['PIP-01', 'PIP-02', 'PIP-03', 'PIP-07', 'PIP-12'],
  source: `${GUIDE}/eb-pipes.html`,
};

export const PIPE_NAME: TextLimit = {
  min: 1,
  max: 64,
  pattern: { matches: /^[.\-_A-Za-z0-9]+$/, words: 'letters, digits, dots, hyphens and underscores' },
  rule: 'PIP-01',
  source: `${API}/API_CreatePipe.html`,
};

export const PIPE_INPUT_TEMPLATE: TextLimit = {
  min: 0,
  max: PIPE_TEMPLATE_LENGTH,
  rule: 'PIP-05',
  source: `${GUIDE}/eb-pipes-input-transformation.html`,
};

/** Characters of one filter (PIP-04). */
export const PIPE_FILTER_CHARACTERS = 4_096;

/** Operators that pipes are documented not to take (PAT-60). */
export const NOT_IN_PIPES: readonly string[] = [
  'wildcard',
  'anything-but/prefix',
  'anything-but/suffix',
  'anything-but/equals-ignore-case',
  'anything-but/wildcard',
];

/** Messages of a FIFO queue, and of a queue that nothing is waited for (SQS-04). */
export const PIPE_SMALL_BATCH = 10;

import type { EventSourceFacts } from '../event-source';
import type { TextLimit } from '../limit';

const RULES = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html';
const API = 'https://docs.aws.amazon.com/eventbridge/latest/APIReference';

export const EVENT_BRIDGE_FACTS: EventSourceFacts = {
  title: 'EventBridge rule',
  construct: 'EventBridgeEventSource',
  invocation: 'asynchronous',
  authorization: 'function policy',
  retries:
    'EventBridge, until Lambda takes the event: 185 times within 24 hours, or as `retryAttempts` and `maxEventAge` of the target say. Then Lambda, twice.',
  whenFunctionFails:
    'Lambda sends the event to the dead-letter queue or failure destination of the function; what Lambda never took goes to the dead-letter queue of the target, or is lost.',
  ordering: 'None; an event can come more than once.',
  limits: '5 targets a rule, 300 rules a bus; schedules on the default bus only; 8,192 characters of input.',
  qualifiers: 'alias or version',
  rules: ['EVB-01', 'EVB-02', 'EVB-04', 'EVB-20', 'EVB-21'],
  source: RULES,
};

export const S3_EVENT_BRIDGE_FACTS: EventSourceFacts = {
  ...EVENT_BRIDGE_FACTS,
  title: 'S3 bucket, through EventBridge',
  construct: 'S3EventBridgeEventSource',
  limits: 'Any number of functions for one object; the bucket tells EventBridge everything, and the rule chooses.',
  rules: ['S3-01', 'S3-07', 'EVB-01', 'EVB-20', 'EVB-21'],
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html',
};

export const RULE_NAME: TextLimit = {
  min: 1,
  max: 64,
  pattern: { matches: /^[.\-_A-Za-z0-9]+$/, words: 'letters, digits, dots, hyphens and underscores' },
  rule: 'EVB-04',
  source: `${API}/API_PutRule.html`,
};

/** A pattern as JSON (EVB-04, PAT-61); the quota is for the account and can be raised. */
export const EVENT_PATTERN: TextLimit = { min: 2, max: 4_096, rule: 'EVB-04', source: `${API}/API_PutRule.html` };
export const EVENT_PATTERN_QUOTA = 2_048;

export const RULE_SCHEDULE: TextLimit = { min: 0, max: 256, rule: 'EVB-04', source: `${API}/API_PutRule.html` };

/** What a target is handed (EVB-11, EVB-13). */
export const TARGET_INPUT: TextLimit = { min: 0, max: 8_192, rule: 'EVB-11', source: `${API}/API_Target.html` };
export const TARGET_INPUT_PATH: TextLimit = { min: 0, max: 256, rule: 'EVB-11', source: `${API}/API_Target.html` };
export const TARGET_INPUT_TEMPLATE: TextLimit = {
  min: 1,
  max: 8_192,
  rule: 'EVB-13',
  source: `${API}/API_InputTransformer.html`,
};
/** Paths of one transformer (EVB-13). */
export const TARGET_INPUT_PATHS = 100;

/** Kinds of events that a bucket tells EventBridge of; those of `S3EventBridgeType`. */
export const S3_EVENT_SOURCE = 'aws.s3';

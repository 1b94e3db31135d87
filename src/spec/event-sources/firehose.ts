import { CALLER_WAITS } from '../caller-waits';
import type { EventSourceFacts } from '../event-source';
import type { Limit } from '../limit';
import { TRANSFORM_BUFFER_MB, TRANSFORM_BUFFER_SECONDS } from '../push-sources';

const GUIDE = 'https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html';
const PARAMETER =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-kinesisfirehose-deliverystream-processorparameter.html';

export const FIREHOSE_FACTS: EventSourceFacts = {
  title: 'Firehose transformation',
  construct: 'FirehoseEventSource',
  invocation: 'synchronous',
  authorization: 'role of the source',
  retries: 'Firehose: `NumberOfRetries`, three unless said.',
  whenFunctionFails: 'The records of the batch go to the prefix `processing-failed/` of the error bucket.',
  ordering: 'Not kept.',
  limits: 'Buffers of 0.2 to 3 MB and 0 to 900 s; 6 MB either way; answers within 5 minutes.',
  qualifiers: 'alias or version',
  rules: ['FHS-01', 'FHS-02', 'FHS-03', 'FHS-05', 'FHS-06'],
  source: GUIDE,
};

/** How much is gathered for one invocation (FHS-02). */
export const TRANSFORM_BUFFER_SIZE: Limit = {
  ...TRANSFORM_BUFFER_MB,
  unit: 'megabytes',
  whole: false,
  rule: 'FHS-02',
  source: PARAMETER,
};

/** For how long it is gathered (FHS-02). */
export const TRANSFORM_BUFFER_INTERVAL: Limit = {
  ...TRANSFORM_BUFFER_SECONDS,
  unit: 'seconds',
  whole: true,
  rule: 'FHS-02',
  source: PARAMETER,
};

/** How often a failed invocation is tried again (FHS-02). */
export const TRANSFORM_RETRIES: Limit = { min: 0, max: 300, unit: 'retries', whole: true, rule: 'FHS-02', source: PARAMETER };

/** For how long the function may run (FHS-03). */
export const TRANSFORM_TIMEOUT_SECONDS = CALLER_WAITS.firehose;

/** What Firehose does with the function (FHS-01). */
export const TRANSFORM_ACTIONS = ['lambda:InvokeFunction', 'lambda:GetFunctionConfiguration'] as const;

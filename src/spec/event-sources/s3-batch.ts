import type { EventSourceFacts } from '../event-source';

export const S3_BATCH_FACTS: EventSourceFacts = {
  title: 'S3 Batch Operations',
  construct: 'S3BatchEventSource',
  invocation: 'synchronous',
  authorization: 'role of the source',
  retries: 'S3 Batch Operations: tasks that are answered TemporaryFailure, or not at all.',
  whenFunctionFails: 'The task counts as failed in the report of the job; a job with too many failures ends.',
  ordering: 'None.',
  limits: 'Jobs of up to 20 billion objects; one object in an invocation.',
  qualifiers: 'alias or version',
  rules: ['SBO-01', 'SBO-02', 'SBO-03', 'SBO-04'],
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html',
  remark: 'CloudFormation knows no jobs: they are made with the AWS CLI, an SDK or the console.',
};

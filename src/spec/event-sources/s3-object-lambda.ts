import type { EventSourceFacts } from '../event-source';

export const S3_OBJECT_LAMBDA_FACTS: EventSourceFacts = {
  title: 'S3 Object Lambda',
  construct: 'S3ObjectLambdaEventSource',
  invocation: 'synchronous',
  authorization: 'identity of the caller',
  retries: 'None.',
  whenFunctionFails: 'The call of the client fails.',
  ordering: 'None.',
  limits: 'Not looked at.',
  qualifiers: 'alias or version',
  rules: ['SOL-01', 'SOL-02', 'SOL-04'],
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/transforming-objects.html',
  remark: 'Closed to new customers since 7 November 2025.',
};

/** What a function does that answers GetObject (SOL-02). */
export const RESPONSE_ACTION = 's3-object-lambda:WriteGetObjectResponse';

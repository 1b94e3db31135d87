import type { EventSourceFacts } from '../event-source';
import type { Limit, TextLimit } from '../limit';
import { CUSTOM_RESOURCE_SECONDS } from '../push-sources';

const RESOURCE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html';

export const CUSTOM_RESOURCE_FACTS: EventSourceFacts = {
  title: 'CloudFormation custom resource',
  construct: 'CustomResourceEventSource',
  invocation: 'asynchronous',
  authorization: 'identity of the caller',
  retries: 'Lambda: twice more, with the same request; destinations and dead letters as of every asynchronous invocation.',
  whenFunctionFails:
    'CloudFormation waits until `ServiceTimeout`, then the operation fails and is rolled back; a function that answers FAILED ends it at once.',
  ordering: 'As the template depends.',
  limits: 'An answer within 1 s to 1 h (an hour unless said), up to 4096 bytes.',
  qualifiers: 'alias or version',
  rules: ['CFN-01', 'CFN-02', 'CFN-04', 'CFN-06', 'CFN-07'],
  source: RESOURCE,
};

/** For how long CloudFormation waits for the answer (CFN-01). */
export const SERVICE_TIMEOUT: Limit = {
  min: CUSTOM_RESOURCE_SECONDS.min,
  max: CUSTOM_RESOURCE_SECONDS.max,
  unit: 'seconds',
  whole: true,
  rule: 'CFN-01',
  source: RESOURCE,
};

/** The type of a custom resource that has a name of its own (CFN-01). */
export const CUSTOM_TYPE: TextLimit = {
  min: 9,
  max: 60,
  pattern: { matches: /^Custom::[A-Za-z0-9_@-]+$/, words: 'Custom:: and then letters, digits, _, @ and -' },
  rule: 'CFN-01',
  source: RESOURCE,
};

/** How much longer than all attempts of the function CloudFormation should wait: the time that Lambda's queue may take. */
export const SERVICE_TIMEOUT_MARGIN_SECONDS = 60;

import type { ServicePermissions } from './service-permissions';

export type SqsPlace = 'queue' | 'named' | 'source';

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html; batches are asked for as what they consist
 * of: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
 */
export const SQS_PERMISSIONS: ServicePermissions<SqsPlace | 'everything'> = {
  prefix: 'sqs',
  named: {
    queue: [
      ...['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility'],
      ...['GetQueueAttributes', 'SetQueueAttributes', 'PurgeQueue', 'DeleteQueue', 'ListDeadLetterSourceQueues'],
      ...['ListQueueTags', 'TagQueue', 'UntagQueue'],
    ],
    named: ['GetQueueUrl', 'CreateQueue'],
    source: ['StartMessageMoveTask', 'ListMessageMoveTasks'],
    everything: ['ListQueues'],
  },
  others: {
    SendMessageBatch: [['SendMessage', 'queue']],
    DeleteMessageBatch: [['DeleteMessage', 'queue']],
    ChangeMessageVisibilityBatch: [['ChangeMessageVisibility', 'queue']],
  },
};

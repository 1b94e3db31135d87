import type { ServicePermissions } from './service-permissions';

export type SnsPlace = 'topic' | 'target' | 'created' | 'tagged';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html; what is asked of subscriptions is not told. */
export const SNS_PERMISSIONS: ServicePermissions<SnsPlace | 'everything'> = {
  prefix: 'sns',
  named: {
    topic: ['Subscribe', 'GetTopicAttributes', 'SetTopicAttributes', 'DeleteTopic', 'ListSubscriptionsByTopic'],
    target: ['Publish'],
    created: ['CreateTopic'],
    tagged: ['TagResource', 'UntagResource', 'ListTagsForResource'],
    everything: ['ListTopics', 'ListSubscriptions'],
  },
  others: { PublishBatch: [['Publish', 'topic']] },
};

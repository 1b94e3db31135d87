import type { Limit } from '../limit';
import { DELIVERY_AGE_SECONDS, DELIVERY_RETRIES } from '../push-sources';

const RETRY = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html';

/** How often EventBridge and its Scheduler try to hand over an event again (EVB-20, SCH-03). */
export const RETRY_ATTEMPTS: Limit = { ...DELIVERY_RETRIES, unit: 'retries', whole: true, rule: 'EVB-20', source: RETRY };

/** For how long they try (EVB-20, SCH-03). */
export const EVENT_AGE: Limit = { ...DELIVERY_AGE_SECONDS, unit: 'seconds', whole: true, rule: 'EVB-20', source: RETRY };

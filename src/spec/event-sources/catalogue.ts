import type { EventSourceFacts } from '../event-source';
import { SQS_FACTS } from './sqs';

/** Every kind of event source. docs/event-sources.md is made from this table. */
export const EVENT_SOURCES: readonly EventSourceFacts[] = [SQS_FACTS];

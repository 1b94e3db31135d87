import type { AwsService } from '../../engine/service-port';
import type { SqsContext } from './context';
import { moveOperations } from './move-tasks';
import { queueOperations } from './queues';
import { receiveOperations } from './receive';
import { invalidInput } from './refusals';
import { sendOperations } from './send';

/** Amazon SQS over the queues of a run. */
export function sqsService(context: SqsContext): AwsService {
  return {
    id: 'sqs',
    operations: {
      ...queueOperations(context),
      ...sendOperations(context),
      ...receiveOperations(context),
      ...moveOperations(context),
    },
    // A batch of 1 MiB, with the JSON around it: a byte may be written as six.
    bodyLimit: 8 * 1_048_576,
    invalid: invalidInput,
  };
}

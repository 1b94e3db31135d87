import { awsError } from '../../engine/aws-error';
import type { Buses } from '../../engine/messaging-port';
import { eventIntake } from './outlet';
import { type PutEventsPorts, putEventsOperation } from './put-events';
import { isError } from './refusals';

/** Putting events from beside the API, as a client in the bus's Region and account, or as an AWS service. */
export function busesPort(ports: PutEventsPorts): Buses {
  const { PutEvents } = putEventsOperation(ports);
  const intake = eventIntake(ports);
  return {
    async put(busArn, { source, detailType, detail, resources = [], time }) {
      const [, , , region = '', account = ''] = busArn.split(':');
      if (source.startsWith('aws.') && busArn.endsWith(':event-bus/default')) {
        return { eventId: await intake.put({ account, region, source, detailType, detail, resources, ...(time && { time }) }) };
      }
      const answer = await PutEvents(
        {
          Entries: [
            {
              ...{ EventBusName: busArn, Source: source, DetailType: detailType, Detail: detail, Resources: [...resources] },
              ...(time && { Time: time }),
            },
          ],
        },
        { requestId: '', operation: 'PutEvents', region, account },
      );
      if (isError(answer)) return answer;
      const [{ EventId, ErrorCode = '', ErrorMessage = '' } = {}] = answer.Entries ?? [];
      return EventId === undefined ? awsError(ErrorCode, 400, ErrorMessage) : { eventId: EventId };
    },
  };
}

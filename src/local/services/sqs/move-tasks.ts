import type {
  CancelMessageMoveTaskRequest,
  CancelMessageMoveTaskResult,
  ListMessageMoveTasksRequest,
  ListMessageMoveTasksResult,
  ListMessageMoveTasksResultEntry,
  StartMessageMoveTaskRequest,
  StartMessageMoveTaskResult,
} from '@aws-sdk/client-sqs';
import { MOVES_PER_SECOND } from '../../../spec/sqs';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import { textBytes, toBase64 } from '../../engine/text';
import type { Turn } from '../../engine/turns';
import { inTurn, type SqsContext } from './context';
import { badNumber, invalidParameter } from './refusals';

interface Task {
  readonly handle: string;
  readonly sourceArn: string;
  readonly destinationArn?: string;
  readonly given?: number;
  readonly started: number;
  readonly toMove: number;
  moved: number;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  why?: string;
}

/** So many tasks of a queue are remembered. */
const REMEMBERED = 10;
const SECOND_MS = 1000;

/** Moves what was set aside back to where it came from, or elsewhere, so many messages each second. */
export function moveOperations(context: SqsContext) {
  const { store, clock } = context;
  const tasks: Task[] = [];

  const moveOne = (task: Task, turn: Pick<Turn, 'append' | 'chance'>): boolean => {
    const source = store.byArn(task.sourceArn);
    const first = source?.firstVisible;
    if (!source || !first) return end(task, 'COMPLETED');
    const to = task.destinationArn ?? first.deadLetterSource;
    const target = to === undefined ? undefined : store.byArn(to);
    if (!target || to === undefined) return end(task, 'FAILED', 'AWS.SimpleQueueService.NonExistentQueue');
    const message = source.takeVisible(to, (happening) => turn.append(happening));
    if (!message) return end(task, 'COMPLETED');
    const now = clock.now();
    const { deadLetterSource: _, firstReceivedAt: __, lastReceivedAt: ___, ...rest } = message;
    // It is a new message there, with an age of its own.
    const anew = { messageId: turn.chance.uuid(), state: 'visible' as const, sentAt: now, keptFrom: now, receiveCount: 0 };
    target.take({ ...rest, ...anew }, (happening) => turn.append(happening));
    task.moved++;
    return true;
  };

  const move = (task: Task, begin: () => Turn): void => {
    if (task.status !== 'RUNNING') return;
    const turn = begin();
    for (let at = 0; at < (task.given ?? MOVES_PER_SECOND) && moveOne(task, turn); at++);
    turn.end();
    if (task.status === 'RUNNING' && !store.byArn(task.sourceArn)?.firstVisible) end(task, 'COMPLETED');
    if (task.status === 'RUNNING')
      clock.wakeAt(clock.now() + SECOND_MS, () => move(task, () => context.turnOf(undefined, () => '')));
  };

  return {
    StartMessageMoveTask(input: Given<StartMessageMoveTaskRequest>, call: Call): StartMessageMoveTaskResult | AwsError {
      const { SourceArn: sourceArn, DestinationArn: destinationArn, MaxNumberOfMessagesPerSecond: given } = input;
      const source = store.byArn(sourceArn);
      if (!source) return missing('SourceArn');
      if (!store.all().some(({ settings }) => settings.redrive?.deadLetterArn === sourceArn)) {
        return invalidParameter('Source queue must be configured as a Dead Letter Queue.');
      }
      if (destinationArn !== undefined && !store.byArn(destinationArn)) return missing('DestinationArn');
      const flaw = badNumber('MaxNumberOfMessagesPerSecond', given, { min: 1, max: MOVES_PER_SECOND });
      if (flaw) return flaw;
      if (tasks.some((task) => task.sourceArn === sourceArn && task.status === 'RUNNING')) {
        return invalidParameter(
          'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
        );
      }
      return inTurn(
        context,
        call,
        () => sourceArn,
        (turn) => {
          const task: Task = {
            handle: toBase64(textBytes(JSON.stringify({ taskId: turn.chance.uuid(), sourceArn }))),
            sourceArn,
            ...(destinationArn !== undefined && { destinationArn }),
            ...(given !== undefined && { given }),
            ...{ started: clock.now(), toMove: source.counts.visible, moved: 0, status: 'RUNNING' },
          };
          tasks.unshift(task);
          tasks.splice(REMEMBERED * store.all().length);
          clock.wakeAt(clock.now(), () => move(task, () => context.turnOf(undefined, () => '')));
          return { TaskHandle: task.handle };
        },
      );
    },

    ListMessageMoveTasks(input: Given<ListMessageMoveTasksRequest>): ListMessageMoveTasksResult | AwsError {
      if (!store.byArn(input.SourceArn)) return missing('SourceArn');
      const flaw = badNumber('MaxResults', input.MaxResults, { min: 1, max: REMEMBERED });
      if (flaw) return flaw;
      const found = tasks.filter(({ sourceArn }) => sourceArn === input.SourceArn).slice(0, input.MaxResults ?? 1);
      return { Results: found.map(shown) };
    },

    CancelMessageMoveTask({ TaskHandle }: Given<CancelMessageMoveTaskRequest>): CancelMessageMoveTaskResult | AwsError {
      const task = tasks.find(({ handle }) => handle === TaskHandle);
      if (!task) return invalidParameter('Value for parameter TaskHandle is invalid.');
      if (task.status !== 'RUNNING') {
        return awsError('UnsupportedOperation', 400, 'Only tasks in the RUNNING state can be cancelled.');
      }
      task.status = 'CANCELLED';
      return { ApproximateNumberOfMessagesMoved: task.moved };
    },
  };
}

function end(task: Task, status: Task['status'], why?: string): false {
  task.status = status;
  if (why !== undefined) task.why = why;
  return false;
}

function missing(parameter: string): AwsError {
  const message = `The resource that you specified for the ${parameter} parameter doesn't exist.`;
  return awsError('ResourceNotFoundException', 404, message);
}

function shown({
  handle,
  status,
  sourceArn,
  destinationArn,
  given,
  moved,
  toMove,
  why,
  started,
}: Task): ListMessageMoveTasksResultEntry {
  return {
    ...(status === 'RUNNING' && { TaskHandle: handle }),
    Status: status,
    SourceArn: sourceArn,
    ...(destinationArn !== undefined && { DestinationArn: destinationArn }),
    ...(given !== undefined && { MaxNumberOfMessagesPerSecond: given }),
    ApproximateNumberOfMessagesMoved: moved,
    ApproximateNumberOfMessagesToMove: toMove,
    ...(why !== undefined && { FailureReason: why }),
    StartedTimestamp: started,
  };
}

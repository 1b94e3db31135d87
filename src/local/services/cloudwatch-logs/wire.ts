import type { Application } from '../../../model/application';
import type { LambdaFunction } from '../../../model/function';
import { unqualifiedArn } from '../../../model/lambda-uri';
import type { Outlets } from '../../engine/outlet';
import type { Pending } from '../../engine/pending';
import type { AwsService } from '../../engine/service-port';
import type { Journal } from '../../journal/journal';
import type { Clock } from '../../time/clock';
import { Courier } from '../handover/courier';
import type { TurnFor } from '../handover/turn-for';
import { logsService } from './api';
import { seedLogs } from './seed';
import { type LogEvent, type LogGroup, LogStore, type LogStream } from './store';
import { Subscriber } from './subscriber';

export interface LogPorts {
  readonly application: Application;
  readonly clock: Clock;
  readonly journal: Journal;
  /** As they are now. */
  readonly functions: () => readonly LambdaFunction[];
  readonly isStream: (arn: string) => boolean;
  readonly turnFor: TurnFor;
  /** What subscribers are reached by; asked for when something is sent. */
  readonly outlets: () => Outlets;
  /** Called whenever something is no longer pending. */
  readonly ended: () => void;
  /** Told of every event that arrives. */
  readonly noted: (group: LogGroup, stream: LogStream, event: LogEvent) => void;
}

/** CloudWatch Logs of one run. */
export interface Logs {
  readonly store: LogStore;
  readonly service: AwsService;
  readonly pending: Pending;
  /** What may go on for ever, a sentence each. */
  readonly loops: () => readonly string[];
  stop(): void;
}

export function wireLogs(ports: LogPorts): Logs {
  const { application, clock, journal, turnFor, ended } = ports;
  const courier = new Courier({
    clock,
    ended,
    get outlets() {
      return ports.outlets();
    },
  });
  const writesTo = (destinationArn: string, { place, name }: LogGroup) =>
    ports
      .functions()
      .some(
        ({ arn, account, region, configuration: { logging } }) =>
          arn === unqualifiedArn(destinationArn) &&
          logging.group === name &&
          account === place.account &&
          region === place.region,
      );
  const subscriber = new Subscriber({ courier, clock, turnFor, ended, writesTo });
  const store = new LogStore(
    () => clock.now(),
    (group, stream, event) => {
      ports.noted(group, stream, event);
      subscriber.noted(group, stream, event);
    },
  );
  seedLogs(store, application, (path, why) => journal.append({ kind: 'notEmulated', what: path, why }));
  return {
    store,
    service: logsService({ store, clock, functions: ports.functions, isStream: ports.isStream }),
    pending: {
      get pending() {
        return [...subscriber.pending, ...courier.pending];
      },
    },
    loops: () => subscriber.loops,
    stop() {
      subscriber.stop();
      courier.stop();
    },
  };
}

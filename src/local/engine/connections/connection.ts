import { CONNECTION_MS, type Ending, GOING_AWAY, IDLE_MS } from '../../../spec/web-socket';
import type { Instant } from '../../time/clock';

/** Where one connection of a WebSocket API stands. */
export type Connection =
  /** `$connect` decides on it. */
  | { readonly phase: 'connecting'; readonly since: Instant }
  | { readonly phase: 'open'; readonly since: Instant; readonly lastActive: Instant }
  | { readonly phase: 'ended' };

export type ConnectionHappening =
  | { readonly is: 'accepted' }
  | { readonly is: 'refused' }
  /** Something was said, by either side. */
  | { readonly is: 'active' }
  /** The alarm that was asked for rings. */
  | { readonly is: 'due' }
  /** The client has closed it, or is gone. */
  | { readonly is: 'left'; readonly ending: Ending }
  /** The API closes it. */
  | { readonly is: 'closed'; readonly ending: Ending };

export type ConnectionEffect =
  | { readonly do: 'wake'; readonly at: Instant }
  | { readonly do: 'close'; readonly ending: Ending }
  /** `$disconnect` is due. */
  | { readonly do: 'disconnect'; readonly ending: Ending };

type Step = readonly [Connection, ...ConnectionEffect[]];

const ENDED: Connection = { phase: 'ended' };

/** APW-02, APW-03: ten minutes without a word end a connection, and two hours in any case. */
export function step(connection: Connection, happening: ConnectionHappening, now: Instant): Step {
  switch (connection.phase) {
    case 'connecting':
      return whileConnecting(connection, happening, now);
    case 'open':
      return whileOpen(connection, happening, now);
    case 'ended':
      // Both sides may end it at once, and an alarm may ring behind that.
      return [connection];
  }
}

function whileConnecting(connection: Connection & { phase: 'connecting' }, happening: ConnectionHappening, now: Instant): Step {
  if (happening.is === 'accepted') {
    return [
      { phase: 'open', since: connection.since, lastActive: now },
      { do: 'wake', at: endOf(connection.since, now) },
    ];
  }
  if (happening.is === 'closed') return [ENDED, { do: 'close', ending: happening.ending }];
  if (happening.is === 'refused' || happening.is === 'left') return [ENDED];
  throw new Error(`bug: a connection that is connecting cannot be ${happening.is}`);
}

function whileOpen(connection: Connection & { phase: 'open' }, happening: ConnectionHappening, now: Instant): Step {
  const { since, lastActive } = connection;
  switch (happening.is) {
    case 'active':
      return [{ ...connection, lastActive: now }];
    case 'due': {
      const end = endOf(since, lastActive);
      if (now < end) return [connection, { do: 'wake', at: end }];
      return [ENDED, { do: 'close', ending: GOING_AWAY }, { do: 'disconnect', ending: GOING_AWAY }];
    }
    case 'left':
      return [ENDED, { do: 'disconnect', ending: happening.ending }];
    case 'closed':
      return [ENDED, { do: 'close', ending: happening.ending }, { do: 'disconnect', ending: happening.ending }];
    default:
      throw new Error(`bug: a connection that is open cannot be ${happening.is}`);
  }
}

function endOf(since: Instant, lastActive: Instant): Instant {
  return Math.min(since + CONNECTION_MS, lastActive + IDLE_MS);
}

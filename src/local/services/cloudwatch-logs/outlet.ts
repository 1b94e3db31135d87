import type { Outlet } from '../../engine/outlet';
import type { Clock } from '../../time/clock';
import type { TurnFor } from '../handover/turn-for';
import type { LogStore } from './store';

/** Log groups as targets of rules: every event is in a stream of its own. */
export function logOutlet(store: LogStore, clock: Pick<Clock, 'now'>, turnFor: TurnFor): Outlet {
  return {
    async take({ targetArn, body, traceHeader }) {
      const [, , , region = '', account = '', , name = ''] = targetArn.split(':');
      const group = store.ensureGroup({ account, region }, name);
      const turn = turnFor(traceHeader, `logs ${targetArn} ${body}`);
      store.append(group, turn.chance.uuid(), clock.now(), body);
      turn.end();
      return { outcome: 'delivered' };
    },
  };
}

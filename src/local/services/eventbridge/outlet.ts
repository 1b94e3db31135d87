import type { Delivery } from '../../engine/delivery';
import type { EventIntake } from '../../engine/messaging-port';
import type { Outlet, Taken } from '../../engine/outlet';
import { eventText } from './event';
import type { PutEventsPorts } from './put-events';
import { DEFAULT_BUS, type HeldBus } from './store';

/** Buses as targets of rules, which send events on as they are, and of schedules and buckets, which give them a detail. */
export function busOutlet({ store, router, clock, turnFor }: PutEventsPorts): Outlet {
  return {
    async take({ targetArn, body, source = '', detailType = '', resources = [], forwarded, sender, traceHeader }) {
      const [, , , region = '', account = ''] = targetArn.split(':');
      const bus = store.bus({ account, region }, targetArn);
      if (!bus) return failed('NO_RESOURCE', `There is no event bus ${targetArn}.`);
      const turn = turnFor(traceHeader, `events ${targetArn} ${body}`);
      try {
        if (forwarded !== undefined) {
          const { id } = JSON.parse(forwarded) as { id: string };
          await router.receive(bus, { id, text: forwarded, turn, traceHeader, isForwarded: true });
          return { outcome: 'delivered' };
        }
        const id = turn.chance.uuid();
        const text = eventText({
          ...{ id, source, detailType, account: sender.account, region, time: clock.now(), resources, detail: body },
        });
        await router.receive(bus, { id, text, turn, traceHeader });
        return { outcome: 'delivered' };
      } finally {
        turn.end();
      }
    },
  };
}

/** Takes the events of AWS services, which arrive on the default bus of their place. */
export function eventIntake({ store, router, clock, turnFor }: PutEventsPorts): EventIntake {
  return {
    async put({ account, region, source, detailType, resources, detail, time, traceHeader }) {
      const bus = store.bus({ account, region }, DEFAULT_BUS) as HeldBus;
      const turn = turnFor(traceHeader, `events ${source} ${detail}`);
      try {
        const id = turn.chance.uuid();
        const at = time?.getTime() ?? clock.now();
        const text = eventText({ id, account, region, source, detailType, resources, detail, time: at });
        await router.receive(bus, { id, text, turn, traceHeader });
        return id;
      } finally {
        turn.end();
      }
    },
  };
}

/** Buses as destinations of asynchronous invocations (INV-67). */
export function busDelivery({ store, router, clock, turnFor }: PutEventsPorts): Delivery {
  return {
    async deliver(targetArn, { to, function: fn, qualifier, body, traceHeader }) {
      const [, , , region = '', account = ''] = targetArn.split(':');
      const bus = store.bus({ account, region }, targetArn);
      if (!bus) return { outcome: 'failed', why: `There is no event bus ${targetArn}.` };
      const turn = turnFor(traceHeader, `events ${targetArn} ${body}`);
      try {
        const id = turn.chance.uuid();
        const detailType = `Lambda Function Invocation Result - ${to === 'onSuccess' ? 'Success' : 'Failure'}`;
        const text = eventText({
          ...{ id, source: 'lambda', detailType, account: fn.account, region: fn.region, time: clock.now(), detail: body },
          resources: [targetArn, `${fn.arn}:${qualifier}`],
        });
        await router.receive(bus, { id, text, turn, traceHeader });
        return { outcome: 'delivered' };
      } finally {
        turn.end();
      }
    },
  };
}

function failed(code: string, why: string): Taken {
  return { outcome: 'failed', code, why, again: false };
}

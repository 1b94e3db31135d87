import type { NotificationRule } from '../../../model/bucket';
import { partitionOf } from '../../../spec/pseudo-parameters';
import type { Chance } from '../../chance-port';
import type { BucketOutlets, BucketParcel, BucketParcelTaken, TurnFor } from '../../engine/bucket-port';
import { serviceOf } from '../../engine/delivery';
import type { Call } from '../../engine/service-port';
import type { Turn } from '../../engine/turns';
import type { Clock } from '../../time/clock';
import type { Change } from './change';
import { busEvent, eventRecord, testEvent } from './event-record';
import { fits } from './rules';
import { bucketArn, type HeldBucket } from './stored';

export interface NotifierPorts {
  readonly clock: Clock;
  /** Of its own. */
  readonly chance: Chance;
  /** Asked at each notification, since what takes them is made after the buckets. */
  readonly outlets: BucketOutlets;
  readonly turnFor: TurnFor;
}

/** Tells whom it concerns of what happens in buckets: at once, in the order in which it happens. */
export class Notifier {
  constructor(private readonly ports: NotifierPorts) {}

  changed(change: Change, call: Pick<Call, 'caller' | 'account' | 'traceHeader'>): void {
    const { bucket, event, key, sequencer } = change;
    const { rules, eventBridge } = bucket.notifications;
    const concerned = rules.filter((rule) => fits(rule, event, key));
    if (concerned.length === 0 && !eventBridge) return;
    const { clock } = this.ports;
    const chance = this.ports.chance.fork(`${bucket.name}/${key} ${sequencer}`);
    const told = { at: clock.now(), call, chance };
    for (const rule of concerned) {
      const body = JSON.stringify(eventRecord(change, rule.id, told));
      this.send(change, { ...this.addressed(bucket, rule.targetArn, call.traceHeader), ...subjectFor(rule), body });
    }
    if (!eventBridge) return;
    const { detailType, detail } = busEvent(change, told);
    const bus = `arn:${partitionOf(bucket.region).id}:events:${bucket.region}:${bucket.account}:event-bus/default`;
    this.send(change, {
      ...this.addressed(bucket, bus, call.traceHeader),
      ...{ body: JSON.stringify(detail), source: 'aws.s3', detailType, resources: [bucketArn(bucket)] },
    });
  }

  /** The queues and topics among the targets are told that they are. */
  configured(bucket: HeldBucket, rules: readonly NotificationRule[], call: Pick<Call, 'traceHeader' | 'requestId'>): void {
    const told = { at: this.ports.clock.now(), chance: this.ports.chance.fork(`${bucket.name} ${call.requestId}`) };
    for (const rule of rules.filter(({ to }) => to !== 'lambda')) {
      const body = JSON.stringify(testEvent(bucket.name, told));
      const parcel = { ...this.addressed(bucket, rule.targetArn, call.traceHeader), ...subjectFor(rule), body };
      this.send({ bucket, key: '', event: 'TestEvent' }, parcel);
    }
  }

  private addressed(bucket: HeldBucket, targetArn: string, traceHeader: string | undefined): Omit<BucketParcel, 'body'> {
    const sender = { principal: 's3.amazonaws.com', arn: bucketArn(bucket), account: bucket.account } as const;
    return { targetArn, sender, ...(traceHeader !== undefined && { traceHeader }) };
  }

  /** What takes it is called before this returns, so that the order is kept; a virtual clock stands until it has answered. */
  private send({ bucket, key, event }: Pick<Change, 'bucket' | 'key'> & { readonly event: string }, parcel: BucketParcel): void {
    const release = this.ports.clock.hold();
    const turn = this.ports.turnFor(parcel.traceHeader, `s3 ${bucket.name}/${key} ${event} ${parcel.targetArn}`);
    const about = { bucket: bucket.name, key, event, targetArn: parcel.targetArn, body: parcel.body };
    this.taken(parcel)
      .catch((error: unknown): BucketParcelTaken => ({ outcome: 'failed', why: `bug: ${String(error)}` }))
      .then((taken) => tell(turn, about, taken))
      .finally(() => {
        turn.end();
        release();
      })
      .catch((error: unknown) => turn.append({ kind: 'bug', error: String(error) }));
  }

  private async taken(parcel: BucketParcel): Promise<BucketParcelTaken> {
    const service = serviceOf(parcel.targetArn);
    const outlet = Object.hasOwn(this.ports.outlets, service) ? this.ports.outlets[service] : undefined;
    if (outlet) return outlet.take(parcel);
    return { outcome: 'kept', why: `${service} cannot be sent to here yet: what it would have received is in the journal.` };
  }
}

function tell(turn: Turn, about: Parameters<typeof happening>[0], taken: BucketParcelTaken): void {
  turn.append(happening(about, taken));
}

function happening(
  about: {
    readonly bucket: string;
    readonly key: string;
    readonly event: string;
    readonly targetArn: string;
    readonly body: string;
  },
  taken: BucketParcelTaken,
) {
  const { outcome } = taken;
  return { kind: 'bucket.notified' as const, ...about, outcome, ...(outcome !== 'delivered' && { why: taken.why }) };
}

function subjectFor({ to }: NotificationRule): { readonly subject?: string } {
  return to === 'sns' ? { subject: 'Amazon S3 Notification' } : {};
}

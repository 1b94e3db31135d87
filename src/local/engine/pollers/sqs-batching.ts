import type { MappingSettings } from '../../../model/event-source-mapping';
import { UNWINDOWED_BATCH_SIZE } from '../../../spec/event-source-mapping';
import { REQUEST_PAYLOAD_MAX } from '../../../spec/payload-limits';
import { BATCH_ENTRIES, SQS_POLLER } from '../../../spec/sqs';
import type { Instant } from '../../time/clock';

/** How a queue is read, as its event source mapping says. */
export interface SqsPolicy {
  readonly batchSize: number;
  readonly windowMs: number;
  /** Batches that it begins with, and that there may be at once (SQS-08, SQS-30, SQS-33). */
  readonly first: number;
  readonly most: number;
  /** The function reports what failed, so that errors do not slow it down (SQS-24, PBR-25). */
  readonly reportsFailures: boolean;
}

/** A message that was received and passed the filters. */
export interface Gathered {
  readonly messageId: string;
  /** In the event. */
  readonly bytes: number;
  readonly hiddenUntil: Instant;
}

export interface Batch<R extends Gathered> {
  readonly records: readonly R[];
  /** How often it could not be handed over. */
  readonly throttles: number;
}

/** Where the poller of one mapping stands. */
export interface SqsPolling<R extends Gathered> {
  readonly phase: 'reading' | 'stopped';
  /** The next batch, as far as it is full. */
  readonly gathered: readonly R[];
  /** When the window of what is gathered is over. */
  readonly deadline?: Instant;
  /** Batches that run, or wait to be tried again. */
  readonly underWay: number;
  /** How many there may be for now. */
  readonly limit: number;
  /** Errors of the function have reduced the limit (SQS-24). */
  readonly backsOff: boolean;
  readonly growsAt?: Instant;
  /** When a batch ended last: windows begin there (ESM-61). */
  readonly lastEnded?: Instant;
}

export type SqsHappening<R extends Gathered> =
  /** There may be messages. */
  | { readonly is: 'available' }
  /** What was asked for; `isFull`: what comes next has no room; `mayHaveMore`: as many as asked for, with those filtered out. */
  | { readonly is: 'received'; readonly records: readonly R[]; readonly isFull: boolean; readonly mayHaveMore: boolean }
  | { readonly is: 'windowOver' }
  | { readonly is: 'growing'; readonly hasBacklog: boolean }
  | { readonly is: 'succeeded' | 'failed' }
  | { readonly is: 'throttled' | 'again'; readonly batch: Batch<R> }
  | { readonly is: 'stopped' };

export type SqsEffect<R extends Gathered> =
  | { readonly do: 'receive'; readonly most: number; readonly bytes: number }
  | { readonly do: 'invoke'; readonly batch: Batch<R> }
  | { readonly do: 'wake'; readonly at: Instant; readonly with: SqsHappening<R>['is']; readonly batch?: Batch<R> }
  /** They come back when their visibility timeout ends. */
  | { readonly do: 'letGo'; readonly records: readonly R[]; readonly why: 'throttled' | 'paused' };

type Step<R extends Gathered> = readonly [SqsPolling<R>, ...SqsEffect<R>[]];

export function sqsPolicy({ settings, isFifo }: { readonly settings: MappingSettings; readonly isFifo: boolean }): SqsPolicy {
  const { ProvisionedPollerConfig: provisioned, ScalingConfig: scaling } = settings;
  const most = provisioned ? 10 * (provisioned.MaximumPollers ?? 200) : (scaling?.MaximumConcurrency ?? SQS_POLLER.most);
  const first = provisioned ? 10 * (provisioned.MinimumPollers ?? 2) : SQS_POLLER.first;
  return {
    batchSize: settings.BatchSize ?? UNWINDOWED_BATCH_SIZE,
    windowMs: 1000 * (settings.MaximumBatchingWindowInSeconds ?? 0),
    // As many as there are message groups (SQS-26).
    first: isFifo ? most : Math.min(first, most),
    most,
    reportsFailures: settings.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
  };
}

export function beginning<R extends Gathered>({ first }: SqsPolicy): SqsPolling<R> {
  return { phase: 'reading', gathered: [], underWay: 0, limit: first, backsOff: false };
}

/** SIM-31: receive, gather, invoke; what is not deleted waits out its visibility timeout. */
export function step<R extends Gathered>(
  state: SqsPolling<R>,
  happening: SqsHappening<R>,
  now: Instant,
  policy: SqsPolicy,
): Step<R> {
  if (happening.is === 'succeeded' || happening.is === 'failed') {
    return look(ended(state, happening.is === 'succeeded', now, policy), now, policy);
  }
  if (happening.is === 'throttled') return throttled(state, happening.batch, now, policy);
  if (happening.is === 'again') {
    if (state.phase === 'reading') return [state, { do: 'invoke', batch: happening.batch }];
    return [
      { ...state, underWay: state.underWay - 1 },
      { do: 'letGo', records: happening.batch.records, why: 'paused' },
    ];
  }
  if (state.phase === 'stopped') return [state];
  if (happening.is === 'stopped') {
    const { deadline: _, growsAt: __, ...rest } = state;
    const letGo: SqsEffect<R>[] = state.gathered.length > 0 ? [{ do: 'letGo', records: state.gathered, why: 'paused' }] : [];
    return [{ ...rest, phase: 'stopped', gathered: [] }, ...letGo];
  }
  if (happening.is === 'received') return received(state, happening, now, policy);
  if (happening.is === 'windowOver') {
    const isOver = state.deadline !== undefined && state.deadline <= now && state.underWay < limitOf(state, policy);
    return isOver ? handOver(state, now, policy) : [state];
  }
  if (happening.is === 'growing') return grown(state, happening.hasBacklog, now, policy);
  return look(state, now, policy);
}

/** Asks for messages when there is room for a batch. */
function look<R extends Gathered>(state: SqsPolling<R>, now: Instant, policy: SqsPolicy): Step<R> {
  if (state.phase === 'stopped') return [state];
  if (state.underWay < limitOf(state, policy)) {
    if (state.deadline !== undefined && state.deadline <= now) return handOver(state, now, policy);
    const bytes = state.gathered.reduce((sum, each) => sum + each.bytes, 0);
    const most = Math.min(BATCH_ENTRIES, policy.batchSize - state.gathered.length);
    if (most <= 0) return handOver(state, now, policy);
    return [state, { do: 'receive', most, bytes: REQUEST_PAYLOAD_MAX - bytes }];
  }
  if (state.backsOff || state.growsAt !== undefined || state.limit >= policy.most) return [state];
  const growsAt = now + SQS_POLLER.growthMs;
  return [
    { ...state, growsAt },
    { do: 'wake', at: growsAt, with: 'growing' },
  ];
}

function received<R extends Gathered>(
  state: SqsPolling<R>,
  { records, isFull, mayHaveMore }: SqsHappening<R> & { readonly is: 'received' },
  now: Instant,
  policy: SqsPolicy,
): Step<R> {
  // What has come back while it was gathered is the same message: its older receive is of no use.
  const again = new Set(records.map(({ messageId }) => messageId));
  const gathered = [...state.gathered.filter(({ messageId }) => !again.has(messageId)), ...records];
  const next = { ...state, gathered };
  if (isFull || gathered.length >= policy.batchSize) return gathered.length > 0 ? handOver(next, now, policy) : [next];
  if (mayHaveMore) return look(next, now, policy);
  if (gathered.length === 0) return [next];
  if (policy.windowMs === 0) return handOver(next, now, policy);
  if (next.deadline !== undefined) return [next];
  const sinceLast = (state.lastEnded ?? Number.NEGATIVE_INFINITY) + policy.windowMs;
  const deadline = sinceLast > now ? sinceLast : now + policy.windowMs;
  return [
    { ...next, deadline },
    { do: 'wake', at: deadline, with: 'windowOver' },
  ];
}

function handOver<R extends Gathered>(state: SqsPolling<R>, now: Instant, policy: SqsPolicy): Step<R> {
  const { gathered, deadline: _, ...rest } = state;
  const [next, ...effects] = look({ ...rest, gathered: [], underWay: state.underWay + 1 }, now, policy);
  return [next, { do: 'invoke', batch: { records: gathered, throttles: 0 } }, ...effects];
}

/** SQS-24, SIM-05: errors halve the limit, each success adds one again. */
function ended<R extends Gathered>(state: SqsPolling<R>, well: boolean, now: Instant, policy: SqsPolicy): SqsPolling<R> {
  const underWay = state.underWay - 1;
  const next = { ...state, underWay, lastEnded: now };
  if (!well && !policy.reportsFailures) {
    return { ...next, backsOff: true, limit: Math.max(1, Math.floor(Math.min(state.limit, state.underWay) / 2)) };
  }
  if (state.backsOff) {
    const limit = state.limit + 1;
    return limit < Math.min(SQS_POLLER.first, policy.most)
      ? { ...next, limit }
      : { ...next, backsOff: false, limit: policy.first };
  }
  return underWay === 0 ? { ...next, limit: policy.first } : next;
}

/** SQS-23: it is tried again until the first of its messages comes back. */
function throttled<R extends Gathered>(state: SqsPolling<R>, batch: Batch<R>, now: Instant, policy: SqsPolicy): Step<R> {
  const { first, most } = SQS_POLLER.throttledMs;
  const at = now + Math.min(most, first * 2 ** batch.throttles);
  if (state.phase === 'reading' && batch.records.every(({ hiddenUntil }) => at < hiddenUntil)) {
    return [state, { do: 'wake', at, with: 'again', batch: { ...batch, throttles: batch.throttles + 1 } }];
  }
  const [next, ...effects] = look({ ...state, underWay: state.underWay - 1, lastEnded: now }, now, policy);
  return [next, { do: 'letGo', records: batch.records, why: 'throttled' }, ...effects];
}

function grown<R extends Gathered>(state: SqsPolling<R>, hasBacklog: boolean, now: Instant, policy: SqsPolicy): Step<R> {
  const { growsAt: _, ...rest } = state;
  if (!hasBacklog || state.backsOff || state.underWay < limitOf(state, policy)) return [rest];
  return look({ ...rest, limit: Math.min(policy.most, state.limit + 1) }, now, policy);
}

function limitOf<R extends Gathered>({ limit }: SqsPolling<R>, { most }: SqsPolicy): number {
  return Math.min(limit, most);
}

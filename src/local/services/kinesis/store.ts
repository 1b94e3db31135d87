import type { Stream, StreamConsumer, StreamSettings } from '../../../model/stream';
import { partitionOf } from '../../../spec/pseudo-parameters';
import type { Clock, Instant } from '../../time/clock';
import { type Consumer, HeldStream, type StreamIdentity } from './held-stream';

/** Where streams are. */
export type StreamPlace = Pick<StreamIdentity, 'account' | 'region'>;

/** The data streams of a run. */
export class StreamStore {
  private readonly held = new Map<string, HeldStream>();
  /** When the last stream of each name was made: numbers of the next must be behind. */
  private readonly made = new Map<string, Instant>();
  private readonly listeners = new Set<(arn: string) => void>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** What the app declares. */
  seed(streams: readonly Stream[], consumers: readonly StreamConsumer[]): void {
    for (const { name, account, region, address: _, arn: __, ...settings } of streams) {
      this.create({ account, region }, name, settings);
    }
    for (const { name, arn, streamArn, tags } of consumers) {
      const made = 1000 * Number(arn.slice(arn.lastIndexOf(':') + 1));
      this.byArn(streamArn)?.consumers.set(name, { name, arn, made, tags });
    }
  }

  create({ account, region }: StreamPlace, name: string, settings: StreamSettings): HeldStream {
    const arn = `arn:${partitionOf(region).id}:kinesis:${region}:${account}:stream/${name}`;
    const now = this.clock.now();
    const created = Math.max(now, (this.made.get(arn) ?? 0) + 1000);
    this.made.set(arn, created);
    const stream = new HeldStream(
      { name, arn, account, region },
      created,
      settings,
      () => this.clock.now(),
      () => this.tell(stream),
    );
    this.held.set(arn, stream);
    this.tell(stream);
    return stream;
  }

  delete(stream: HeldStream): void {
    this.held.delete(stream.identity.arn);
    this.tell(stream);
  }

  register(stream: HeldStream, name: string, tags: Readonly<Record<string, string>>): Consumer {
    const made = this.clock.now();
    const consumer = { name, arn: `${stream.identity.arn}/consumer/${name}:${Math.floor(made / 1000)}`, made, tags };
    stream.consumers.set(name, consumer);
    this.tell(stream);
    return consumer;
  }

  byArn(arn: string): HeldStream | undefined {
    return this.held.get(arn);
  }

  /** A stream by its own ARN or that of one of its consumers. */
  readBy(arn: string): { readonly stream: HeldStream; readonly consumer?: Consumer } | undefined {
    const at = arn.indexOf('/consumer/');
    const stream = this.held.get(at < 0 ? arn : arn.slice(0, at));
    if (!stream || at < 0) return stream && { stream };
    const consumer = [...stream.consumers.values()].find((each) => each.arn === arn);
    return consumer && { stream, consumer };
  }

  named({ account, region }: StreamPlace, name: string): HeldStream | undefined {
    return this.in({ account, region }).find(({ identity }) => identity.name === name);
  }

  /** In the order of their names. */
  in({ account, region }: StreamPlace): readonly HeldStream[] {
    const here = [...this.held.values()].filter(({ identity }) => identity.account === account && identity.region === region);
    return here.sort((one, other) => (one.identity.name < other.identity.name ? -1 : 1));
  }

  /** Calls `listener` with the ARN of a stream, or of a consumer, that has something new or is gone; what this returns ends it. */
  subscribe(listener: (arn: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  stop(): void {
    this.listeners.clear();
  }

  private tell({ identity, consumers }: HeldStream): void {
    const arns = [identity.arn, ...[...consumers.values()].map(({ arn }) => arn)];
    for (const listener of this.listeners) for (const arn of arns) listener(arn);
  }
}

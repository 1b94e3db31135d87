import type { IncomingMessage, ServerResponse } from 'node:http';
import { DROPPED_REASON } from '../../spec/telemetry';
import type { ExtensionListener } from '../engine/extension-port';
import type { TelemetryDialect, TelemetryEvent, TelemetrySession } from '../engine/telemetry';
import { bodyOf, replyError } from './environment-reply';
import type { ExtensionsApi } from './extensions-api';
import { TelemetrySubscriber } from './telemetry-subscriber';
import { subscriptionIn } from './telemetry-subscription';

const BODY_LIMIT = 1_048_576;
const OK = '"OK"';
/** How many events of a long Init are kept for who subscribes late. */
const KEPT_MAX = 10_000;

/** The Telemetry API of one environment, and the Logs API that came before it (RT-30). */
export class TelemetryApi implements TelemetrySession {
  private readonly subscribers = new Map<string, TelemetrySubscriber>();
  /** What happened so far, for those that subscribe late; absent when nobody can any more. */
  private kept: TelemetryEvent[] | undefined = [];

  constructor(
    private readonly extensions: ExtensionsApi,
    private readonly listener: Pick<ExtensionListener, 'subscribed' | 'now'>,
  ) {}

  get isWanted(): boolean {
    return this.kept !== undefined || this.subscribers.size > 0;
  }

  emit(event: TelemetryEvent): void {
    if (this.kept && this.kept.length < KEPT_MAX) this.kept.push(event);
    for (const subscriber of this.subscribers.values()) subscriber.take(event);
  }

  closeSubscriptions(): void {
    this.kept = undefined;
  }

  async flush(): Promise<void> {
    await Promise.all([...this.subscribers.values()].map((subscriber) => subscriber.flush()));
  }

  get isDelivering(): boolean {
    return [...this.subscribers.values()].some(({ isDelivering }) => isDelivering);
  }

  pause(): void {
    for (const subscriber of this.subscribers.values()) subscriber.pause();
  }

  resume(): void {
    for (const subscriber of this.subscribers.values()) subscriber.resume();
  }

  close(): void {
    this.kept = undefined;
    for (const subscriber of this.subscribers.values()) subscriber.close();
    this.subscribers.clear();
  }

  handle(request: IncomingMessage, response: ServerResponse, api: TelemetryDialect['api']): void {
    const id = this.extensions.callerOf(request, response);
    if (id === undefined) return;
    bodyOf(request, BODY_LIMIT, (body) => this.subscribe(response, id, body, api));
  }

  private subscribe(response: ServerResponse, id: string, body: string | undefined, api: TelemetryDialect['api']): void {
    const extension = this.extensions.extensions.all.find((one) => one.id === id);
    if (!extension) return replyError(response, 403, 'Extension.UnknownExtensionIdentifier', `Unknown extension ${id}`);
    const name = api === 'logs' ? 'Logs' : 'Telemetry';
    if (!this.kept) return replyError(response, 403, `${name}.SubscriptionClosed`, `${name} API subscription is closed`);
    const subscription = subscriptionIn(body, api);
    if (typeof subscription === 'string') return replyError(response, 400, 'ValidationError', subscription);
    const known = this.subscribers.get(id);
    if (known && known.subscription.dialect.api !== api)
      return replyError(response, 400, 'ValidationError', 'The extension has subscribed by the other API');
    if (!known) {
      const subscriber = new TelemetrySubscriber(subscription, ({ records, bytes }) =>
        this.event('platform.logsDropped', { reason: DROPPED_REASON, droppedRecords: records, droppedBytes: bytes }),
      );
      for (const event of this.kept) subscriber.take(event);
      this.subscribers.set(id, subscriber);
      const { types } = subscription;
      const type = api === 'logs' ? 'platform.logsSubscription' : 'platform.telemetrySubscription';
      this.emit(this.event(type, { name: extension.name, state: 'Subscribed', types }));
      this.listener.subscribed({ name: extension.name, api, types });
    }
    response.sendDate = false;
    response.writeHead(200, ['Content-Type', 'application/json', 'Content-Length', `${OK.length}`]).end(OK);
  }

  private event(type: string, record: object): TelemetryEvent {
    return { time: new Date(this.listener.now()).toISOString(), type, record };
  }
}

import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExtensionListener, ExtensionSession, InvokeEvent, ShutdownReason } from '../engine/extension-port';
import {
  askNext,
  closeRegistration,
  type Extension,
  type ExtensionStep,
  type Extensions,
  handOver,
  launch,
  launchFailed,
  NO_EXTENSIONS,
  register,
  tellError,
} from '../engine/extensions';
import { ACCEPTED, bodyOf, reply, replyError } from './environment-reply';

const BODY_LIMIT = 1_048_576;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Event = object & { readonly eventType: 'INVOKE' | 'SHUTDOWN' };

/** The Extensions API of one environment (RT-20 to RT-23). */
export class ExtensionsApi implements ExtensionSession {
  extensions: Extensions = NO_EXTENSIONS;
  /** The polls that wait for an event, by extension. */
  private readonly polls = new Map<string, ServerResponse>();
  private shutdown: Event | undefined;
  private ids = 0;

  constructor(
    private readonly environmentId: string,
    private readonly listener: ExtensionListener,
  ) {}

  launch(name: string): void {
    this.extensions = launch(this.extensions, this.newId(), name);
  }

  launchFailed(name: string, errorType: string): void {
    this.extensions = launchFailed(this.extensions, name, errorType);
  }

  closeRegistration(): void {
    this.extensions = closeRegistration(this.extensions);
  }

  invoke({ deadlineMs, requestId, invokedFunctionArn, traceHeader }: InvokeEvent): void {
    const tracing = { type: 'X-Amzn-Trace-Id', value: traceHeader };
    this.tellAll({ eventType: 'INVOKE', deadlineMs, requestId, invokedFunctionArn, tracing } as Event);
  }

  shutDown({ deadlineMs, reason }: { readonly deadlineMs: number; readonly reason: ShutdownReason }): void {
    this.shutdown = { eventType: 'SHUTDOWN', deadlineMs, shutdownReason: reason } as Event;
    this.tellAll(this.shutdown);
  }

  /** The extension that a request comes from; undefined when it has been refused. */
  callerOf(request: IncomingMessage, response: ServerResponse): string | undefined {
    const id = request.headers['lambda-extension-identifier'];
    if (typeof id === 'string' && UUID.test(id)) return id;
    request.resume();
    const [type, message] = id
      ? ['Extension.InvalidExtensionIdentifier', 'Invalid Lambda-Extension-Identifier']
      : ['Extension.MissingExtensionIdentifier', 'Missing Lambda-Extension-Identifier header'];
    replyError(response, 403, type as string, message as string);
    return undefined;
  }

  /** `path` is what follows `/2020-01-01/extension/`. */
  handle(request: IncomingMessage, response: ServerResponse, path: string): void {
    const asked = `${request.method} ${path}`;
    if (asked === 'POST register') return this.register(request, response);
    const states = { 'POST init/error': 'InitError', 'POST exit/error': 'ExitError' } as const;
    if (asked !== 'GET event/next' && !(asked in states)) {
      request.resume();
      return replyError(response, 404, 'NotFound', 'This is not a path of the Extensions API');
    }
    const id = this.callerOf(request, response);
    if (id === undefined) return;
    request.resume();
    if (asked === 'GET event/next') this.next(response, id);
    else this.takeError(request, response, id, states[asked as keyof typeof states]);
  }

  private register(request: IncomingMessage, response: ServerResponse): void {
    const name = request.headers['lambda-extension-name'];
    bodyOf(request, BODY_LIMIT, (body) => {
      if (typeof name !== 'string' || name === '') {
        return replyError(response, 403, 'Extension.InvalidExtensionName', 'Empty extension name');
      }
      const events = eventsIn(body);
      if (typeof events === 'string') return replyError(response, 403, 'InvalidRequestFormat', events);
      const extension = this.take(response, register(this.extensions, name, events, this.newId()));
      if (!extension) return;
      const { accountId, ...about } = this.listener.about;
      const withAccount = featuresOf(request).includes('accountId');
      reply(response, 200, withAccount ? { ...about, accountId } : about, ['Lambda-Extension-Identifier', extension.id]);
      this.listener.changed();
    });
  }

  private next(response: ServerResponse, id: string): void {
    const extension = this.take(response, askNext(this.extensions, id));
    if (!extension) return;
    this.polls.set(id, response);
    response.on('close', () => {
      if (this.polls.get(id) === response) this.polls.delete(id);
    });
    if (this.shutdown) this.tell(extension, this.shutdown);
    this.listener.changed();
  }

  private takeError(request: IncomingMessage, response: ServerResponse, id: string, state: 'InitError' | 'ExitError'): void {
    const type = request.headers['lambda-extension-function-error-type'];
    if (typeof type !== 'string' || type === '') {
      return replyError(response, 403, 'Extension.MissingHeader', 'Lambda-Extension-Function-Error-Type not found');
    }
    if (!this.take(response, tellError(this.extensions, id, state, type))) return;
    reply(response, 202, ACCEPTED);
    this.listener.changed();
  }

  private take(response: ServerResponse, step: ExtensionStep): Extension | undefined {
    if ('refused' in step) {
      replyError(response, 403, step.refused.type, step.refused.message);
      return undefined;
    }
    this.extensions = step.next;
    return step.extension;
  }

  private tellAll(event: Event): void {
    for (const extension of this.extensions.all) this.tell(extension, event);
  }

  private tell(extension: Extension, event: Event): void {
    const poll = this.polls.get(extension.id);
    if (!extension.events.includes(event.eventType) || !poll) return;
    this.polls.delete(extension.id);
    this.extensions = handOver(this.extensions, extension.id);
    reply(poll, 200, event, ['Lambda-Extension-Event-Identifier', this.newId()]);
  }

  /** The same in every run, as everything that a handler may see should be. */
  private newId(): string {
    const hex = createHash('sha256')
      .update(`${this.environmentId} ${++this.ids}`)
      .digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }
}

/** The events of a registration, or why it is none. */
function eventsIn(body: string | undefined): readonly string[] | string {
  let asked: unknown;
  try {
    asked = JSON.parse(body ?? '');
  } catch (error) {
    return (error as Error).message;
  }
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) return 'The body must be an object';
  const { events = [], configurationKeys = [] } = asked as { events?: unknown; configurationKeys?: unknown };
  if (Array.isArray(configurationKeys) && configurationKeys.length > 0)
    return 'configurationKeys are deprecated; use environment variables instead';
  if (!Array.isArray(events) || !events.every((event) => typeof event === 'string')) return 'events must be a list of strings';
  return events;
}

function featuresOf(request: IncomingMessage): readonly string[] {
  return String(request.headers['lambda-extension-accept-feature'] ?? '')
    .split(',')
    .map((feature) => feature.trim());
}

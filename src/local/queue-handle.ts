import type { Queue } from '../model/queue';
import type { QueueInspection, SendOptions } from './engine/queue-port';
import { LocalError } from './errors';
import { foundByName } from './found-by-name';
import { checkOptions, type Kinds, NUMBER, object, TEXT } from './options-check';

/** A message that is in a queue. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  /** The body parsed from JSON; undefined when it is not JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the user's
  readonly json: any;
  readonly state: 'visible' | 'delayed' | 'inFlight';
  readonly receiveCount: number;
  /** Those of SQS, as `DeadLetterQueueSourceArn`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Those of the sender; binary values are base64. */
  readonly messageAttributes: Readonly<Record<string, string>>;
  /** By the executor's clock. */
  readonly sentAt: Date;
}

export interface SendMessageOptions {
  /** Of a standard queue, up to 15 minutes. @default what the queue says */
  readonly delaySeconds?: number;
  /** Needed by a FIFO queue. */
  readonly groupId?: string;
  /** Of a FIFO queue that does not deduplicate by content. */
  readonly deduplicationId?: string;
  /** Numbers and bytes are sent as such. */
  readonly attributes?: Readonly<Record<string, string | number | Uint8Array>>;
}

const SEND_OPTIONS: Kinds<SendMessageOptions> = {
  delaySeconds: NUMBER,
  groupId: TEXT,
  deduplicationId: TEXT,
  attributes: object('{ priority: 1 }'),
};

/** A queue of the app, as tests hold it. */
export class QueueHandle {
  readonly name: string;
  readonly arn: string;
  /** At the endpoint. */
  readonly url: string;
  readonly path: string;
  readonly logicalId: string;

  constructor(
    queue: Queue,
    origin: string,
    private readonly inspect: QueueInspection,
  ) {
    this.name = queue.name;
    this.arn = queue.arn;
    this.url = `${origin}/${queue.account}/${queue.name}`;
    this.path = queue.address.path;
    this.logicalId = queue.address.logicalId;
  }

  /** All that are in the queue now, in the order of sending; looking at them is not a receive. */
  get messages(): readonly QueuedMessage[] {
    return this.inspect.messages(this.arn).map(({ sentAt, messageAttributes, ...message }) => ({
      ...message,
      json: parsed(message.body),
      messageAttributes: Object.fromEntries(
        Object.entries(messageAttributes).map(([name, value]) => [name, value.stringValue ?? value.binaryValue ?? '']),
      ),
      sentAt: new Date(sentAt),
    }));
  }

  /** Those that somebody could receive now. */
  get visible(): readonly QueuedMessage[] {
    return this.messages.filter(({ state }) => state === 'visible');
  }

  /** Those that somebody has received and not deleted yet. */
  get inFlight(): readonly QueuedMessage[] {
    return this.messages.filter(({ state }) => state === 'inFlight');
  }

  /**
   * Sends a message as an SDK client does; what is not text is sent as JSON.
   * Fails with what SQS says when it does not take the message.
   */
  send(body: unknown, options: SendMessageOptions = {}): { messageId: string; sequenceNumber?: string } {
    checkOptions(options, SEND_OPTIONS, '{ delaySeconds: 5 }');
    const { attributes = {}, ...others } = options;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    if (text === undefined) {
      throw new LocalError('EVENT_INVALID', `A message must be text or something JSON can hold; this is ${typeof body}.`);
    }
    const given: SendOptions['attributes'] = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [
        name,
        value instanceof Uint8Array
          ? { DataType: 'Binary', BinaryValue: value }
          : { DataType: typeof value === 'number' ? 'Number' : 'String', StringValue: String(value) },
      ]),
    );
    const sent = this.inspect.send(this.arn, text, { ...others, attributes: given });
    if ('kind' in sent) throw new QueueRefused(sent.type, sent.message);
    return sent;
  }

  /** Deletes all messages, as often as it is called. */
  purge(): void {
    this.inspect.purge(this.arn);
  }
}

/** SQS's own refusal, thrown where a test sends a message. */
export class QueueRefused extends Error {
  override readonly name = 'QueueRefused';

  constructor(
    /** AWS's error type, as `InvalidParameterValue`. */
    readonly type: string,
    message: string,
  ) {
    super(`${type}: ${message}`);
  }
}

/** The one queue that `name` means: its logical id, construct path, name or ARN. */
export function findQueue(queues: readonly Queue[], name: string): Queue {
  return foundByName(queues, name, 'queue');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { LambdaFunction } from '../model/function';
import { INVOCATION_TYPES } from '../spec/invoke';
import { payloadSizeFlaw } from './engine/payload-size';
import type { InvokeAnswer, Lambda } from './engine/ports';
import { bytesText, fromBase64, textBytes } from './engine/text';
import { type ErrorCode, LocalError } from './errors';
import { listed } from './found-by-name';
import type { Journal } from './journal/journal';
import { checkOptions, type Kinds, object, oneOf, TEXT } from './options-check';

export interface InvokeOptions {
  /** A version number, an alias name or `$LATEST`. */
  readonly qualifier?: string;
  /** The default is `RequestResponse`. */
  readonly type?: 'RequestResponse' | 'Event' | 'DryRun';
  /** An object that mobile SDKs send beside the event. */
  readonly clientContext?: object;
  /** Whose invocation it is; a function that isolates its tenants needs it. */
  readonly tenantId?: string;
  /** `Tail` asks for the end of the log; the default is `None`. */
  readonly logType?: 'None' | 'Tail';
}

const INVOKE_OPTIONS: Kinds<InvokeOptions> = {
  qualifier: TEXT,
  type: oneOf(...INVOCATION_TYPES),
  clientContext: object("{ client: { app_title: 'Orders' } }"),
  tenantId: TEXT,
  logType: oneOf('None', 'Tail'),
};

/** What an SDK client would have got. */
export interface InvokeResult {
  readonly statusCode: number;
  /** The result, or the error object, parsed from JSON; undefined for `Event` and `DryRun`. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the user's
  readonly payload: any;
  /** Present when the function failed. */
  readonly functionError?: string;
  readonly executedVersion?: string;
  readonly requestId: string;
  /** Text, at most the last 4 KB. */
  readonly logTail?: string;
  readonly durationMs?: number;
  /** Only of an invocation that began its environment. */
  readonly initDurationMs?: number;
}

/** One invocation that has ended. */
export interface PastInvocation {
  readonly requestId: string;
  readonly version: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the user's
  readonly event: any;
  readonly outcome: 'succeeded' | 'failed' | 'timedOut' | 'broken' | 'exited' | 'responseTooLarge';
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the user's
  readonly payload: any;
  /** As the function and the platform wrote them. */
  readonly lines: readonly string[];
  /** By the executor's clock. */
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/** What a destination or a dead-letter target of a function received when an asynchronous event had ended. */
export interface PastDelivery {
  /** Of the event. */
  readonly requestId: string;
  readonly to: 'onSuccess' | 'onFailure' | 'deadLetter';
  readonly targetArn: string;
  /** Lambda's record of the invocation; of a dead letter, the event itself. Parsed from JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the user's
  readonly body: any;
  /** Of the message that is a dead letter: `RequestID`, `ErrorCode` and `ErrorMessage`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** `kept`: the service of the target is not emulated, so that this is the only place where it can be read. */
  readonly outcome: 'delivered' | 'kept' | 'failed';
  /** Why it was not delivered. */
  readonly why?: string;
  /** By the executor's clock. */
  readonly at: Date;
}

/** AWS's own refusal of an invocation, thrown where a test calls a function. */
export class InvokeRefused extends Error {
  override readonly name = 'InvokeRefused';

  constructor(
    /** AWS's error type, as `ResourceNotFoundException`. */
    readonly type: string,
    readonly statusCode: number,
    message: string,
  ) {
    super(`${type}: ${message}`);
  }
}

/** A function of the app, as tests hold it. */
export class FunctionHandle {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly logicalId: string;

  constructor(
    fn: LambdaFunction,
    private readonly lambda: Lambda,
    private readonly journal: Journal,
    private readonly urls: readonly { readonly href: string; readonly qualifier?: string }[],
  ) {
    this.name = fn.name;
    this.arn = fn.arn;
    this.path = fn.address.path;
    this.logicalId = fn.address.logicalId;
  }

  /** Where the function URL is served; undefined when it has none. With several, the unqualified one or else the first. */
  get url(): { readonly href: string } | undefined {
    return this.urls.find((url) => url.qualifier === undefined) ?? this.urls[0];
  }

  /**
   * Invokes the function as an SDK client does. `event` is turned into JSON.
   * Fails with `InvokeRefused` where AWS would have refused the call; a function that fails is a result with `functionError`.
   */
  async invoke(event: unknown = {}, options: InvokeOptions = {}): Promise<InvokeResult> {
    checkOptions(options, INVOKE_OPTIONS, "{ qualifier: 'live' }");
    const payload = textBytes(eventText(event));
    const type = options.type ?? 'RequestResponse';
    const flaw = payloadSizeFlaw(payload.length, type);
    if (flaw) throw new InvokeRefused(flaw.type, flaw.status, flaw.message);
    const answer = await this.lambda.invoke({
      functionName: this.arn,
      type,
      logType: options.logType ?? 'None',
      payload,
      ...(options.tenantId !== undefined && { tenantId: options.tenantId }),
      ...(options.qualifier !== undefined && { qualifier: options.qualifier }),
      ...(options.clientContext !== undefined && {
        clientContext: Buffer.from(JSON.stringify(options.clientContext)).toString('base64'),
      }),
    });
    if (answer.kind === 'awsError') throw new InvokeRefused(answer.type, answer.status, answer.message);
    return resultOf(answer);
  }

  /** What has run so far, in the order in which it began. */
  get invocations(): readonly PastInvocation[] {
    const begun = new Map<string, { readonly event: string; readonly at: number; readonly lines: string[] }>();
    const past: PastInvocation[] = [];
    for (const entry of this.journal.entries) {
      if (!('environment' in entry) || entry.function !== this.name) continue;
      const key = `${entry.environment}`;
      if (entry.kind === 'invocation.started') begun.set(key, { event: entry.event, at: entry.at, lines: [] });
      else if (entry.kind === 'log' && entry.requestId !== undefined) begun.get(key)?.lines.push(entry.line);
      else if (entry.kind === 'invocation.ended') {
        const start = begun.get(key);
        if (!start) continue;
        past.push({
          requestId: entry.requestId,
          version: entry.version,
          event: parsed(start.event),
          outcome: entry.outcome,
          payload: parsed(entry.payload),
          lines: start.lines,
          startedAt: new Date(start.at),
          endedAt: new Date(entry.at),
        });
      }
    }
    return past.sort((one, other) => one.startedAt.getTime() - other.startedAt.getTime());
  }

  /** What became of its asynchronous events, as sent to destinations and dead-letter targets, in order. */
  get deliveries(): readonly PastDelivery[] {
    return this.journal.entries.flatMap((entry) => {
      if (entry.kind !== 'async.delivery' || entry.function !== this.name) return [];
      const { kind: _, function: __, at, body, attributes, ...same } = entry;
      const values = Object.entries(attributes ?? {}).map(([name, { value }]) => [name, value] as const);
      return [{ ...same, body: parsed(body), ...(attributes && { attributes: Object.fromEntries(values) }), at: new Date(at) }];
    });
  }
}

/** The one function that `name` means: its logical id, construct path, name or ARN. */
export function findFunction(functions: readonly LambdaFunction[], name: string): LambdaFunction {
  const found = functions.filter(
    (fn) => fn.address.logicalId === name || fn.address.path === name || fn.name === name || fn.arn === name,
  );
  const [only, ...others] = found.length > 0 ? found : functions.filter((fn) => fn.address.path.endsWith(`/${name}`));
  if (only && others.length === 0) return only;
  const [code, message]: [ErrorCode, string] = only
    ? ['FUNCTION_AMBIGUOUS', `${name} is the name of several functions:\n${listed([only, ...others], name)}`]
    : [
        'FUNCTION_UNKNOWN',
        functions.length > 0
          ? `There is no function ${name}; there are\n${listed(functions, name)}`
          : `There is no function ${name}; the app has none.`,
      ];
  throw new LocalError(code, message);
}

function eventText(event: unknown): string {
  let problem = `this is ${typeof event}.`;
  try {
    const json = JSON.stringify(event);
    if (json !== undefined) return json;
  } catch (error) {
    problem = (error as Error).message;
  }
  throw new LocalError('EVENT_INVALID', `An event must be something JSON can hold; ${problem}`);
}

function resultOf(answer: InvokeAnswer): InvokeResult {
  const { kind: _, payload, traceHeader: __, contentType: ___, errorType: ____, logTail, ...same } = answer;
  return {
    ...same,
    payload: payload.length > 0 ? parsed(bytesText(payload)) : undefined,
    ...(logTail !== undefined && { logTail: fromBase64(logTail) as string }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

import type { AsyncConfiguration, LambdaFunction } from '../../model/function';
import { DEFAULT_MAXIMUM_EVENT_AGE_SECONDS, DEFAULT_RETRY_ATTEMPTS } from '../../spec/async-invocation';
import { RECURSION_MESSAGE } from '../../spec/recursion';
import type { AsyncPolicy } from './async-event';
import { AsyncQueue } from './async-queue';
import { type AwsError, awsError } from './aws-error';
import { limitsOf, throttleReason } from './concurrency';
import { type Deliveries, lambdaDelivery } from './dispatch';
import { type EnginePorts, EnvironmentPool } from './environment-pool';
import { errorTypeOf } from './function-error';
import { runInvocation } from './invocation';
import { isLoop, traced } from './lineage';
import { logTail } from './log-lines';
import type { Admission, EnvironmentDriver, InvokeAnswer, InvokeRequest, Lambda } from './ports';
import type { ResponseSink } from './response-sink';
import { chooseVersion, configurationOf, findTarget, type Target } from './target';
import { fromBase64 } from './text';
import { traceHeader } from './trace-header';

export interface InvokerOptions extends EnginePorts {
  readonly functions: readonly LambdaFunction[];
  readonly driver: EnvironmentDriver;
  /** @default as many as are asked for */
  readonly admission?: Admission;
  /** Asynchronous events are ended in the order in which they were begun, so that two runs are alike. */
  readonly inOrder: boolean;
  /** What takes the records of asynchronous events, by service. @default functions alone */
  readonly deliveries?: Deliveries;
}

/** Lambda's Invoke over all functions of an app. */
export class Invoker implements Lambda {
  readonly queue: AsyncQueue;
  private readonly pools = new Map<string, EnvironmentPool>();
  private readonly targets = new Map<string, Target>();
  private readonly inFlight = new Map<string, number>();
  private readonly limits;
  private readonly waitingForQuiet: (() => void)[] = [];
  private stopped = false;

  constructor(private readonly options: InvokerOptions) {
    this.limits = limitsOf(options.functions);
    this.queue = new AsyncQueue({
      ...options,
      attempt: (event, turn) => this.now(event.target, event.request, event.requestId, event.trace, turn),
      policyFor: (target) => this.policyFor(target),
      deliveries: { ...options.deliveries, lambda: lambdaDelivery(this, options.chance) },
      ended: () => this.tellQuiet(),
    });
  }

  async invoke(request: InvokeRequest): Promise<InvokeAnswer | AwsError> {
    if (this.stopped) return STOPPED;
    const target = this.find(request);
    if (target.kind === 'awsError') return target;
    const requestId = request.requestId ?? this.options.chance.uuid();
    const trace = traceHeader(request.traceHeader, this.options.clock.now(), this.options.chance);
    if (request.clientContext !== undefined && !isJson(fromBase64(request.clientContext))) {
      return awsError('InvalidRequestContentException', 400, 'The client context is not a JSON object in base64.');
    }
    if (request.type === 'DryRun') return { ...NOTHING, statusCode: 204, requestId, traceHeader: trace };
    if (request.type === 'Event') {
      const pool = this.poolOf(target.function, target.routes.primary);
      if (!(pool instanceof EnvironmentPool)) return pool;
      this.queue.accept({ target, request, requestId, trace });
      return { ...NOTHING, statusCode: 202, requestId, traceHeader: trace };
    }
    return this.now(target, request, requestId, trace);
  }

  /** What is under way or due, a line each. */
  get pending(): readonly string[] {
    const events = this.queue.pending.map(
      ({ function: name, requestId, dueAt }) =>
        `${name}: event ${requestId} is ${dueAt === undefined ? 'running' : `due at ${new Date(dueAt).toISOString()}`}`,
    );
    const running = [...this.inFlight].flatMap(([arn, count]) => (count > 0 ? [`${arn}: ${count} under way`] : []));
    return [...events, ...running];
  }

  /** Settles when nothing is under way, queued or due. */
  quiet(): Promise<void> {
    return new Promise((settle) => {
      this.waitingForQuiet.push(settle);
      this.tellQuiet();
    });
  }

  /** Ends every environment; invocations under way end as their environments do. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.queue.stop();
    await Promise.all([...this.pools.values()].map((pool) => pool.stop()));
  }

  private async now(
    target: Target,
    request: InvokeRequest,
    requestId: string,
    trace: string,
    turn?: Promise<void>,
  ): Promise<InvokeAnswer | AwsError> {
    const { function: fn } = target;
    const lineage = traced(trace, fn.arn);
    if (fn.recursiveLoop !== 'Allow' && isLoop(lineage)) {
      this.options.journal.append({ kind: 'invocation.looped', function: fn.name, requestId });
      return LOOPED;
    }
    const version = chooseVersion(target.routes, target.routes.additional ? this.options.chance.fraction() : 0);
    const pool = this.poolOf(fn, version);
    if (!(pool instanceof EnvironmentPool)) return pool;
    const reason = throttleReason(this.limits, this.inFlight, fn.arn);
    if (reason) {
      this.options.journal.append({ kind: 'invocation.throttled', function: fn.name, requestId, reason });
      return awsError('TooManyRequestsException', 429, 'Rate Exceeded.', { Reason: reason });
    }

    this.inFlight.set(fn.arn, (this.inFlight.get(fn.arn) ?? 0) + 1);
    const release = this.options.clock.hold();
    const leave = await this.options.admission?.enter();
    try {
      if (this.stopped) return STOPPED;
      const ran = await runInvocation(pool, this.options, {
        runnable: pool.runnable,
        requestId,
        trace: lineage.header,
        payload: request.payload,
        invokedFunctionArn: target.invokedFunctionArn,
        ...(turn && { turn }),
        ...(request.sink && { sink: naming(version, request.sink) }),
        ...(request.clientContext !== undefined && { clientContext: fromBase64(request.clientContext) as string }),
      });
      return {
        kind: 'answer',
        statusCode: 200,
        requestId,
        traceHeader: lineage.header,
        payload: ran.payload,
        ...(ran.outcome.kind !== 'succeeded' && {
          functionError: 'Unhandled' as const,
          errorType: errorTypeOf(ran.outcome),
        }),
        ...(ran.outcome.kind === 'succeeded' &&
          ran.outcome.contentType !== undefined && { contentType: ran.outcome.contentType }),
        executedVersion: version,
        ...(request.logType === 'Tail' && { logTail: logTail(ran.lines) }),
        durationMs: ran.durationMs,
        ...(ran.initDurationMs !== undefined && { initDurationMs: ran.initDurationMs }),
      };
    } finally {
      leave?.();
      this.inFlight.set(fn.arn, (this.inFlight.get(fn.arn) ?? 1) - 1);
      release();
      this.tellQuiet();
    }
  }

  private tellQuiet(): void {
    if (this.waitingForQuiet.length === 0 || this.pending.length > 0) return;
    for (const settle of this.waitingForQuiet.splice(0)) settle();
  }

  private find(request: InvokeRequest): Target | AwsError {
    const key = `${request.functionName} ${request.qualifier ?? ''}`;
    const known = this.targets.get(key);
    if (known) return known;
    const found = findTarget(this.options.functions, request.functionName, request.qualifier);
    if (found.kind === 'target') this.targets.set(key, found);
    return found;
  }

  private poolOf(fn: LambdaFunction, version: string): EnvironmentPool | AwsError {
    const key = `${fn.arn}:${version}`;
    const known = this.pools.get(key);
    if (known) return known;
    const configuration = configurationOf(fn, version);
    if (!configuration) return awsError('ResourceNotFoundException', 404, `Function not found: ${key}`);
    const refusal = this.options.driver.refuses(configuration);
    if (refusal !== undefined) {
      this.options.journal.append({ kind: 'notEmulated', what: fn.address.path, why: refusal });
      return awsError('InvalidRuntimeException', 502, refusal);
    }
    const pool = new EnvironmentPool({ function: fn, version, configuration, driver: this.options.driver }, this.options);
    this.pools.set(key, pool);
    return pool;
  }

  private policyFor(target: Target): AsyncPolicy {
    const qualifier = target.qualifier ?? '$LATEST';
    const configured = target.function.asyncConfigurations.find((entry: AsyncConfiguration) => entry.qualifier === qualifier);
    return {
      maximumEventAgeMs: 1000 * (configured?.maximumEventAgeSeconds ?? DEFAULT_MAXIMUM_EVENT_AGE_SECONDS),
      retryAttempts: configured?.maximumRetryAttempts ?? DEFAULT_RETRY_ATTEMPTS,
      neverRuns: target.function.reservedConcurrency === 0,
    };
  }
}

const STOPPED = awsError('ServiceException', 500, 'The executor has been stopped.');
const LOOPED = awsError('RecursiveInvocationException', 400, RECURSION_MESSAGE);
const NOTHING = { kind: 'answer', payload: new Uint8Array() } as const;

/** The sink, told which version writes to it. */
function naming(executedVersion: string, sink: ResponseSink): ResponseSink {
  return {
    begin: (head) => sink.begin({ ...head, executedVersion }),
    write: (piece) => sink.write(piece),
    end: () => sink.end(),
  };
}

function isJson(text: string | undefined): boolean {
  try {
    return text !== undefined && typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

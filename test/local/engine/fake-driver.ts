import type {
  EnvironmentDriver,
  EnvironmentListener,
  EnvironmentSpec,
  InitResult,
  Invocation,
  Outcome,
} from '../../../src/local/engine/ports';
import { textBytes } from '../../../src/local/engine/text';

export const succeeded = (result: unknown): Outcome => ({ kind: 'succeeded', payload: textBytes(JSON.stringify(result)) });
export const failed: Outcome = {
  kind: 'failed',
  errorType: 'Error',
  payload: textBytes('{"errorType":"Error","errorMessage":"no"}'),
};

/** What one invocation does: how it ends, or a promise of it; `log` writes a line. */
export type Behaviour = (invocation: Invocation, log: (line: string) => void) => Outcome | Promise<Outcome>;

/** Environments without processes; Init takes 100 ms and an invocation 10 ms, by the figures they tell. */
export class FakeDriver implements EnvironmentDriver {
  readonly started: EnvironmentSpec[] = [];
  readonly listeners: EnvironmentListener[] = [];
  /** Ids of the environments that invocations ran in, in order. */
  readonly used: string[] = [];
  readonly invocations: Invocation[] = [];
  readonly stopped: string[] = [];
  /** Taken in turn by the environments started next; the default is a good Init. */
  readonly inits: InitResult[] = [];

  /** Called in Init, which writes lines with it. */
  whileInit: (log: (line: string) => void) => void = () => {};

  constructor(private readonly behave: Behaviour = () => succeeded('done')) {}

  refuses(configuration: { readonly runtime?: string }): string | undefined {
    return configuration.runtime === 'java25' ? 'No driver runs java25 here; there are those for Node.js and Python.' : undefined;
  }

  start(spec: EnvironmentSpec, listener: EnvironmentListener) {
    this.started.push(spec);
    this.listeners.push(listener);
    const init = this.inits.shift() ?? { durationMs: 100 };
    return {
      initialized: Promise.resolve().then(() => {
        this.whileInit((line) => listener.log(line));
        return init;
      }),
      invoke: async (invocation: Invocation) => {
        this.used.push(spec.id);
        this.invocations.push(invocation);
        await undefined;
        const outcome = await this.behave(invocation, (line) => listener.log(line));
        return { outcome, durationMs: 10, maxMemoryUsedMb: 40 };
      },
      stop: async () => {
        this.stopped.push(spec.id);
      },
    };
  }
}

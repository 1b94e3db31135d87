import type { EnvironmentDriver, EnvironmentSpec } from '../../engine/ports';
import type { Entry } from '../../journal/entry';
import type { LogStore, LogWriter } from './store';

/** Where the lines of one environment go. */
export interface LogTarget {
  readonly account: string;
  readonly region: string;
  readonly group: string;
  readonly stream: string;
  /** Once a line has come. */
  write?: LogWriter;
}

/** So many ended environments are remembered for lines that come late. */
const ENDED_REMEMBERED = 1000;

/** Knows for every environment its log group and stream (INV-88). */
export class LogTargets {
  private readonly targets = new Map<string, LogTarget>();
  private readonly ended: string[] = [];

  /** The same driver, whose environments are known here from their start. */
  watched(driver: EnvironmentDriver): EnvironmentDriver {
    return {
      refuses: (configuration) => driver.refuses(configuration),
      start: (spec, listener) => {
        this.begin(spec);
        return driver.start(spec, listener);
      },
    };
  }

  of(environment: string): LogTarget | undefined {
    return this.targets.get(environment);
  }

  end(environment: string): void {
    this.ended.push(environment);
    if (this.ended.length > ENDED_REMEMBERED) this.targets.delete(this.ended.shift() as string);
  }

  private begin({ id, function: fn, configuration, logStream }: EnvironmentSpec): void {
    const { group } = configuration.logging;
    this.targets.set(id, { account: fn.account, region: fn.region, group, stream: logStream });
  }
}

/** Takes what functions write from the journal to the store; to be subscribed. */
export function logFeed(store: LogStore, targets: LogTargets): (entry: Entry) => void {
  return (entry) => {
    if (entry.kind === 'environment.ended') targets.end(entry.environment);
    if (entry.kind !== 'log') return;
    const target = targets.of(entry.environment);
    if (!target) return;
    target.write ??= store.writer({ account: target.account, region: target.region }, target.group, target.stream);
    target.write(entry.at, `${entry.line}\n`);
  };
}

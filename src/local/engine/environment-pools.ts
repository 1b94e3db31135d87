import type { LambdaFunction } from '../../model/function';
import { type AwsError, awsError } from './aws-error';
import { type EnginePorts, EnvironmentPool, poolKey } from './environment-pool';
import type { Admission, EnvironmentDriver } from './ports';
import { provisionedOf } from './provisioned';
import { Provisioning } from './provisioning';
import { configurationOf } from './target';
import type { Turns } from './turns';

export interface EnvironmentPoolsOptions extends EnginePorts {
  readonly functions: () => readonly LambdaFunction[];
  readonly driver: EnvironmentDriver;
  readonly admission?: Admission;
  readonly turns: Turns;
}

/** The environments of all versions, and those that are kept ready. */
export class EnvironmentPools {
  private readonly pools = new Map<string, EnvironmentPool>();
  /** Those without tenants once more: most calls are for them, and no key is made for each. */
  private known = new WeakMap<LambdaFunction, Map<string, EnvironmentPool>>();
  private readonly provisionings = new Map<EnvironmentPool, Provisioning>();
  /** Of versions that are no more, or are set otherwise, while something still runs in them. */
  private readonly retired = new Set<EnvironmentPool>();

  constructor(
    private readonly options: EnvironmentPoolsOptions,
    /** Called whenever the start of a provisioned environment is over. */
    private readonly settled: () => void,
  ) {}

  /** Of one version, or of one tenant of it; what AWS would have said when it cannot run here. */
  of(fn: LambdaFunction, version: string, tenantId?: string): EnvironmentPool | AwsError {
    if (tenantId !== undefined) return this.found(fn, version, tenantId);
    const known = this.known.get(fn)?.get(version);
    if (known) return known;
    const pool = this.found(fn, version);
    if (pool instanceof EnvironmentPool) this.known.set(fn, (this.known.get(fn) ?? new Map()).set(version, pool));
    return pool;
  }

  private found(fn: LambdaFunction, version: string, tenantId?: string): EnvironmentPool | AwsError {
    const key = poolKey(fn, version, tenantId);
    const known = this.pools.get(key);
    if (known) return known;
    const configuration = configurationOf(fn, version);
    if (!configuration) return awsError('ResourceNotFoundException', 404, `Function not found: ${fn.arn}:${version}`);
    const { driver, journal } = this.options;
    const refusal = driver.refuses(configuration);
    if (refusal !== undefined) {
      journal.append({ kind: 'notEmulated', what: fn.address.path, why: refusal });
      return awsError('InvalidRuntimeException', 502, refusal);
    }
    const runnable = { function: fn, version, configuration, driver, ...(tenantId !== undefined && { tenantId }) };
    const pool = new EnvironmentPool(runnable, this.options);
    this.pools.set(key, pool);
    return pool;
  }

  /**
   * The functions have changed: environments of a version that is gone or set otherwise finish what they run and are then ended
   * (FN-81), and others are kept ready.
   */
  refresh(): void {
    this.known = new WeakMap();
    const functions = this.options.functions();
    const outdated: EnvironmentPool[] = [];
    for (const [key, pool] of this.pools) {
      const { function: before, version, configuration } = pool.runnable;
      const fn = functions.find((each) => each.arn === before.arn);
      if (fn && configurationOf(fn, version) === configuration) continue;
      this.pools.delete(key);
      this.retired.add(pool);
      outdated.push(pool);
    }
    // Before their environments are ended, so that those being started are given up.
    this.provision();
    for (const pool of outdated) void pool.retire().then(() => this.retired.delete(pool));
  }

  /** Starts and gives up provisioned environments until every version has those it asks for (CON-06); does not wait for them. */
  provision(): void {
    const wanted = new Map<EnvironmentPool, number>();
    for (const fn of this.options.functions()) {
      for (const [version, count] of provisionedOf(fn)) {
        const pool = this.of(fn, version);
        if (pool instanceof EnvironmentPool) wanted.set(pool, count);
      }
    }
    if (wanted.size === 0 && this.provisionings.size === 0) return;
    const turn = this.options.turns.begin();
    for (const [pool, provisioning] of this.provisionings) {
      if (wanted.has(pool)) continue;
      provisioning.set(0, turn);
      if (this.retired.has(pool)) this.provisionings.delete(pool);
    }
    for (const [pool, count] of wanted) {
      const known = this.provisionings.get(pool);
      const provisioning = known ?? new Provisioning(pool, this.options, this.options.admission, this.settled);
      this.provisionings.set(pool, provisioning);
      provisioning.set(count, turn);
    }
    turn.end();
  }

  provisioningOf(pool: EnvironmentPool): Provisioning | undefined {
    return this.provisionings.get(pool);
  }

  /** How far the provisioned environments of a version are; undefined when it has none. */
  provisionedStatus(arn: string, version: string): Provisioning['status'] | undefined {
    const pool = this.pools.get(`${arn}:${version}`);
    return pool && this.provisionings.get(pool)?.status;
  }

  /** Settles when no provisioned environment is being started. */
  async ready(): Promise<void> {
    for (const provisioning of this.provisionings.values()) {
      while (provisioning.status.state === 'IN_PROGRESS') await provisioning.progress();
    }
  }

  /** The versions whose provisioned environments are being started, a line each. */
  get starting(): readonly string[] {
    return [...this.provisionings].flatMap(
      ([
        {
          runnable: { function: fn, version },
        },
        { status },
      ]) =>
        status.state === 'IN_PROGRESS'
          ? [`${fn.arn}:${version}: ${status.requested} provisioned environments are being started`]
          : [],
    );
  }

  async stop(): Promise<void> {
    await Promise.all([...this.pools.values(), ...this.retired].map((pool) => pool.stop()));
  }
}

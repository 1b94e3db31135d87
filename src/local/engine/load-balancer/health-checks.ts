import type { HealthCheck, TargetGroup } from '../../../model/load-balancer';
import type { Journal } from '../../journal/journal';
import type { Alarm, Clock } from '../../time/clock';

/** Asks the function of a group; undefined when it answered as it should, otherwise why not. */
export type Probe = (group: CheckedGroup) => Promise<string | undefined>;

export type CheckedGroup = TargetGroup & { readonly functionArn: string; readonly healthCheck: HealthCheck };

interface Standing {
  readonly health: 'initial' | 'healthy' | 'unhealthy';
  /** Results in a row that speak against `health`. */
  readonly against: number;
}

/** What a target is after one more result (ALB-07): new ones need one success, others as many in a row as the group says. */
export function stepped({ health, against }: Standing, passed: boolean, check: HealthCheck): Standing {
  if (health === 'initial' && passed) return { health: 'healthy', against: 0 };
  if (health !== 'initial' && (health === 'healthy') === passed) return { health, against: 0 };
  const needed = passed ? check.healthyCount : check.unhealthyCount;
  if (against + 1 < needed) return { health, against: against + 1 };
  return { health: passed ? 'healthy' : 'unhealthy', against: 0 };
}

/** Whether a status is one of `200,202` or `200-299`. */
export function isAmong(codes: string, status: number): boolean {
  return codes.split(',').some((part) => {
    const [from = Number.NaN, to = from] = part.split('-').map(Number);
    return status >= from && status <= to;
  });
}

/**
 * Checks the targets of groups at their intervals, each check an invocation. What comes of it is told; requests go to an unhealthy
 * function all the same, as it is the only target of its group.
 */
export class HealthChecks {
  private readonly alarms = new Map<string, Alarm>();

  constructor(
    groups: readonly TargetGroup[],
    private readonly clock: Clock,
    private readonly journal: Journal,
    private readonly probe: Probe,
  ) {
    for (const group of groups) if (isChecked(group)) this.next(group, { health: 'initial', against: 0 });
  }

  stop(): void {
    for (const alarm of this.alarms.values()) alarm.cancel();
    this.alarms.clear();
  }

  private next(group: CheckedGroup, standing: Standing): void {
    const at = this.clock.now() + group.healthCheck.intervalSeconds * 1000;
    this.alarms.set(
      group.arn,
      this.clock.wakeAt(at, () => this.check(group, standing)),
    );
  }

  private check(group: CheckedGroup, before: Standing): void {
    const release = this.clock.hold();
    void this.probe(group)
      .then((why) => {
        const standing = stepped(before, why === undefined, group.healthCheck);
        const { address, functionArn } = group;
        if (standing.health !== before.health) {
          const told = { group: address.path, target: functionArn, health: standing.health } as const;
          this.journal.append({ kind: 'targetGroup.health', ...told, ...(why !== undefined && { why }) });
        }
        if (this.alarms.has(group.arn)) this.next(group, standing);
      })
      .finally(release);
  }
}

function isChecked(group: TargetGroup): group is CheckedGroup {
  return group.healthCheck !== undefined && group.functionArn !== undefined;
}

import type { RuleTarget } from '../../../model/event-bus';
import type { EventMatcher } from '../../../model/event-pattern';
import { partitionOf } from '../../../spec/pseudo-parameters';
import type { Instant } from '../../time/clock';

/** In which Region of which account something is. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export interface HeldBus {
  readonly arn: string;
  readonly name: string;
  readonly place: Place;
  readonly created: Instant;
  description?: string;
  readonly tags: Map<string, string>;
  /** By name. */
  readonly rules: Map<string, HeldRule>;
}

export interface HeldRule {
  readonly name: string;
  readonly arn: string;
  readonly bus: HeldBus;
  readonly tags: Map<string, string>;
  /** By id, in the order in which they were put. */
  readonly targets: Map<string, RuleTarget>;
  settings: RuleSettings;
}

export interface RuleSettings {
  readonly enabled: boolean;
  /** JSON text. */
  readonly pattern?: string;
  /** What the pattern comes to. */
  readonly matches?: EventMatcher;
  readonly schedule?: string;
  readonly description?: string;
  readonly roleArn?: string;
}

export const DEFAULT_BUS = 'default';

/** The event buses of a run. */
export class BusStore {
  private readonly held = new Map<string, HeldBus>();

  constructor(private readonly now: () => Instant) {}

  /** In the order of their names; the default bus is always among them. */
  buses(place: Place): readonly HeldBus[] {
    this.bus(place, DEFAULT_BUS);
    const here = [...this.held.values()].filter(
      (bus) => bus.place.account === place.account && bus.place.region === place.region,
    );
    return here.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** By its name, or by its ARN wherever it is. */
  bus(place: Place, nameOrArn: string): HeldBus | undefined {
    const arn = nameOrArn.startsWith('arn:') ? nameOrArn : busArn(place, nameOrArn);
    const found = this.held.get(arn);
    if (found || !arn.endsWith(`:event-bus/${DEFAULT_BUS}`)) return found;
    const [, , , region = '', account = ''] = arn.split(':');
    return this.add({ account, region }, DEFAULT_BUS, arn);
  }

  add(place: Place, name: string, arn = busArn(place, name)): HeldBus {
    const bus: HeldBus = { arn, name, place, created: this.now(), tags: new Map(), rules: new Map() };
    this.held.set(arn, bus);
    return bus;
  }

  remove(bus: HeldBus): void {
    this.held.delete(bus.arn);
  }

  /** Of a rule's ARN. */
  rule(arn: string): HeldRule | undefined {
    for (const bus of this.held.values()) for (const rule of bus.rules.values()) if (rule.arn === arn) return rule;
    return undefined;
  }
}

export function ruleArn(bus: HeldBus, name: string): string {
  const rule = bus.name === DEFAULT_BUS ? name : `${bus.name}/${name}`;
  return bus.arn.replace(/event-bus\/.*$/, `rule/${rule}`);
}

function busArn({ account, region }: Place, name: string): string {
  return `arn:${partitionOf(region).id}:events:${region}:${account}:event-bus/${name}`;
}

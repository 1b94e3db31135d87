import { parameterArn } from '../../../model/parameter';
import type { PARAMETER_TYPES, PARAMETER_VALUE_MAX } from '../../../spec/ssm';
import type { Instant } from '../../time/clock';

/** In which Region of which account something is. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export type ParameterType = (typeof PARAMETER_TYPES)[number];
export type Tier = keyof typeof PARAMETER_VALUE_MAX;

/** What a version of a parameter says, and may have from the one before it. */
export interface ParameterSettings {
  readonly type: ParameterType;
  /** Of a SecureString, too, as it was given. */
  readonly value: string;
  readonly tier: Tier;
  readonly dataType: string;
  readonly description?: string;
  readonly allowedPattern?: string;
  /** Of a SecureString. */
  readonly keyId?: string;
}

export interface ParameterVersion extends ParameterSettings {
  readonly version: number;
  readonly modified: Instant;
  /** The ARN of who made it. */
  readonly modifiedBy: string;
  labels: readonly string[];
}

export interface HeldParameter {
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  readonly tags: Map<string, string>;
  /** The oldest first; never none. */
  readonly versions: [ParameterVersion, ...ParameterVersion[]];
}

/** The parameters of a run. */
export class ParameterStore {
  /** By ARN. */
  private readonly held = new Map<string, HeldParameter>();

  constructor(private readonly now: () => Instant) {}

  /** A name of one part may begin with a slash or not. */
  named(place: Place, name: string): HeldParameter | undefined {
    return this.held.get(parameterArn(place, name));
  }

  /** In the order of their names. */
  all({ account, region }: Place): readonly HeldParameter[] {
    const here = [...this.held.values()].filter(({ place }) => place.account === account && place.region === region);
    return here.sort(byName);
  }

  add({ account, region }: Place, name: string, settings: ParameterSettings, by: string): HeldParameter {
    const place = { account, region };
    const arn = parameterArn(place, name);
    const parameter: HeldParameter = { name, arn, place, tags: new Map(), versions: [this.version(1, settings, by)] };
    this.held.set(arn, parameter);
    return parameter;
  }

  change({ versions }: HeldParameter, settings: ParameterSettings, by: string): void {
    versions.push(this.version(latest({ versions }).version + 1, settings, by));
  }

  remove({ arn }: HeldParameter): void {
    this.held.delete(arn);
  }

  private version(version: number, settings: ParameterSettings, modifiedBy: string): ParameterVersion {
    return { ...settings, version, modified: this.now(), modifiedBy, labels: [] };
  }
}

export function latest({ versions }: Pick<HeldParameter, 'versions'>): ParameterVersion {
  return versions.at(-1) ?? versions[0];
}

function byName(one: HeldParameter, other: HeldParameter): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}

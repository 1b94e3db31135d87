import { UNLABELED_VERSIONS } from '../../../spec/secrets-manager';
import type { Instant } from '../../time/clock';

/** In which Region of which account something is. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Text or bytes, as it was given. */
export type SecretValue = { readonly text: string } | { readonly bytes: Uint8Array };

export interface HeldVersion {
  readonly id: string;
  readonly value: SecretValue;
  readonly created: Instant;
  /** Labels, each of which one version of the secret has at most. */
  readonly stages: Set<string>;
  accessed?: Instant;
}

export interface HeldSecret {
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  readonly created: Instant;
  readonly tags: Map<string, string>;
  /** By id, the oldest first. */
  readonly versions: Map<string, HeldVersion>;
  changed: Instant;
  accessed?: Instant;
  description?: string;
  kmsKeyId?: string;
  /** When it is gone for good, once it is marked for deletion. */
  deletedAt?: Instant;
}

export const CURRENT = 'AWSCURRENT';
const PENDING = 'AWSPENDING';
const PREVIOUS = 'AWSPREVIOUS';

/** A hyphen and six characters, which AWS puts behind the name. */
const SUFFIX = /-[a-zA-Z0-9]{6}$/;

/** The secrets of a run. */
export class SecretStore {
  /** By ARN. */
  private readonly held = new Map<string, HeldSecret>();

  constructor(private readonly now: () => Instant) {}

  /** By name, by ARN, or by an ARN without its last six characters, which is not looked for if it looks like a whole one. */
  find(id: string, place: Place): HeldSecret | undefined {
    if (!id.startsWith('arn:')) return this.all(place).find(({ name }) => name === id);
    const whole = this.held.get(id);
    if (whole) return this.isThere(whole) ? whole : undefined;
    const [, , service, region = '', account = '', kind, ...name] = id.split(':');
    if (service !== 'secretsmanager' || kind !== 'secret' || SUFFIX.test(id)) return undefined;
    return this.all({ account, region }).find((secret) => secret.name === name.join(':'));
  }

  /** In the order in which they were made; also those that are marked for deletion. */
  all({ account, region }: Place): readonly HeldSecret[] {
    return [...this.held.values()].filter(
      (secret) => secret.place.account === account && secret.place.region === region && this.isThere(secret),
    );
  }

  add(place: Place, name: string, arn: string): HeldSecret {
    const now = this.now();
    const { account, region } = place;
    const secret: HeldSecret = {
      ...{ name, arn, place: { account, region }, created: now, changed: now },
      ...{ tags: new Map(), versions: new Map() },
    };
    this.held.set(arn, secret);
    return secret;
  }

  remove({ arn }: HeldSecret): void {
    this.held.delete(arn);
  }

  /** A new version of a secret; the first one is always the current one, too. */
  addVersion(secret: HeldSecret, id: string, value: SecretValue, stages: readonly string[]): HeldVersion {
    const version: HeldVersion = { id, value, created: this.now(), stages: new Set() };
    const isFirst = secret.versions.size === 0;
    secret.versions.set(id, version);
    // Whoever was promoted out of a rotation is not pending any more, once a new one is current.
    if (stages.includes(CURRENT)) labeled(secret, CURRENT)?.stages.delete(PENDING);
    for (const stage of isFirst ? [CURRENT, ...stages] : stages) label(secret, stage, version);
    secret.changed = this.now();
    forgetUnlabeled(secret);
    return version;
  }

  private isThere(secret: HeldSecret): boolean {
    if (secret.deletedAt === undefined || secret.deletedAt > this.now()) return true;
    this.remove(secret);
    return false;
  }
}

export function labeled(secret: HeldSecret, stage: string): HeldVersion | undefined {
  return [...secret.versions.values()].find(({ stages }) => stages.has(stage));
}

/** Moves a label to a version; that which was current until now is the previous one. */
export function label(secret: HeldSecret, stage: string, version: HeldVersion): void {
  const before = labeled(secret, stage);
  if (before === version) return;
  before?.stages.delete(stage);
  version.stages.add(stage);
  if (stage !== CURRENT || !before) return;
  labeled(secret, PREVIOUS)?.stages.delete(PREVIOUS);
  before.stages.add(PREVIOUS);
}

function forgetUnlabeled({ versions }: HeldSecret): void {
  const unlabeled = [...versions.values()].filter(({ stages }) => stages.size === 0);
  for (const { id } of unlabeled.slice(0, Math.max(0, unlabeled.length - UNLABELED_VERSIONS))) versions.delete(id);
}

import type { ResourceAddress } from '../model/address';
import { partitionOf } from '../spec/pseudo-parameters';
import { opened } from './intrinsics/evaluate';
import type { Evaluation, Scope } from './intrinsics/scope';
import { isList, isObject, type Json, member, shown, textMember } from './json';
import { madeUpId, madeUpName, madeUpUuid } from './made-up';
import type { Facts } from './resource-values/facts';
import { Unresolved } from './unresolved';

/** What a resource asks of the stack that it stands in. */
export interface Home extends Scope {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Folder of the assembly. */
  readonly directory: string;
  readonly evaluation: Evaluation;
  /** Evaluates, and puts values in the place of dynamic references. */
  resolve(value: Json | undefined): Json | undefined;
  /** The value with every `Fn::If` around it decided. */
  decide(value: Json): Json | undefined;
  /** Whether the app does not say which account, or Region, the stack is for. */
  readonly isForAnyAccount: boolean;
  readonly isForAnyRegion: boolean;
  /** Which of its function's versions, or of its layer's, the resource is. */
  ordinalOf(resource: Resource): string;
}

/** A resource of a template. What its properties come to is worked out when it is asked for; `Unresolved` tells what cannot be had. */
export class Resource implements Facts {
  readonly type: string;
  readonly address: ResourceAddress;
  /** By the most characters that they may have. */
  private readonly properties: Json | undefined;
  private madeUpNames: Map<number, string> | undefined;

  constructor(
    readonly home: Home,
    readonly logicalId: string,
    private readonly body: Json | undefined,
    path: string,
  ) {
    this.type = textMember(body, 'Type') ?? '';
    this.properties = member(body, 'Properties');
    this.address = { stack: home.id, logicalId, path };
  }

  get account(): string {
    return this.home.account;
  }

  get region(): string {
    return this.home.region;
  }

  get partition(): string {
    return partitionOf(this.region).id;
  }

  get urlSuffix(): string {
    return partitionOf(this.region).urlSuffix;
  }

  /** Without a condition, it exists. */
  get isConditional(): boolean {
    return member(this.body, 'Condition') !== undefined;
  }

  /** False when its condition is. */
  exists(): boolean {
    const condition = textMember(this.body, 'Condition');
    return condition === undefined || this.home.condition(condition);
  }

  get dependsOn(): readonly string[] {
    const named = member(this.body, 'DependsOn');
    return (isList(named) ? named : [named]).filter((name) => typeof name === 'string');
  }

  get updatePolicy(): Json | undefined {
    return member(this.body, 'UpdatePolicy');
  }

  metadata(name: string): string | undefined {
    return textMember(member(this.body, 'Metadata'), name);
  }

  /** The properties as the template writes them. */
  get written(): Json | undefined {
    return this.properties;
  }

  /** Whether the template has the property, whatever its value. */
  has(property: string): boolean {
    return member(this.properties, property) !== undefined;
  }

  /** A property as the template writes it, once the `Fn::If`s around it are decided. */
  open(...path: string[]): Json | undefined {
    let found = this.properties;
    for (const [depth, name] of path.entries()) {
      if (depth > 0 && !isObject(found)) throw wrongKind(path.slice(0, depth), found, 'an object');
      found = opened(member(found, name), this.home.evaluation);
      if (found === undefined) return undefined;
    }
    return found;
  }

  value(...path: string[]): Json | undefined {
    const written = this.open(...path);
    return written === undefined ? undefined : this.home.resolve(written);
  }

  text(...path: string[]): string | undefined {
    const value = this.value(...path);
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw wrongKind(path, value, 'text');
  }

  /** A number may also be written as text. */
  number(...path: string[]): number | undefined {
    const written = this.text(...path);
    if (written === undefined) return undefined;
    const value = Number(written);
    if (written.trim() === '' || !Number.isFinite(value)) throw wrongKind(path, written, 'a number');
    return value;
  }

  flag(...path: string[]): boolean | undefined {
    const written = this.text(...path)?.toLowerCase();
    if (written === undefined) return undefined;
    if (written !== 'true' && written !== 'false') throw wrongKind(path, written, 'true or false');
    return written === 'true';
  }

  texts(...path: string[]): readonly string[] | undefined {
    const value = this.value(...path);
    if (value === undefined) return undefined;
    if (isList(value) && value.every((each) => typeof each === 'string')) return value;
    throw wrongKind(path, value, 'a list of texts');
  }

  /** Text that Lambda takes only from a few. */
  oneOf<T extends string>(allowed: readonly T[], ...path: string[]): T | undefined {
    return among(allowed, this.text(...path), path);
  }

  /** A property that is written out as text, so that nothing has to be evaluated for it. */
  literal(...path: string[]): string | undefined {
    let found = this.properties;
    for (const name of path) found = member(found, name);
    return typeof found === 'string' && !found.includes('{{resolve:') ? found : undefined;
  }

  required(...path: string[]): string {
    const written = this.text(...path);
    if (written === undefined || written === '') throw new Unresolved('PROPERTY_INVALID', `${path.join('.')} is missing`);
    return written;
  }

  named(property: string, limit = 255): string {
    const given = this.text(property);
    if (given !== undefined) return given;
    this.madeUpNames ??= new Map();
    const madeUp = this.madeUpNames.get(limit) ?? madeUpName(this.home.name, this.logicalId, this.seed(''), limit);
    this.madeUpNames.set(limit, madeUp);
    return madeUp;
  }

  madeUp(length: number, alphabet: Parameters<Facts['madeUp']>[1] = 'lower', purpose = ''): string {
    return madeUpId(this.seed(purpose), length, alphabet);
  }

  uuid(purpose = ''): string {
    return madeUpUuid(this.seed(purpose));
  }

  arn(service: string, resource: string, region = this.region, account = this.account): string {
    return `arn:${this.partition}:${service}:${region}:${account}:${resource}`;
  }

  ordinal(): string {
    return this.home.ordinalOf(this);
  }

  stored(parameterName: string): Json {
    return this.home.resolve(`{{resolve:ssm:${parameterName}}}`) ?? '';
  }

  private seed(purpose: string): string {
    return `${this.home.id}/${this.logicalId}/${purpose}`;
  }
}

export function wrongKind(path: readonly string[], value: Json | undefined, wanted: string): Unresolved {
  return new Unresolved('PROPERTY_INVALID', `${path.join('.')} must be ${wanted}, not ${shown(value)}`);
}

/** The text, when it is one of those allowed. */
export function among<T extends string>(
  allowed: readonly T[],
  written: string | undefined,
  path: readonly string[],
): T | undefined {
  const found = allowed.find((each) => each === written);
  if (written !== undefined && found === undefined) throw wrongKind(path, written, allowed.join(' or '));
  return found;
}

import { UNKNOWN, type Value } from '../model/declared';
import { Undecided } from './undecided';

/** A part of a resource's properties. Reading what is not known before the deployment throws `Undecided`; what is absent is undefined. */
export class Part {
  constructor(
    private readonly contents: Value | undefined,
    /** As in a template: `Properties.VpcConfig.SubnetIds.0`. */
    readonly property: string,
    /** The construct path of the resource. */
    readonly owner: string,
  ) {}

  /** Whether the template gives it, known or not. */
  has(...path: string[]): boolean {
    return this.at(path) !== undefined;
  }

  /** Whether it is given and known, but for parts of it. */
  isKnown(...path: string[]): boolean {
    const found = this.at(path);
    return found !== undefined && unknown(found) === undefined;
  }

  value(...path: string[]): Value | undefined {
    const found = this.at(path);
    const why = unknown(found);
    if (why !== undefined) throw new Undecided(`${this.owner}, ${this.below(path)}`, why);
    return found;
  }

  /** Numbers and flags as CloudFormation would write them. */
  text(...path: string[]): string | undefined {
    const found = this.value(...path);
    return found === undefined || found === null || typeof found === 'object' ? undefined : String(found);
  }

  /** Also when it is written as text; undefined when it is no number. */
  number(...path: string[]): number | undefined {
    const written = this.text(...path);
    const found = written === undefined || written.trim() === '' ? Number.NaN : Number(written);
    return Number.isFinite(found) ? found : undefined;
  }

  flag(...path: string[]): boolean | undefined {
    const written = this.text(...path)?.toLowerCase();
    return written === 'true' ? true : written === 'false' ? false : undefined;
  }

  /** The texts of a list; empty when there is none. */
  texts(...path: string[]): readonly string[] {
    return this.parts(...path).flatMap((part) => part.text() ?? []);
  }

  /** What stands there, to read on from; nothing of it when it is absent. */
  part(...path: string[]): Part {
    return new Part(this.at(path), this.below(path), this.owner);
  }

  /** The members of a list; none when there is no list. One that stands alone is a list of one, as CloudFormation takes it. */
  parts(...path: string[]): readonly Part[] {
    const found = this.value(...path);
    if (found === undefined || found === null) return [];
    const below = this.below(path);
    if (!Array.isArray(found)) return [new Part(found, below, this.owner)];
    return found.map((each, i) => new Part(each, `${below}.${i}`, this.owner));
  }

  /** The members of an object by name; none when there is no object. */
  members(...path: string[]): readonly (readonly [string, Part])[] {
    const found = this.value(...path);
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return [];
    const below = this.below(path);
    return Object.entries(found).map(([name, each]) => [name, new Part(each, `${below}.${name}`, this.owner)]);
  }

  private at(path: readonly string[]): Value | undefined {
    let found = this.contents;
    for (const name of path) {
      // What is inside of something unknown is unknown as well.
      if (unknown(found) !== undefined) return found;
      if (typeof found !== 'object' || found === null) return undefined;
      const member = (found as Record<string, Value>)[name];
      // What every object has by itself is not of the template.
      found = member !== undefined && Object.hasOwn(found, name) ? member : undefined;
    }
    return found;
  }

  private below(path: readonly string[]): string {
    return [this.property, ...path].join('.');
  }
}

/** Why the value is not known; undefined when it is. */
function unknown(value: Value | undefined): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const why = (value as Record<string, Value>)[UNKNOWN];
  return why === undefined ? undefined : typeof why === 'object' ? JSON.stringify(why) : String(why);
}

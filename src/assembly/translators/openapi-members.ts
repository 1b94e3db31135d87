import { isList, type Json, member } from '../json';
import { wrongKind } from '../resource';
import { plainFlag, plainNumber, plainText } from './json-values';

/** Members of an object of the document; one that is there and is of another kind throws. */
export class OpenApiMembers {
  constructor(
    private readonly given: Json | undefined,
    /** What the object is called in sentences. */
    private readonly name: string,
  ) {}

  has(name: string): boolean {
    return member(this.given, name) !== undefined;
  }

  text(name: string): string | undefined {
    return this.read(name, plainText, 'text');
  }

  /** Numbers may be written as text, as in templates. */
  number(name: string): number | undefined {
    return this.read(name, plainNumber, 'a number');
  }

  flag(name: string): boolean | undefined {
    return this.read(name, plainFlag, 'true or false');
  }

  texts(name: string): readonly string[] | undefined {
    const textsOnly = (value: Json) => (isList(value) && value.every((each) => typeof each === 'string') ? value : undefined);
    return this.read(name, textsOnly, 'a list of texts');
  }

  private read<T>(name: string, kind: (value: Json) => T | undefined, wanted: string): T | undefined {
    const value = member(this.given, name);
    if (value === undefined) return undefined;
    const found = kind(value);
    if (found === undefined) throw wrongKind([this.name, name], value, wanted);
    return found;
  }
}

/** A version such as `1.0`, which documents may write as a number. */
export function payloadFormat(members: OpenApiMembers, name: string): '1.0' | '2.0' | undefined {
  const written = members.text(name);
  if (written === undefined) return undefined;
  if (Number(written) === 1) return '1.0';
  if (Number(written) === 2) return '2.0';
  throw wrongKind([name], written, '1.0 or 2.0');
}

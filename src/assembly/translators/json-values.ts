import { isList, isObject, type Json, member, textFrom } from '../json';
import { wrongKind } from '../resource';

/** An object's members as texts; none when it is no object. */
export function textsByName(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  const found = Object.entries(value).flatMap(([name, each]) => {
    if (each === undefined || each === null) return [];
    return [[name, textFrom(each)] as const];
  });
  return Object.fromEntries(found);
}

/** As texts and numbers stand in templates; undefined for anything else. */
export function plainText(value: Json | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Templates may write numbers as text. */
export function plainNumber(value: Json | undefined): number | undefined {
  const text = plainText(value);
  return text === undefined || text.trim() === '' || !Number.isFinite(Number(text)) ? undefined : Number(text);
}

/** A member that is a number where it is there; throws when it is something else. */
export function numberIn(given: Json | undefined, name: string): number | undefined {
  const value = member(given, name);
  const found = plainNumber(value);
  if (value !== undefined && found === undefined) throw wrongKind([name], value, 'a number');
  return found;
}

/** Templates may write booleans as text. */
export function plainFlag(value: Json | undefined): boolean | undefined {
  const text = plainText(value)?.toLowerCase();
  return text === 'true' || text === 'false' ? text === 'true' : undefined;
}

export function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

/** The texts of a list. */
export function plainTexts(value: Json | undefined): readonly string[] {
  return listOf(value).flatMap((each) => plainText(each) ?? []);
}

import { PASSWORD_LENGTH, PASSWORD_PUNCTUATION } from '../spec/secrets-manager';

/** As `GetRandomPassword` and `GenerateSecretString` have them. */
export interface PasswordOptions {
  readonly PasswordLength?: number | undefined;
  readonly ExcludeCharacters?: string | undefined;
  readonly ExcludeNumbers?: boolean | undefined;
  readonly ExcludePunctuation?: boolean | undefined;
  readonly ExcludeUppercase?: boolean | undefined;
  readonly ExcludeLowercase?: boolean | undefined;
  readonly IncludeSpace?: boolean | undefined;
  /** @default true */
  readonly RequireEachIncludedType?: boolean | undefined;
}

/** What Secrets Manager says of options that lead to no password. */
export const PASSWORD_FLAWS = {
  noneOfType: 'All characters of the desired type have been excluded.',
  none: 'All characters have been excluded from selection.',
  tooShort: 'Password length is too short based on the required types.',
} as const;

const LOWER = 'abcdefghijklmnopqrstuvwxyz';

/** A password as Secrets Manager makes them; `fraction` is drawn once a character, and once more where each type is required. */
export function randomPassword(
  options: PasswordOptions,
  fraction: () => number,
): string | { readonly flaw: keyof typeof PASSWORD_FLAWS } {
  const { PasswordLength: length = PASSWORD_LENGTH.usual, ExcludeCharacters = '', RequireEachIncludedType = true } = options;
  const excluded = new Set(ExcludeCharacters);
  const left = (characters: string) => [...characters].filter((each) => !excluded.has(each));
  const types = [
    ...(options.ExcludeLowercase ? [] : [LOWER]),
    ...(options.ExcludeUppercase ? [] : [LOWER.toUpperCase()]),
    ...(options.ExcludeNumbers ? [] : ['0123456789']),
    ...(options.ExcludePunctuation ? [] : [PASSWORD_PUNCTUATION]),
  ].map(left);
  const all = [...types.flat(), ...(options.IncludeSpace ? left(' ') : [])];
  const required = RequireEachIncludedType ? types : [];
  if (required.some((type) => type.length === 0)) return { flaw: 'noneOfType' };
  if (all.length === 0) return { flaw: 'none' };
  if (required.length > length) return { flaw: 'tooShort' };
  const pick = <T>(from: readonly T[]) => from[Math.floor(fraction() * from.length)] as T;
  const password = Array.from({ length }, () => pick(all));
  // One of each type, wherever it falls.
  const free = password.map((_, at) => at);
  for (const type of required) {
    const [at] = free.splice(Math.floor(fraction() * free.length), 1);
    password[at as number] = pick(type);
  }
  return password.join('');
}

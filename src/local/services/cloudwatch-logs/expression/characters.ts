/** One place for each character of ASCII, and one for all others: 1 where a character is among them. */
export type Characters = Readonly<Uint8Array>;

const ASCII = 128;

/** The place of a character by its code. */
export const placeOf = (code: number): number => (code < ASCII ? code : ASCII);

export const PLACES = ASCII + 1;

export function charactersOf(takes: (character: string) => boolean, others = false): Characters {
  const characters = new Uint8Array(PLACES).map((_, code) => Number(takes(String.fromCharCode(code))));
  characters[ASCII] = Number(others);
  return characters;
}

export const only = (character: string): Characters => charactersOf((other) => other === character);

export const inverse = (characters: Characters): Characters => characters.map((taken) => 1 - taken);

export const united = (all: readonly Characters[]): Characters =>
  new Uint8Array(PLACES).map((_, place) => Number(all.some((characters) => characters[place] === 1)));

/** `.`: anything but the end of a line. */
export const ANY = charactersOf((character) => character !== '\n' && character !== '\r', true);

const DIGIT = charactersOf((character) => /\d/.test(character));
const BLANK = charactersOf((character) => /\s/.test(character));
const WORD = charactersOf((character) => /\w/.test(character));

/** What stands behind a backslash for several characters. */
export const CLASSES: ReadonlyMap<string, Characters> = new Map([
  ...[['d', DIGIT] as const, ['s', BLANK] as const, ['w', WORD] as const],
  ...[['D', inverse(DIGIT)] as const, ['S', inverse(BLANK)] as const, ['W', inverse(WORD)] as const],
]);

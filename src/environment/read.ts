import type { Variable } from './variable';

/** What the text says; tells the problem when it is not what it must be. */
export function read({ words, read }: Variable<unknown, never>, text: string, tell: (problem: string) => void): unknown {
  let why = '';
  try {
    const value = read(text);
    if (value !== undefined) return value;
  } catch (error) {
    why = ` (${(error as Error).message})`;
  }
  tell(`must be ${words}${why}`);
  return undefined;
}

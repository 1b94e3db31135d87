import { type Kind, variable } from './variable';

export interface TextOptions {
  /**
   * The fewest characters.
   *
   * @default 1
   */
  readonly minLength?: number;
  /**
   * The most characters.
   *
   * @default - as many as Lambda takes: 4 KB for all variables together
   */
  readonly maxLength?: number;
  /**
   * What the text must match.
   *
   * @default - any text
   */
  readonly pattern?: RegExp;
}

/** Any text, but not an empty one unless `minLength` is 0. */
export const text: Kind<string, TextOptions> = (options: TextOptions = {}) => {
  const { minLength = 1, maxLength = Infinity, pattern } = options;
  const length = maxLength === Infinity ? `at least ${minLength}` : `${minLength} to ${maxLength}`;
  return variable(
    `a text of ${length} characters${pattern ? ` that matches ${pattern}` : ''}`,
    // Not `test`, which with the flag `g` goes on where it ended the last time.
    (it) => (it.length >= minLength && it.length <= maxLength && (!pattern || it.search(pattern) >= 0) ? it : undefined),
    options,
  );
};

/**
 * One environment variable: how its text is read, and what may be given for it.
 *
 * `Read` is what the handler gets, `Given` what the app may give, and `MayBeLeftOut` whether the app need not give it.
 */
export interface Variable<Read, Given = Read, MayBeLeftOut extends boolean = boolean> {
  /** What the text has to be, to come after «must be». */
  readonly words: string;
  /** Gives `undefined`, or throws, when the text is not that. */
  readonly read: (text: string) => Read | undefined;
  /** What the handler gets when the variable is not set; absent when it must be set. */
  readonly fallback?: { readonly value: Read };
  /** Makes a text of what is given; absent when it is as it prints. */
  readonly write?: (given: Given) => string;
  /** Only for the compiler. */
  readonly _types?: { readonly read: Read; readonly given: (given: Given) => void; readonly mayBeLeftOut: MayBeLeftOut };
}

/** What makes variables of a kind. With `default` the variable may be left out. */
export interface Kind<Read, Options, Given = Read> {
  (options: Options & WithDefault<Read>): Variable<Read, Given, true>;
  (options?: Options & WithoutDefault): Variable<Read, Given, false>;
}

/** For a variable that may be left out. */
export interface WithDefault<Read> {
  /** What the handler gets when the variable is not set. It is part of the handler, and does not stand in the template. */
  readonly default: Read;
}

/** For a variable that must be given. */
export interface WithoutDefault {
  readonly default?: never;
}

/** Makes a variable, which may be left out when the options have a default. */
export function variable<Read, Given>(
  words: string,
  read: (text: string) => Read | undefined,
  options: object,
  write?: (given: Given) => string,
): Variable<Read, Given, never> {
  return { words, read, write, fallback: 'default' in options ? { value: options.default as Read } : undefined };
}

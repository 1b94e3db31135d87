import { type Kind, variable } from './variable';

/** A range, both ends included. */
export interface NumberOptions {
  /**
   * The lowest number.
   *
   * @default - any; 0 for `seconds`
   */
  readonly min?: number;
  /**
   * The highest number.
   *
   * @default - any
   */
  readonly max?: number;
}

/** A number, with or without a fraction. */
export const number: Kind<number, NumberOptions> = (options: NumberOptions = {}) => numeric('a number', Number.isFinite, options);

/** A whole number. */
export const integer: Kind<number, NumberOptions> = (options: NumberOptions = {}) =>
  numeric('a whole number', Number.isSafeInteger, options);

/** What a `Duration` of aws-cdk-lib is. */
export interface InSeconds {
  toSeconds(): number;
}

/**
 * A time in whole seconds, as a number; not below 0 unless `min` says so.
 *
 * The app may give a number of seconds, or a `Duration` of aws-cdk-lib.
 */
export const seconds: Kind<number, NumberOptions, number | InSeconds> = (options: NumberOptions = {}) =>
  numeric<number | InSeconds>('a whole number of seconds', Number.isSafeInteger, { min: 0, ...options }, (it) =>
    String(typeof it === 'number' ? it : it.toSeconds()),
  );

function numeric<Given = number>(
  what: string,
  isRight: (it: number) => boolean,
  options: NumberOptions,
  write?: (given: Given) => string,
) {
  const { min = -Infinity, max = Infinity } = options;
  return variable<number, Given>(
    `${what}${min > -Infinity ? ` from ${min}` : ''}${max < Infinity ? ` up to ${max}` : ''}`,
    (it) => {
      const value = /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(it) ? Number(it) : NaN;
      return isRight(value) && value >= min && value <= max ? value : undefined;
    },
    options,
    write,
  );
}

/** A number that a double would change: 9007199254740993. Equal only to the same number, and not comparable (PAT-11). */
export class ExactNumber {
  constructor(
    /** Digits and exponent, the same for all ways to write the number. */
    readonly canonical: string,
    readonly written: string,
  ) {}
}

const NUMBER = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** A number as JSON writes it. */
export function exactNumber(written: string): number | ExactNumber {
  const double = Number(written);
  const canonical = canonicalOf(written);
  return Number.isFinite(double) && canonicalOf(String(double)) === canonical ? double : new ExactNumber(canonical, written);
}

function canonicalOf(written: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(written) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return `${sign}${significant}e${power}`;
}

import { NUMBER } from '../../../spec/dynamodb/limits';

/** A number with all its digits: `coefficient` × 10^`exponent`. The coefficient does not end in a zero, unless it is zero. */
export interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

const FORM = /^([+-]?)(?=\.?\d)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;
const ZERO: Decimal = { coefficient: 0n, exponent: 0 };

/** Undefined for what is no number. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = '', power = '0'] = FORM.exec(text) ?? [];
  if (sign === undefined) return undefined;
  return decimalOf(sign === '-', whole + fraction, Number(power) - fraction.length);
}

/** Of a number that is known to be one. */
export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (!parsed) throw new Error(`bug: ${text} is no number`);
  return parsed;
}

/** Why DynamoDB does not keep it, in DynamoDB's words; undefined when it does. */
export function numberFlaw(value: Decimal): string | undefined {
  if (value.coefficient === 0n) return undefined;
  const power = powerOf(value);
  if (power > NUMBER.largestPower) {
    return 'Number overflow. Attempting to store a number with magnitude larger than supported range';
  }
  if (power < NUMBER.smallestPower) {
    return 'Number underflow. Attempting to store a number with magnitude smaller than supported range';
  }
  const digits = digitsOf(value).length;
  return digits > NUMBER.digits ? 'Attempting to store more than 38 significant digits in a Number' : undefined;
}

/** Without a power of ten. */
export function decimalText(value: Decimal): string {
  const digits = digitsOf(value);
  const sign = value.coefficient < 0n ? '-' : '';
  if (value.exponent >= 0) return sign + digits + '0'.repeat(value.exponent);
  const point = digits.length + value.exponent;
  return point > 0 ? `${sign}${digits.slice(0, point)}.${digits.slice(point)}` : `${sign}0.${'0'.repeat(-point)}${digits}`;
}

export function sum(one: Decimal, other: Decimal): Decimal {
  const exponent = Math.min(one.exponent, other.exponent);
  const scaled = ({ coefficient, exponent: own }: Decimal) => coefficient * 10n ** BigInt(own - exponent);
  const total = scaled(one) + scaled(other);
  return decimalOf(total < 0n, String(total < 0n ? -total : total), exponent);
}

export function negated({ coefficient, exponent }: Decimal): Decimal {
  return { coefficient: -coefficient, exponent };
}

/** Texts that sort as the numbers do. */
export function orderOfDecimal(value: Decimal): string {
  if (value.coefficient === 0n) return '1';
  const digits = digitsOf(value);
  const power = powerOf(value) - NUMBER.smallestPower;
  if (value.coefficient > 0n) return `2${String(power).padStart(3, '0')}${digits}`;
  const mirrored = digits.replace(/\d/g, (digit) => String(9 - Number(digit)));
  // The end sorts behind every digit: of two negative numbers, the one with more digits is smaller.
  return `0${String(999 - power).padStart(3, '0')}${mirrored}~`;
}

/** About as many bytes as DynamoDB counts: one for two digits, one more, and one for a minus. */
export function decimalSize(value: Decimal): number {
  if (value.coefficient === 0n) return 1;
  return 1 + Math.ceil(digitsOf(value).length / 2) + (value.coefficient < 0n ? 1 : 0);
}

function decimalOf(isNegative: boolean, digits: string, exponent: number): Decimal {
  const significant = digits.replace(/^0+/, '');
  const short = significant.replace(/0+$/, '');
  if (short === '') return ZERO;
  const coefficient = BigInt(short);
  return { coefficient: isNegative ? -coefficient : coefficient, exponent: exponent + significant.length - short.length };
}

function digitsOf({ coefficient }: Decimal): string {
  return String(coefficient < 0n ? -coefficient : coefficient);
}

/** Of the first digit. */
function powerOf(value: Decimal): number {
  return digitsOf(value).length - 1 + value.exponent;
}

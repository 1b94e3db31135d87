import type { Comparison, Operation } from './syntax';
import { isEqual, isNumber, textOf, type Value } from './values';

/** A sum with a text in it is a text; null where Velocity finds no result, as of a division by zero. */
export function calculated(by: Operation, left: Value, right: Value): Value {
  if (by === '+' && (typeof left === 'string' || typeof right === 'string')) return textOf(left) + textOf(right);
  if (!isNumber(left) || !isNumber(right)) return null;
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    if (right === 0n && (by === '/' || by === '%')) return null;
    return WHOLE[by](left, right);
  }
  return DOUBLE[by](Number(left), Number(right));
}

export function isCompared(by: Comparison, left: Value, right: Value): boolean {
  if (by === '==') return isEqual(left, right);
  if (by === '!=') return !isEqual(left, right);
  if (!isNumber(left) || !isNumber(right)) return false;
  return by === '<' ? left < right : by === '<=' ? left <= right : by === '>' ? left > right : left >= right;
}

/** 64 bits, as Java's long. */
const WHOLE: Readonly<Record<Operation, (left: bigint, right: bigint) => bigint>> = {
  '+': (left, right) => BigInt.asIntN(64, left + right),
  '-': (left, right) => BigInt.asIntN(64, left - right),
  '*': (left, right) => BigInt.asIntN(64, left * right),
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

const DOUBLE: Readonly<Record<Operation, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

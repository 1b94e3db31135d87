import type { FindingCode } from '../finding-codes';
import { isList, type Json, shown } from '../json';
import { Unresolved } from '../unresolved';
import type { Evaluation } from './scope';

/** No value of a template is longer: CloudFormation takes templates of at most 1 MB. */
const LONGEST_TEXT = 1024 * 1024;

export function invalid(message: string, code: FindingCode = 'INTRINSIC_INVALID'): Unresolved {
  return new Unresolved(code, message);
}

/** The elements of an argument that must be a list with this many, or at least this many. */
export function elements(argument: Json | undefined, name: string, least: number, most = least): readonly Json[] {
  if (isList(argument) && argument.length >= least && argument.length <= most) return argument;
  const count = least === most ? `${least}` : `${least} to ${most}`;
  throw invalid(`${name} takes a list of ${count}, not ${shown(argument)}`);
}

/** Evaluated, and as CloudFormation writes it where text is wanted. */
export function text(value: Json | undefined, name: string, context: Evaluation): string {
  return asText(context.evaluate(value), name);
}

export function asText(value: Json | undefined, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw invalid(`${name} takes text, not ${shown(value)}`);
}

export function list(value: Json | undefined, name: string, context: Evaluation): readonly Json[] {
  const evaluated = context.evaluate(value);
  if (isList(evaluated)) return evaluated;
  throw invalid(`${name} takes a list, not ${shown(evaluated)}`);
}

export function wholeNumber(value: Json | undefined, name: string, context: Evaluation): number {
  const written = text(value, name, context);
  if (/^\d{1,9}$/.test(written.trim())) return Number(written);
  throw invalid(`${name} takes a whole number, not ${shown(written)}`);
}

/** Keeps values that double themselves from filling the memory. */
export function withinReason(value: string, name: string): string {
  if (value.length <= LONGEST_TEXT) return value;
  throw invalid(`${name} makes a text of more than ${LONGEST_TEXT} characters`, 'VALUE_TOO_LARGE');
}

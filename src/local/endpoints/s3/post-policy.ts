import { type AwsError, awsError } from '../../engine/aws-error';
import { fieldOf, type PostedForm } from './form';

/** What the signer of a form lets whoever has it send. */
export interface PostPolicy {
  /** Milliseconds since 1970. */
  readonly expiration: number;
  readonly conditions: readonly Condition[];
}

type Condition =
  | { readonly kind: 'eq' | 'starts-with'; readonly field: string; readonly value: string; readonly written: string }
  | { readonly kind: 'range'; readonly min: number; readonly max: number }
  /** It has the form of a condition, and nothing meets it. */
  | { readonly kind: 'never'; readonly written: string };

/** Fields that no condition must be about. */
const UNCOVERED = /^(?:policy|x-amz-signature|signature|awsaccesskeyid|x-ignore-.*)$/;

/** Fails as S3 does with a document that is no policy. */
export function readPolicy(base64: string): PostPolicy | AwsError {
  try {
    return policyOf(JSON.parse(Buffer.from(base64, 'base64').toString()));
  } catch (error) {
    if (error instanceof SyntaxError) return invalid('Invalid JSON.');
    if (error instanceof Flaw) return invalid(error.message);
    throw error;
  }
}

/** Why the form is not what its signer has allowed; conditions count in their order, then fields that none is about. */
export function policyRefusal({ conditions }: PostPolicy, form: PostedForm): AwsError | undefined {
  for (const condition of conditions) {
    const refused = condition.kind === 'range' ? sizeRefusal(condition, form.file.length) : conditionRefusal(condition, form);
    if (refused) return refused;
  }
  const about = new Set(conditions.map((condition) => ('field' in condition ? condition.field : '')));
  // S3 counts the bucket among the fields, wherever the form names it.
  const extra = [...form.fields.map(({ name }) => name), 'bucket'].find(
    (name) => !UNCOVERED.test(name.toLowerCase()) && !about.has(name.toLowerCase()),
  );
  return extra === undefined ? undefined : denied(`Extra input fields: ${extra}`);
}

export const POLICY_EXPIRED = denied('Policy expired.');

function conditionRefusal(condition: Exclude<Condition, { kind: 'range' }>, form: PostedForm): AwsError | undefined {
  return isMet(condition, form) ? undefined : denied(`Policy Condition failed: ${condition.written}`);
}

function isMet(condition: Exclude<Condition, { kind: 'range' }>, form: PostedForm): boolean {
  if (condition.kind === 'never') return false;
  const { kind, field, value } = condition;
  const given = field === 'bucket' ? form.bucket : fieldOf(form, field);
  if (given === undefined) return false;
  if (kind === 'eq') return given === value;
  // A list of types must be allowed one by one.
  return field === 'content-type' ? given.split(',').every((each) => each.startsWith(value)) : given.startsWith(value);
}

function sizeRefusal({ min, max }: { readonly min: number; readonly max: number }, size: number): AwsError | undefined {
  const ProposedSize = String(size);
  if (size > max) {
    const message = 'Your proposed upload exceeds the maximum allowed size';
    return awsError('EntityTooLarge', 400, message, { ProposedSize, MaxSizeAllowed: String(max) });
  }
  if (size >= min) return undefined;
  const message = 'Your proposed upload is smaller than the minimum allowed size';
  return awsError('EntityTooSmall', 400, message, { ProposedSize, MinSizeAllowed: String(min) });
}

/** A sentence of S3 about a document. */
class Flaw extends Error {}

function policyOf(document: unknown): PostPolicy {
  if (!isObject(document)) throw new Flaw('Invalid JSON.');
  const unexpected = Object.keys(document).find((name) => name !== 'expiration' && name !== 'conditions');
  if (unexpected !== undefined) throw new Flaw(`Unexpected: '${unexpected.toLowerCase()}'`);
  const { expiration, conditions } = document;
  if (expiration === undefined) throw new Flaw('Policy missing expiration.');
  if (conditions === undefined) throw new Flaw('Policy missing conditions.');
  if (!Array.isArray(conditions)) throw new Flaw("Invalid 'conditions' value: must be a List.");
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(String(expiration));
  const at = isTime ? Date.parse(String(expiration)) : Number.NaN;
  if (Number.isNaN(at)) throw new Flaw(`Invalid 'expiration' value: '${String(expiration)}'`);
  return { expiration: at, conditions: conditions.map(conditionOf) };
}

function conditionOf(written: unknown): Condition {
  if (Array.isArray(written)) return listed(written);
  if (!isObject(written)) throw new Flaw('Invalid condition test: must be a List or Object.');
  const [[name, value] = [], ...more] = Object.entries(written);
  if (name === undefined || more.length > 0) {
    throw new Flaw('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.');
  }
  if (value === null) throw new Flaw('Invalid JSON.');
  if (typeof value !== 'string') throw new Flaw('Invalid Simple-Condition: value must be a string.');
  return { kind: 'eq', field: name.toLowerCase(), value, written: text(['eq', `$${name}`, value]) };
}

function listed(condition: readonly unknown[]): Condition {
  const [operation, first, second] = condition;
  if (operation === undefined) throw new Flaw('Invalid Condition: missing operation identifier.');
  const kind = String(operation).toLowerCase();
  if (kind !== 'eq' && kind !== 'starts-with' && kind !== 'content-length-range') {
    throw new Flaw(`Invalid Condition: unknown operation '${String(operation)}'.`);
  }
  if (condition.length !== 3) throw new Flaw(`Invalid ${kind}: wrong number of arguments.`);
  const written = text(condition);
  if (kind === 'content-length-range') {
    const [min, max] = [first, second].map((bound) => (/^-?\d+$/.test(String(bound)) ? Number(bound) : Number.NaN));
    return Number.isNaN(min) || Number.isNaN(max)
      ? { kind: 'never', written }
      : { kind: 'range', min: min as number, max: max as number };
  }
  if (typeof first !== 'string' || typeof second !== 'string') throw new Flaw('Invalid JSON.');
  if (!first.startsWith('$')) return { kind: 'never', written };
  return { kind, field: first.slice(1).toLowerCase(), value: second, written };
}

/** As S3 repeats a condition: with a blank behind each comma. */
function text(condition: readonly unknown[]): string {
  return `[${condition.map((each) => JSON.stringify(each)).join(', ')}]`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(what: string): AwsError {
  return awsError('InvalidPolicyDocument', 400, `Invalid Policy: ${what}`);
}

function denied(what: string): AwsError {
  return awsError('AccessDenied', 403, `Invalid according to Policy: ${what}`);
}

import type { Members, Shape } from '../../../spec/lambda-api/shape';
import { type AwsError, awsError } from '../../engine/aws-error';

type Input = Readonly<Record<string, unknown>>;

/** What the validator in front of Lambda finds wrong with a request, in its words (ERR-03); undefined when nothing is. */
export function shapeError(input: Input, members: Members): AwsError | undefined {
  const found = inMembers(input, members, '');
  if (found.length === 0) return undefined;
  return awsError('ValidationException', 400, detected(found));
}

/** The text alone, for the few checks that say it in another error (ERR-04). */
export function detected(violations: readonly string[]): string {
  return `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: ${violations.join('; ')}`;
}

export function violation(value: unknown, at: string, constraint: string): string {
  return `Value ${value === undefined || value === null ? 'null' : `'${shown(value)}'`} at '${at}' failed to satisfy constraint: ${constraint}`;
}

const NOT_NULL = 'Member must not be null';

function inMembers(input: Input, members: Members, path: string): string[] {
  return Object.entries(members).flatMap(([name, { shape, required }]) => {
    const at = `${path}${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    const value = input[name];
    if (value === undefined || value === null) return required ? [violation(null, at, NOT_NULL)] : [];
    return inValue(value, shape, at);
  });
}

function inValue(value: unknown, shape: Shape, at: string): string[] {
  if (shape.is === 'structure') return inMembers(value as Input, shape.members, `${at}.`);
  if (shape.is === 'list') {
    const items = value as readonly unknown[];
    const own = bounds(items.length, shape, 'length').map((constraint) => violation(items, at, constraint));
    if (shape.of.is === 'structure') {
      const { members } = shape.of;
      return [...own, ...items.flatMap((item, i) => inMembers(item as Input, members, `${at}.${i + 1}.member.`))];
    }
    const broken = items.some((item) => broke(item, shape.of).length > 0);
    return broken ? [...own, violation(items, at, `Member must satisfy constraint: [${all(shape.of)}]`)] : own;
  }
  if (shape.is === 'map') {
    const entries = Object.entries(value as Input);
    const keys = entries.some(([key]) => broke(key, shape.key).length > 0);
    const values = entries.some(([, item]) => broke(item, shape.value).length > 0);
    // Environment variables may be secrets, so their values are not repeated.
    const about = (constraint: string) =>
      shape.secret ? `Value at '${at}' failed to satisfy constraint: ${constraint}` : violation(asDoubles(value), at, constraint);
    return [
      ...(keys ? [about(`Map keys must satisfy constraint: [${all(shape.key)}]`)] : []),
      ...(values ? [about(`Map value must satisfy constraint: [${all(shape.value)}]`)] : []),
    ];
  }
  return broke(value, shape).map((constraint) => violation(value, at, constraint));
}

/** Weights are the only numbers inside of maps, and have a fraction (ALS-04; recorded). */
function asDoubles(value: unknown): Input {
  const doubled = (item: unknown) => (Number.isInteger(item) ? (item as number).toFixed(1) : item);
  return Object.fromEntries(Object.entries(value as Input).map(([key, item]) => [key, doubled(item)]));
}

/** The constraints of a simple shape that the value does not meet. */
function broke(value: unknown, shape: Shape): string[] {
  switch (shape.is) {
    case 'text': {
      const text = String(value);
      const fits = shape.pattern === undefined || expression(shape.pattern).test(text);
      return [...bounds(text.length, shape, 'length'), ...(fits ? [] : [pattern(shape.pattern as string)])];
    }
    case 'one':
      return shape.of.includes(String(value)) ? [] : [enumeration(shape.of)];
    case 'number':
      return bounds(Number(value), shape, 'value');
    case 'list':
      return (value as readonly unknown[]).some((item) => broke(item, shape.of).length > 0) ? [all(shape.of)] : [];
    default:
      return [];
  }
}

/** Java knows the classes of Unicode anyhow. */
function expression(printed: string): RegExp {
  return new RegExp(`^(?:${printed})$`, printed.includes('\\p{') ? 'u' : '');
}

/** Every constraint of a shape, as they are listed for what is inside of lists and maps. */
function all(shape: Shape): string {
  const listed =
    shape.is === 'text'
      ? [...lengths(shape), ...(shape.pattern === undefined ? [] : [pattern(shape.pattern)])]
      : shape.is === 'one'
        ? [enumeration(shape.of)]
        : shape.is === 'number'
          ? [
              ...(shape.max === undefined ? [] : [atMost(shape.max, 'value', true)]),
              ...(shape.min === undefined ? [] : [atLeast(shape.min, 'value', true)]),
            ]
          : [];
  return [...listed, NOT_NULL].join(', ');
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

function lengths({ min, max }: Bounds): string[] {
  return [...(max === undefined ? [] : [atMost(max, 'length')]), ...(min === undefined ? [] : [atLeast(min, 'length')])];
}

function bounds(measured: number, { min, max }: Bounds, of: 'length' | 'value'): string[] {
  return [
    ...(max !== undefined && measured > max ? [atMost(max, of)] : []),
    ...(min !== undefined && measured < min ? [atLeast(min, of)] : []),
  ];
}

const atMost = (max: number, of: string, fraction = false) =>
  `Member must have ${of} less than or equal to ${fraction ? max.toFixed(1) : max}`;
const atLeast = (min: number, of: string, fraction = false) =>
  `Member must have ${of} greater than or equal to ${fraction ? min.toFixed(1) : min}`;
const pattern = (text: string) => `Member must satisfy regular expression pattern: ${text}`;
const enumeration = (values: readonly string[]) => `Member must satisfy enum value set: [${values.join(', ')}]`;

/** As Java prints it. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${shown(item)}`)
      .join(', ')}}`;
  }
  return String(value);
}

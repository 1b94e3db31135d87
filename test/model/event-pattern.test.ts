import * as door from '../../src/local/index';
import { checkEventPattern, compileEventPattern, matchesEventPattern } from '../../src/model/event-pattern';
import { computingMs } from '../support/computing-time';
import { vectors } from './fixtures/event-pattern-vectors.json';

interface Vector {
  readonly id: string;
  readonly pattern: string;
  readonly event: string;
  readonly expect: string;
  readonly errorPrefix?: string;
}
const all = vectors as readonly Vector[];
const that = (expect: string) => all.filter((each) => each.expect === expect).map((each) => [each.id, each] as const);

test.each(that('match'))('PAT %s: the event matches', (_id, { pattern, event }) => {
  expect(matchesEventPattern(pattern, event)).toBe(true);
});

test.each(that('no-match'))('PAT %s: the event does not match', (_id, { pattern, event }) => {
  expect(matchesEventPattern(pattern, event)).toBe(false);
});

test.each(that('error'))('fails when the pattern is as in PAT %s', (_id, { pattern, event, errorPrefix = '' }) => {
  expect(() => checkEventPattern(pattern)).toThrow(`Event pattern is not valid. Reason: ${errorPrefix}`);
  expect(() => matchesEventPattern(pattern, event)).toThrow(/^Event pattern is not valid/);
});

test.each(that('undefined'))('fails when the pattern makes AWS fail later, as in PAT %s', (_id, { pattern }) => {
  expect(() => checkEventPattern(pattern)).toThrow(/^Event pattern is not valid/);
});

test('the vectors are all there', () => {
  expect(all).toHaveLength(268);
  expect(['match', 'no-match', 'error', 'undefined'].flatMap(that)).toHaveLength(268);
});

test('patterns and events are objects as well as JSON text', () => {
  const pattern = { detail: { state: ['open', { prefix: 're' }], total: [{ numeric: ['>', 0, '<=', 10] }] } };
  const event = { detail: { state: 'reopened', total: 10 } };

  expect(door.matchesEventPattern(pattern, event)).toBe(true);
  expect(matchesEventPattern(JSON.stringify(pattern), event)).toBe(true);
  expect(matchesEventPattern(pattern, JSON.stringify(event))).toBe(true);
  expect(matchesEventPattern(pattern, { detail: { state: 'reopened', total: 11 } })).toBe(false);
});

test('one pattern is matched with many events', () => {
  const matches = compileEventPattern({ id: [{ suffix: '7' }] });

  expect(Array.from({ length: 20 }, (_, i) => `${i}`).filter((id) => matches({ id }))).toEqual(['7', '17']);
});

test.each([
  ['{"a":[12345678901234567890]}', '{"a":12345678901234567890}', true],
  ['{"a":[12345678901234567890]}', '{"a":12345678901234567891}', false],
  ['{"a":[12345678901234567890]}', '{"a":1234567890123456789e1}', true],
  ['{"a":[1e999]}', '{"a":1e999}', true],
  ['{"a":[{"numeric":[">",0]}]}', '{"a":12345678901234567891}', false],
  ['{"a":[{"anything-but":5}]}', '{"a":12345678901234567891}', true],
])('PAT-11 %s and %s: numbers keep all their digits', (pattern, event, matches) => {
  expect(matchesEventPattern(pattern, event)).toBe(matches);
});

test.each([
  [{ b: 'x' }, true],
  [{ b: 'x', c: 1 }, false],
  [[{ b: 'n', c: 1 }, { b: 'x' }], true],
  [[{ b: 'x', c: 1 }, { b: 'n' }], false],
])('PAT-05 %j: an absence is judged in the element that was chosen before', (a, matches) => {
  expect(matchesEventPattern({ a: { b: ['x'], c: [{ exists: false }] } }, { a })).toBe(matches);
});

test('PAT-05 an absence that is judged first holds for all elements', () => {
  const pattern = { a: { b: [{ exists: false }], c: ['x'] } };

  expect(matchesEventPattern(pattern, { a: [{ c: 'x' }, { b: 1 }] })).toBe(false);
  expect(matchesEventPattern(pattern, { a: [{ c: 'n' }, { c: 'x' }] })).toBe(true);
});

test('PAT-31 a branch of an $or and what stands beside it look at the same element of an array', () => {
  const pattern = { a: { b: ['x'] }, $or: [{ a: { c: ['y'] } }, { d: ['z'] }] };

  expect(matchesEventPattern(pattern, { a: [{ b: 'x' }, { c: 'y' }] })).toBe(false);
  expect(matchesEventPattern(pattern, { a: [{ b: 'x', c: 'y' }] })).toBe(true);
  expect(matchesEventPattern(pattern, { a: [{ b: 'x' }], d: 'z' })).toBe(true);
});

test('PAT-06 of a path that is written in two ways, the last one counts', () => {
  expect(matchesEventPattern('{"a":{"b":["x"]},"a.b":["y"]}', { a: { b: 'y' } })).toBe(true);
});

test.each(['__proto__', 'constructor', 'toString', 'length'])('a key called %s is a key like all others', (key) => {
  expect(matchesEventPattern(`{"${key}":[{"exists":true}]}`, '{}')).toBe(false);
  expect(matchesEventPattern(`{"a":{"${key}":["x"]}}`, `{"a":{"${key}":"x"}}`)).toBe(true);
  expect(() => checkEventPattern(`{"a":[{"${key}":"x"}]}`)).toThrow(`Unrecognized match type ${key}`);
});

test('long lists of objects are matched in time', () => {
  const list = Array.from({ length: 1000 }, () => ({ b: 'x', c: 'y', d: 'n' }));

  const took = computingMs(() => {
    expect(matchesEventPattern({ a: { b: ['x'], c: ['y'], d: ['z'] }, e: { f: ['g'] } }, { a: list, e: list })).toBe(false);
    expect(
      matchesEventPattern({ a: { b: ['x'] }, e: { b: ['x'] }, g: { b: ['x'], d: ['z'] } }, { a: list, e: list, g: list }),
    ).toBe(false);
  });

  expect(took).toBeLessThan(2000);
});

test.each(['[]', '5', '"x"', 'null', 'not json', '{"a":', '{"a":1234567890123456.}'])('fails when the event is %s', (event) => {
  expect(() => matchesEventPattern({ a: ['x'] }, event)).toThrow(SyntaxError);
});

test.each([
  ['{"a":["x"],}', /Unexpected character \('}' \(code 125\)\)/],
  ['{"a" ["x"]}', /was expecting a colon/],
  ['{"a":["x"]} 5', /Unexpected character \('5' \(code 53\)\)/],
  ['{"a":["\\x"]}', /Unrecognized character escape 'x'/],
  ['{"a":["x', /was expecting closing quote/],
  ['{"a":[01]}', /Unexpected character/],
  [`${'{"a":'.repeat(1100)}["x"]${'}'.repeat(1100)}`, /nesting depth/],
  ['', /Filter is not an object/],
])('fails when the pattern is not JSON: %.40s', (pattern, says) => {
  expect(() => checkEventPattern(pattern)).toThrow(says);
});

test('fails when the branches of several $or make more than 1000 combinations', () => {
  const branches = (name: string, count: number) => ({ $or: Array.from({ length: count }, (_, i) => ({ [name]: [i] })) });
  const nested = (names: readonly string[], count: number): object =>
    Object.assign({}, ...names.map((name) => ({ [name]: branches('v', count) })));

  expect(() => checkEventPattern(nested(['a', 'b', 'c'], 10))).not.toThrow();
  expect(() => checkEventPattern({ ...nested(['a', 'b', 'c'], 10), d: branches('v', 2) })).toThrow(/more than 1000/);
});

test.each([
  ['2001:db8::/32', '2001:db8:ffff::1', true],
  ['2001:db8::/32', '2001:db9::1', false],
  ['::/0', '::1', true],
  ['::ffff:10.0.0.0/104', '::ffff:10.1.2.3', true],
  ['10.0.0.0/31', '10.0.0.2', false],
  ['10.0.0.0/8', '10.0.0.256', false],
  ['2001:db8::/32', '2001:db8', false],
])('PAT-28 %s, %s: %p', (cidr, address, matches) => {
  expect(matchesEventPattern({ a: [{ cidr }] }, { a: address })).toBe(matches);
});

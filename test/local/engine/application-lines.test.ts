import { linesKept } from '../../../src/local/engine/application-lines';

const GROUP = '/aws/lambda/orders';
const TIME = '2026-11-20T12:00:00.123Z';
const record = (members: object) => JSON.stringify({ timestamp: TIME, ...members });

function kept(level: string, lines: readonly string[]): readonly string[] {
  return lines.filter(linesKept({ format: 'JSON', applicationLevel: level, group: GROUP }));
}

test('of JSON records those are kept whose level weighs enough, however it is written (FN-63)', () => {
  const levels = ['trace', 'DEBUG', 'Info', 'WARN', 'WARNING', 'ERROR', 'FATAL', 'CRITICAL'];
  const lines = levels.map((level) => record({ level }));

  expect(kept('TRACE', lines)).toHaveLength(8);
  expect(kept('DEBUG', lines)).toHaveLength(7);
  expect(kept('INFO', lines)).toHaveLength(6);
  expect(kept('WARN', lines)).toEqual(lines.slice(3));
  expect(kept('ERROR', lines)).toEqual(lines.slice(5));
  expect(kept('FATAL', lines)).toEqual(lines.slice(6));
});

test.each([
  ['no JSON', 'plain text'],
  ['a list', '["ERROR"]'],
  ['half a record', '{"level":"ERROR",'],
  ['a record without a level', record({ message: 'x' })],
  ['a level that is none', record({ level: 'LOUD' })],
  ['a level that is a number', record({ level: 50 })],
  ['a record without a time', '{"level":"ERROR"}'],
  ['a time of another kind', JSON.stringify({ level: 'ERROR', timestamp: '2026-11-20 12:00:00,123+0000' })],
])('%s counts as INFO', (_, line) => {
  expect(kept('INFO', [line])).toEqual([line]);
  expect(kept('WARN', [line])).toEqual([]);
});

test.each([
  { time: TIME },
  { Timestamp: '2026-11-20T12:00:00+01:00' },
  { '@timestamp': '2026-11-20t12:00:00z' },
])('the time may be called otherwise: %j', (members) => {
  const line = JSON.stringify({ level: 'ERROR', ...members });

  expect(kept('ERROR', [line])).toEqual([line]);
});

test('without a level INFO is the least, and in text format everything is kept', () => {
  const line = record({ level: 'DEBUG' });

  expect(linesKept({ format: 'JSON', group: GROUP })(line)).toBe(false);
  expect(linesKept({ format: 'Text', group: GROUP })(line)).toBe(true);
});

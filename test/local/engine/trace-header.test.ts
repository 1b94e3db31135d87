import { seededChance } from '../../../src/local/chance';
import { traceHeader } from '../../../src/local/engine/trace-header';

const NOW = 0x5759e988 * 1000;
const ROOT = 'Root=1-5759e988-bd862e3fe1be46a994272793';
const header = (given?: string, active?: boolean) => traceHeader(given, NOW, seededChance('trace'), active);

test('a call without a trace gets a new one, which is sampled only where the function traces (INV-51)', () => {
  expect(header()).toMatch(/^Root=1-5759e988-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  expect(header(undefined, true)).toMatch(/;Sampled=1$/);
  expect(header('nonsense')).toMatch(/^Root=1-5759e988-/);
});

test('a whole header is handed on as it is (INV-51)', () => {
  const whole = `${ROOT};Parent=53995c3f42cd8ad8;Sampled=0;Self=1-67891234`;

  expect(header(whole, true)).toBe(whole);
});

test('a call that a function makes is a segment of its own in the same trace (INV-51, FN-72)', () => {
  const nested = header(`${ROOT};Parent=53995c3f42cd8ad8;Sampled=0;Lineage=1:abc:0`, true);

  expect(nested).toMatch(/^Root=1-5759e988-bd862e3fe1be46a994272793;Parent=[0-9a-f]{16};Sampled=0;Lineage=1:abc:0$/);
  expect(nested).not.toContain('53995c3f42cd8ad8');
});

test.each([
  [ROOT, false, /^Root=1-5759e988-bd862e3fe1be46a994272793;Parent=[0-9a-f]{16};Sampled=0$/],
  [`${ROOT};Sampled=1`, false, /;Parent=[0-9a-f]{16};Sampled=1$/],
  [`${ROOT};Parent=53995c3f42cd8ad8;Sampled=?`, true, /;Parent=53995c3f42cd8ad8;Sampled=1$/],
  [
    `Sampled=1;${ROOT};Lineage=1:abc:0`,
    false,
    /^Root=1-5759e988-bd862e3fe1be46a994272793;Parent=[0-9a-f]{16};Sampled=1;Lineage=1:abc:0$/,
  ],
])('what %s lacks is added (INV-51)', (given, active, expected) => {
  expect(header(given, active)).toMatch(expected);
});

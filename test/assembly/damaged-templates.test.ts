import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssemblyError } from '../../src/assembly/assembly-error';
import { readAssembly } from '../../src/assembly/read-assembly';
import { FROZEN } from './scratch-assembly';

const ROUNDS = 60;
const JUNK: unknown[] = [
  null,
  0,
  -1,
  '',
  'x',
  true,
  [],
  {},
  [[]],
  { Ref: 'ShipC2EE6D16' },
  { Ref: 'AWS::NoValue' },
  { 'Fn::GetAtt': ['BillE7713C54', 'Arn'] },
  { 'Fn::If': ['IsLoud', 'a', 'b'] },
  { 'Fn::Join': ['', [{ Ref: 'Worker11F36D0F' }]] },
  { 'Fn::Unknown': [] },
  { ['__proto__']: 1 },
  { toString: 1, valueOf: 1 },
  [{ toString: 1 }],
  '{{resolve:ssm:/shop/greeting}}',
];

test.each([
  ['orders', 'Orders.template.json'],
  ['platform', 'assembly-Prod/ProdWork50AF616D.template.json'],
  ['platform', 'assembly-Prod/ProdWorkNested850D36F3.nested.template.json'],
  ['platform', 'assembly-Prod/manifest.json'],
  ['orders', 'Orders.assets.json'],
])('%s never crashes, however its %s is damaged', (name, file) => {
  const directory = mkdtempSync(join(tmpdir(), 'assembly-'));
  try {
    cpSync(join(FROZEN, name), directory, { recursive: true });
    const path = join(directory, file);
    const whole = readFileSync(path, 'utf8');
    for (let seed = 0; seed < ROUNDS; seed++) {
      writeFileSync(path, JSON.stringify(damaged(JSON.parse(whole), dice(seed))));
      expect(readOrRefuse(directory)).toBe(true);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

/** A model that survives JSON, or an error that says what is wrong with the assembly. */
function readOrRefuse(directory: string): boolean {
  try {
    const app = readAssembly(directory);
    expect(JSON.parse(JSON.stringify(app))).toStrictEqual(app);
  } catch (error) {
    if (!(error instanceof AssemblyError)) throw error;
  }
  return true;
}

/** Three places of the value, drawn by `throwOf`, hold junk. */
function damaged(value: unknown, throwOf: (sides: number) => number): unknown {
  for (let i = 0; i < 3; i++) {
    const places = placesIn(value);
    const [holder, key] = places[throwOf(places.length)] ?? [{}, ''];
    (holder as Record<string, unknown>)[key] = structuredClone(JUNK[throwOf(JUNK.length)]);
  }
  return value;
}

function placesIn(value: unknown): [object, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [[value, key] as [object, string], ...placesIn(each)]);
}

/** The same throws for the same seed (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed + 1;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssemblyError } from '../../src/assembly/assembly-error';
import { readInventory } from '../../src/assembly/read-assembly';
import { type DeclaredResource, UNKNOWN } from '../../src/model/declared';
import type { Inventory } from '../../src/model/inventory';
import { checkRules } from '../../src/rules/check-rules';
import { FROZEN } from '../assembly/scratch-assembly';
import { assemblyOf, type Fixtures } from './fixture';

const SCENES = join(__dirname, 'fixtures');
const TODAY = '2026-11-20';
const ROUNDS_OF_TEMPLATES = 20;
const ROUNDS_OF_SCENES = 5;
/** What a message says when a value was not looked at before it was written out. */
const SLIPS = /undefined|NaN|\[object/;

/** What properties may turn out to be: other types, texts that are no ARN, JSON, CIDR block or number, names of prototypes. */
const TEXTS = [
  '',
  'x',
  '*',
  '-1',
  '9'.repeat(400),
  'arn:',
  ':::::::',
  'arn:aws:lambda:::function:',
  '{"a":',
  '[]',
  '10.0.0.0/99',
];
const NAMES = ['__proto__', 'constructor', 'toString', '$LATEST'];
const TYPED: readonly unknown[] = [null, 0, -1, 1.5, true, false, [], {}, [[]], [null], [{}], { a: {} }];
const RESOLVED: readonly unknown[] = [...TYPED, ...TEXTS, ...NAMES, ...TEXTS.map((text) => [text])];
const WRITTEN: readonly unknown[] = [
  ...RESOLVED,
  { Ref: 'ShipC2EE6D16' },
  { Ref: 'AWS::NoValue' },
  { 'Fn::GetAtt': ['BillE7713C54', 'Arn'] },
  { 'Fn::If': ['IsLoud', 'a', ['b']] },
  { 'Fn::ImportValue': 'elsewhere' },
  { 'Fn::Unknown': [] },
];
const JUDGED: readonly unknown[] = [...RESOLVED, { [UNKNOWN]: 'nobody knows' }, [{ [UNKNOWN]: 'nobody knows' }]];

test.each([
  ['orders', 'Orders.template.json'],
  ['helpers', 'Helpers.template.json'],
  ['platform', 'assembly-Prod/ProdWork50AF616D.template.json'],
  ['platform', 'assembly-Prod/ProdWorkNested850D36F3.nested.template.json'],
])('%s is judged, however its %s is damaged', (name, file) => {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  try {
    cpSync(join(FROZEN, name), folder, { recursive: true });
    const path = join(folder, file);
    const whole = readFileSync(path, 'utf8');
    for (let seed = 0; seed < ROUNDS_OF_TEMPLATES; seed++) {
      const template = JSON.parse(whole);
      damage(template.Resources, WRITTEN, dice(seed));
      writeFileSync(path, JSON.stringify(template));
      expect(slipsIn(() => readInventory(folder))).toEqual([]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.each(readdirSync(SCENES))('an app that breaks rules is judged, however it is damaged: %s', async (file) => {
  const tables: Record<string, unknown> = await import(join(SCENES, file));
  const fixtures = Object.entries(tables).filter(([name]) => name.endsWith('_FIXTURES')) as [string, Fixtures][];
  for (const [id, { fails }] of fixtures.flatMap(([, table]) => Object.entries(table))) {
    const inventory = readInventory(assemblyOf(fails));
    const whole = JSON.stringify(inventory.resources);
    for (let seed = 0; seed < ROUNDS_OF_SCENES; seed++) {
      const resources: DeclaredResource[] = JSON.parse(whole);
      damage(
        resources.map(({ properties }) => properties),
        JUDGED,
        dice(seed + id.length),
      );
      expect(slipsIn(() => ({ ...inventory, resources }))).toEqual([]);
    }
  }
});

/** The messages that show a value that nobody looked at; an assembly that is refused as a whole is not judged. */
function slipsIn(read: () => Inventory): readonly string[] {
  let inventory: Inventory;
  try {
    inventory = read();
  } catch (error) {
    if (error instanceof AssemblyError) return [];
    throw error;
  }
  const { violations } = checkRules(inventory, TODAY);
  return violations.map(({ rule, message }) => `${rule.id}: ${message}`).filter((text) => SLIPS.test(text));
}

/** An object, or a list by its indices. */
type Holder = Record<string, unknown>;

/** Up to ten places are gone, hold junk, or hold what stands at another place. */
function damage(value: unknown, junk: readonly unknown[], throwOf: (sides: number) => number): void {
  for (let left = 1 + throwOf(10); left > 0; left--) {
    const places = placesIn(value);
    const [holder, key] = places[throwOf(places.length)] ?? [{}, ''];
    const [other, name] = places[throwOf(places.length)] ?? [{}, ''];
    const how = throwOf(3);
    if (how > 0) holder[key] = structuredClone(how === 1 ? other[name] : junk[throwOf(junk.length)]);
    else if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  }
}

/** Everything inside of it. */
function placesIn(value: unknown): [Holder, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [[value as Holder, key] as [Holder, string], ...placesIn(each)]);
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

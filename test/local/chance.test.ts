import { seededChance, systemChance } from '../../src/local/chance';

const VERSION_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('the same seed gives the same ids and throws', () => {
  const draws = () => {
    const chance = seededChance('a run');
    return [chance.uuid(), chance.fraction(), chance.hex(7), chance.uuid()];
  };

  expect(draws()).toEqual(draws());
  expect(seededChance('another').uuid()).not.toBe(seededChance('a run').uuid());
});

test.each([
  ['seeded', seededChance('x')],
  ['system', systemChance()],
])('%s chance gives version 4 ids, fractions below one and as many digits as asked for', (_, chance) => {
  const ids = new Set(Array.from({ length: 200 }, () => chance.uuid()));

  expect(ids.size).toBe(200);
  for (const id of ids) expect(id).toMatch(VERSION_4);
  for (let i = 0; i < 200; i++) {
    const fraction = chance.fraction();
    expect(fraction).toBeGreaterThanOrEqual(0);
    expect(fraction).toBeLessThan(1);
  }
  expect(chance.hex(9)).toMatch(/^[0-9a-f]{9}$/);
});

import { schemaFlaw } from '../../../../src/local/engine/json-schema/schema-flaw';

const TREE = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#' } } }, additionalProperties: false };

test.each<[object, unknown, unknown]>([
  [{ type: 'string' }, 'a', 1],
  [{ type: ['string', 'null'] }, null, 1],
  [{ type: 'integer' }, 3, 3.5],
  [{ type: 'number' }, 3.5, '3.5'],
  [{ type: 'array' }, [], {}],
  [{ type: 'object' }, {}, []],
  [{ type: 'null' }, null, 0],
  [{ enum: [1, { a: [2] }] }, { a: [2] }, { a: [3] }],
  [{ minimum: 1 }, 1, 0.5],
  [{ minimum: 1, exclusiveMinimum: true }, 1.5, 1],
  [{ maximum: 1 }, 1, 1.5],
  [{ maximum: 1, exclusiveMaximum: true }, 0, 1],
  [{ multipleOf: 0.01 }, 19.99, 19.995],
  [{ minLength: 2 }, 'ab', '💩'],
  [{ maxLength: 1 }, '💩', 'ab'],
  [{ pattern: '^a' }, 'ab', 'ba'],
  [{ items: { type: 'number' } }, [1, 2], [1, 'a']],
  [{ items: [{ type: 'number' }], additionalItems: false }, [1], [1, 2]],
  [{ items: [{ type: 'number' }], additionalItems: { type: 'string' } }, [1, 'a'], [1, 2]],
  [{ minItems: 1 }, [1], []],
  [{ maxItems: 1 }, [1], [1, 2]],
  [
    { uniqueItems: true },
    [1, '1', { a: 1 }],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
  ],
  [{ required: ['a'] }, { a: null }, {}],
  [{ required: ['toString'] }, { toString: 1 }, {}],
  [{ minProperties: 1 }, { a: 1 }, {}],
  [{ maxProperties: 1 }, { a: 1 }, { a: 1, b: 2 }],
  [{ properties: { a: { type: 'number' } } }, { a: 1, b: 'c' }, { a: 'b' }],
  [{ patternProperties: { '^n': { type: 'number' } } }, { n1: 1, s: 'a' }, { n1: 'a' }],
  [{ properties: { a: {} }, patternProperties: { '^n': {} }, additionalProperties: false }, { a: 1, n1: 2 }, { b: 1 }],
  [{ additionalProperties: { type: 'number' } }, { a: 1 }, { a: 'b' }],
  [{ dependencies: { a: ['b'] } }, { a: 1, b: 2 }, { a: 1 }],
  [{ dependencies: { a: { required: ['c'] } } }, { b: 1 }, { a: 1 }],
  [{ allOf: [{ minimum: 1 }, { maximum: 3 }] }, 2, 4],
  [{ anyOf: [{ type: 'string' }, { minimum: 3 }] }, 3, 2],
  [{ oneOf: [{ minimum: 1 }, { maximum: 3 }] }, 4, 2],
  [{ not: { type: 'string' } }, 1, 'a'],
  [{ definitions: { 'a/b': { type: 'string' } }, properties: { x: { $ref: '#/definitions/a~1b' } } }, { x: 'a' }, { x: 1 }],
  [TREE, { children: [{ children: [] }] }, { children: [{ child: [] }] }],
  [{ minimum: 1, minLength: 1, minItems: 1, required: ['a'] }, true, 0],
])('by %j, %j is fine and %j is not', (schema, fine, wrong) => {
  expect(schemaFlaw(fine, schema)).toBeUndefined();
  expect(schemaFlaw(wrong, schema)).toMatch(/^[\w[]/);
});

test('a flaw is told with its place', () => {
  const schema = { properties: { items: { items: { properties: { name: { type: 'string' } } } } } };

  expect(schemaFlaw({ items: [{}, { name: 1 }] }, schema)).toBe('items[1].name is not of type string');
  expect(schemaFlaw([], { type: 'object' })).toBe('the body is not of type object');
});

test('references lead into other schemas, which may lead on', () => {
  const others: Record<string, object> = {
    'models/A': { properties: { b: { $ref: 'models/B' }, c: { $ref: '#/definitions/C' } }, definitions: { C: { type: 'null' } } },
    'models/B': { type: 'string' },
  };
  const flaw = (value: unknown) => schemaFlaw(value, { $ref: 'models/A' }, (reference) => others[reference]);

  expect(flaw({ b: 'a', c: null })).toBeUndefined();
  expect([flaw({ b: 1 }), flaw({ c: 1 })]).toEqual(['b is not of type string', 'c is not of type null']);
});

test.each([
  ['a reference leads nowhere', { $ref: '#/definitions/none' }],
  ['references go round in a circle', { $ref: '#' }],
])('fails when %s', (_, schema) => {
  expect(schemaFlaw({}, schema)).toEqual(expect.any(String));
});

test('fails when a body is nested too deeply to be looked at', () => {
  let deep: object = {};
  for (let i = 0; i < 10_000; i++) deep = { children: [deep] };

  expect(schemaFlaw(deep, TREE)).toMatch(/nested too deeply/);
});

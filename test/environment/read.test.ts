import {
  defineEnvironment,
  EnvironmentError,
  flag,
  integer,
  json,
  number,
  oneOf,
  optional,
  seconds,
  text,
  url,
  type Variable,
} from 'cdk-lambda-kit/environment';

/** What a handler gets for one variable with this text. */
function read<T>(variable: Variable<T, never>, value: string | undefined): unknown {
  return defineEnvironment({ THING: variable }).read({ THING: value }).THING;
}

test('a handler gets what its environment says, with its types', () => {
  process.env.TABLE_NAME = 'orders';
  process.env.MODE = 'fast';
  try {
    const environment = defineEnvironment({
      TABLE_NAME: text(),
      RETRIES: integer({ min: 0, max: 5, default: 2 }),
      MODE: oneOf('fast', 'safe'),
    });

    expect(environment.read()).toEqual({ TABLE_NAME: 'orders', RETRIES: 2, MODE: 'fast' });
  } finally {
    delete process.env.TABLE_NAME;
    delete process.env.MODE;
  }
});

test.each<[string, Variable<unknown, never>, string, unknown]>([
  ['text', text(), 'a', 'a'],
  ['text that may be empty', text({ minLength: 0 }), '', ''],
  ['text of a length', text({ minLength: 2, maxLength: 3 }), 'abc', 'abc'],
  ['text of a pattern', text({ pattern: /^[a-z]+$/g }), 'abc', 'abc'],
  ['integer', integer(), '-7', -7],
  ['integer at the lower end', integer({ min: 0, max: 5 }), '0', 0],
  ['integer at the upper end', integer({ min: 0, max: 5 }), '5', 5],
  ['number', number(), '0.5', 0.5],
  ['very small number', number(), '1e-7', 1e-7],
  ['flag', flag(), 'true', true],
  ['flag', flag(), 'false', false],
  ['choice', oneOf('fast', 'safe'), 'safe', 'safe'],
  ['choice with a default', optional(oneOf('fast', 'safe'), 'fast'), 'safe', 'safe'],
  ['URL', url(), 'https://example.com/a?b=c', 'https://example.com/a?b=c'],
  ['URL of another protocol', url({ protocols: ['postgres'] }), 'postgres://db:5432/shop', 'postgres://db:5432/shop'],
  ['JSON', json<{ a: number[] }>(), '{"a":[1]}', { a: [1] }],
  ['JSON that is parsed', json({ parse: (value) => new Date(value as string) }), '"2026-11-20"', new Date('2026-11-20')],
  ['time', seconds(), '90', 90],
])('a %s is read: %#', (_kind, variable, value, expected) => {
  expect(read(variable, value)).toEqual(expected);
});

test.each<[string, Variable<unknown, never>, string, string]>([
  ['text', text(), '', 'must be a text of at least 1 characters'],
  ['text', text({ minLength: 2, maxLength: 3 }), 'a', 'must be a text of 2 to 3 characters'],
  ['text', text({ minLength: 2, maxLength: 3 }), 'abcd', 'must be a text of 2 to 3 characters'],
  ['text', text({ pattern: /^[a-z]+$/ }), 'A', 'must be a text of at least 1 characters that matches /^[a-z]+$/'],
  ['integer', integer(), '1.5', 'must be a whole number'],
  ['integer', integer(), '', 'must be a whole number'],
  ['integer', integer(), '0x10', 'must be a whole number'],
  ['integer', integer(), ' 1', 'must be a whole number'],
  ['integer', integer(), '9007199254740993', 'must be a whole number'],
  ['integer', integer({ min: 0, max: 5 }), '-1', 'must be a whole number from 0 up to 5'],
  ['integer', integer({ min: 0, max: 5 }), '6', 'must be a whole number from 0 up to 5'],
  ['number', number({ max: 1 }), '1.1', 'must be a number up to 1'],
  ['number', number(), 'Infinity', 'must be a number'],
  ['number', number(), '1e999', 'must be a number'],
  ['flag', flag(), 'yes', 'must be true or false'],
  ['flag', flag(), 'TRUE', 'must be true or false'],
  ['choice', oneOf('fast', 'safe'), 'slow', 'must be one of fast, safe'],
  ['URL', url(), 'example.com', 'must be a URL that begins with https: or http:'],
  ['URL', url(), 'https://', 'must be a URL that begins with https: or http:'],
  ['URL', url({ protocols: ['https'] }), 'http://example.com', 'must be a URL that begins with https:'],
  ['JSON', json(), '{', 'must be JSON that fits'],
  ['time', seconds(), '-1', 'must be a whole number of seconds from 0'],
  ['time', seconds({ max: 60 }), '61', 'must be a whole number of seconds from 0 up to 60'],
])('fails when a %s is malformed: %#', (_kind, variable, value, problem) => {
  expect(() => read(variable, value)).toThrow(`Environment variables: THING ${problem}`);
  expect(() => read(variable, value)).toThrow(EnvironmentError);
});

test('fails when a schema refuses the JSON, with its words', () => {
  const settings = json({
    parse(): string {
      throw new Error('rate is negative');
    },
  });

  expect(() => read(settings, '{}')).toThrow('THING must be JSON that fits (rate is negative)');
});

test('fails when variables are missing or malformed, names all of them and tells no value', () => {
  const environment = defineEnvironment({ TABLE_NAME: text(), RETRIES: integer(), MODE: oneOf('fast', 'safe') });

  const attempt = () => environment.read({ RETRIES: 'secret' });

  expect(attempt).toThrow(
    'Environment variables: TABLE_NAME is missing, and must be a text of at least 1 characters; ' +
      'RETRIES must be a whole number; MODE is missing, and must be one of fast, safe.',
  );
  expect(attempt).not.toThrow(/secret/);
});

test('what may be left out has its default, or is undefined', () => {
  expect(read(text({ default: 'a' }), undefined)).toBe('a');
  expect(read(flag({ default: false }), undefined)).toBe(false);
  expect(read(seconds({ default: 30 }), undefined)).toBe(30);
  expect(read(json({ default: [1] }), undefined)).toEqual([1]);
  expect(read(optional(oneOf('fast', 'safe'), 'fast'), undefined)).toBe('fast');
  expect(read(optional(url()), undefined)).toBeUndefined();
});

test('fails when what may be left out is there and malformed', () => {
  expect(() => read(optional(integer()), 'many')).toThrow('THING must be a whole number');
});

import { CfnParameter, Duration, Lazy, type Stack, Token } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  defineEnvironment,
  flag,
  integer,
  json,
  oneOf,
  optional,
  seconds,
  text,
  url,
  type Variable,
} from 'cdk-lambda-kit/environment';
import { RESERVED_VARIABLES } from '../../src/spec/environment-variables';
import { inline, propertiesOf } from '../constructs/functions/kinds';
import { stackIn } from '../constructs/scene';

const orders = defineEnvironment({
  TABLE_NAME: text({ maxLength: 10 }),
  RETRIES: integer({ min: 0, max: 5, default: 2 }),
  MODE: oneOf('fast', 'safe'),
});

/** The text of one variable with this value; whatever its type, for those who write JavaScript. */
function written(variable: Variable<unknown, never>, value: unknown): string | undefined {
  return defineEnvironment({ THING: variable }).values({ THING: value } as never).THING;
}

/** Variables as they stand in the template, whichever function they are given to. */
const FUNCTIONS: Readonly<Record<string, (stack: Stack, environment: Record<string, string>) => lambda.Function>> = {
  'a function of ours': (stack, environment) => inline(stack, { environment }),
  'a function of aws-cdk-lib': (stack, environment) =>
    new lambda.Function(stack, 'Greeter', {
      code: lambda.Code.fromInline('exports.handler = async () => 1;'),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      environment,
    }),
};

describe.each(Object.entries(FUNCTIONS))('%s', (_kind, make) => {
  const variablesIn = (stack: Stack, environment: Record<string, string>) =>
    propertiesOf(make(stack, environment)).Environment.Variables;

  test('has the texts of what is given, and not of what is left out', () => {
    expect(variablesIn(stackIn(), orders.values({ TABLE_NAME: 'orders', MODE: 'fast' }))).toEqual({
      TABLE_NAME: 'orders',
      MODE: 'fast',
    });
    expect(variablesIn(stackIn(), orders.values({ TABLE_NAME: 'orders', RETRIES: 0, MODE: 'safe' }))).toEqual({
      TABLE_NAME: 'orders',
      RETRIES: '0',
      MODE: 'safe',
    });
  });

  test('has what only the deployment knows: texts, numbers, and both inside of others', () => {
    const stack = stackIn();
    const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
    const amount = new CfnParameter(stack, 'Amount', { type: 'Number' });
    const declared = defineEnvironment({
      TABLE_NAME: text({ maxLength: 3 }),
      AMOUNT: integer({ max: 1 }),
      API: url(),
      WAIT: seconds(),
      SETTINGS: json<{ table: string; amount: number }>({
        parse() {
          throw new Error('knows no tokens');
        },
      }),
    });

    const environment = declared.values({
      TABLE_NAME: table.tableName,
      AMOUNT: amount.valueAsNumber,
      API: `https://${table.tableName}.example.com`,
      WAIT: Duration.seconds(amount.valueAsNumber),
      SETTINGS: { table: table.tableName, amount: amount.valueAsNumber },
    });

    const Ref = stack.getLogicalId(table.node.defaultChild as never);
    expect(variablesIn(stack, environment)).toEqual({
      TABLE_NAME: { Ref },
      AMOUNT: { Ref: 'Amount' },
      API: { 'Fn::Join': ['', ['https://', { Ref }, '.example.com']] },
      WAIT: { Ref: 'Amount' },
      SETTINGS: { 'Fn::Join': ['', ['{"table":"', { Ref }, '","amount":', { Ref: 'Amount' }, '}']] },
    });
  });
});

test.each<[Variable<unknown, never>, unknown, string]>([
  [flag(), true, 'true'],
  [flag(), false, 'false'],
  [seconds(), 30, '30'],
  [seconds(), Duration.minutes(2), '120'],
  [json(), { a: [1, null] }, '{"a":[1,null]}'],
  [json(), null, 'null'],
  [url(), 'https://example.com', 'https://example.com'],
  [optional(text()), 'a', 'a'],
])('a value becomes a text: %#', (variable, value, expected) => {
  expect(written(variable, value)).toBe(expected);
});

test.each<[string, Variable<unknown, never>, unknown, RegExp]>([
  ['missing', text(), undefined, /THING is missing, and must be a text/],
  ['empty', text(), '', /THING must be a text of at least 1 characters, but is ''/],
  ['too long', text({ maxLength: 3 }), 'abcd', /THING must be a text of 1 to 3 characters, but is 'abcd'/],
  ['below the range', integer({ min: 0, max: 5 }), -1, /THING must be a whole number from 0 up to 5, but is '-1'/],
  ['above the range', integer({ min: 0, max: 5 }), 6, /but is '6'/],
  ['no number', integer(), Number.NaN, /but is 'NaN'/],
  ['a fraction', integer(), 1.5, /but is '1.5'/],
  ['a fraction of a second', seconds(), 1.5, /but is '1.5'/],
  ['none of the choices', oneOf('fast', 'safe'), 'slow', /must be one of fast, safe, but is 'slow'/],
  ['no URL', url(), 'example.com', /but is 'example.com'/],
  ['an object', text(), {}, /THING must be a text/],
  ['null', text(), null, /THING must be a text/],
  ['no flag', flag(), 'yes', /must be true or false, but is 'yes'/],
  ['no JSON', json(), () => 1, /THING must be JSON that fits/],
  ['a list that only the deployment knows', json(), Token.asList({ Ref: 'List' }), /THING must not be or have a token/],
  ['such a list in JSON', json(), { a: Token.asList({ Ref: 'List' }) }, /must not be or have a token/],
  [
    'an object in JSON that only the deployment knows',
    json(),
    { a: Lazy.any({ produce: () => 1 }) },
    /must not be or have a token/,
  ],
])('fails when a value is %s', (_what, variable, value, problem) => {
  expect(() => written(variable, value)).toThrow(problem);
});

test('fails when a variable is not declared, and names everything that is wrong', () => {
  const given = { TABLE_NAME: 'orders', RETRIES: 9, MOOD: 'fast' };

  expect(() => orders.values(given as never)).toThrow(
    "Environment variables: MOOD is not declared; RETRIES must be a whole number from 0 up to 5, but is '9'; " +
      'MODE is missing, and must be one of fast, safe.',
  );
});

test.each(RESERVED_VARIABLES)('fails when %s is declared, which Lambda sets itself (FN-42)', (name) => {
  expect(() => defineEnvironment({ [name]: optional(text()) }).values({})).toThrow(`${name} is set by Lambda itself`);
});

test.each(['A', '1ABC', 'A-B', ''])('fails when a name is %p (FN-40)', (name) => {
  expect(() => defineEnvironment({ [name]: optional(text()) }).values({})).toThrow(/must be named with a letter first/);
});

test.each([
  integer({ max: 5, default: 6 }),
  optional(oneOf('fast', 'safe'), 'slow' as 'fast'),
  text({ default: '' }),
])('fails when a default is one that the handler would refuse: %#', (variable) => {
  expect(() => defineEnvironment({ THING: variable }).values({})).toThrow(/THING has a default that must be/);
});

test('does not mind a default that JSON is made into', () => {
  const since = json({ parse: (value) => new Date(value as string), default: new Date(0) });

  expect(defineEnvironment({ SINCE: since }).values({})).toEqual({});
});

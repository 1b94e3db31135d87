import { IDENTITY_POLICIES } from './engine/identity/identity-policies';
import { LocalError } from './errors';
import type { LocalExecutorOptions } from './executor-options';
import { ISOLATIONS } from './surroundings';
import { toMilliseconds } from './time/duration';

/** What an option takes, in words, and whether a value is that. */
type Kind = readonly [words: string, takes: (value: unknown) => boolean];

const isText = (value: unknown) => typeof value === 'string';
const TEXT: Kind = ['a text', isText];
const FROM_ONE: Kind = ['a whole number from 1 up', (value) => Number.isInteger(value) && (value as number) >= 1];
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
const oneOf = (...values: readonly string[]): Kind => [values.join(' or '), (value) => values.includes(value as string)];
const object = (example: string): Kind => [`an object, as ${example}`, isObject];
const texts = (example: string): Kind => [
  `an object of texts, as ${example}`,
  (value) => isObject(value) && Object.values(value).every(isText),
];

const KINDS: Readonly<Record<keyof LocalExecutorOptions, Kind>> = {
  app: [
    'a folder, a command, a CDK App or a CloudAssembly',
    (value) => typeof value === 'string' || (isObject(value) && ('synth' in value || 'directory' in value)),
  ],
  clock: oneOf('system', 'virtual'),
  port: [
    'a whole number from 0 to 65535',
    (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535,
  ],
  cwd: TEXT,
  seed: TEXT,
  authentication: oneOf('any', 'verify'),
  identityPolicies: oneOf(...IDENTITY_POLICIES),
  accountConcurrency: FROM_ONE,
  journalEntries: FROM_ONE,
  schedules: ['true or false', (value) => typeof value === 'boolean'],
  logFolder: TEXT,
  jwtKeys: object("{ 'https://issuer.example': 'keys.json' }"),
  idleLifetime: ['a length of time, as { minutes: 10 }', isDuration],
  interpreters: texts("{ 'nodejs22.x': '/opt/node22/bin/node' }"),
  isolation: oneOf(...ISOLATIONS),
  layers: texts("{ 'arn:aws:lambda:eu-west-1:017000801446:layer:Tools:7': 'layers/tools' }"),
  signal: ['an AbortSignal', (value) => isObject(value) && 'aborted' in value],
};

/** Fails with OPTION_INVALID: where tests are JavaScript, nothing else tells that an option is misspelt. */
export function checkOptions(options: LocalExecutorOptions): void {
  if (!isObject(options)) throw invalid(`Options are an object, as { app: 'cdk.out' }; this is ${shown(options)}.`);
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name as keyof LocalExecutorOptions] : undefined;
    if (!kind) throw invalid(`There is no option ${name}; there are ${Object.keys(KINDS).join(', ')}.`);
    const [words, takes] = kind;
    if (value !== undefined && !takes(value)) throw invalid(`${name} is ${words}; this is ${shown(value)}.`);
  }
}

function isDuration(value: unknown): boolean {
  try {
    return toMilliseconds(value as number) >= 0;
  } catch {
    return false;
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // It leads back to itself, as constructs do, or is a BigInt.
    return String(value);
  }
}

const invalid = (message: string) => new LocalError('OPTION_INVALID', message);

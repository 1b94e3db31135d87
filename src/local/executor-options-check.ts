import { IDENTITY_POLICIES } from './engine/identity/identity-policies';
import type { LocalExecutorOptions } from './executor-options';
import {
  checkOptions,
  DURATION,
  FLAG,
  isObject,
  type Kinds,
  object,
  objectOfTexts,
  oneOf,
  TEXT,
  wholeNumber,
} from './options-check';
import { ISOLATIONS } from './surroundings';

const KINDS: Kinds<LocalExecutorOptions> = {
  app: [
    'a folder, a command, a CDK App or a CloudAssembly',
    (value) => typeof value === 'string' || (isObject(value) && ('synth' in value || 'directory' in value)),
  ],
  clock: oneOf('system', 'virtual'),
  port: wholeNumber(0, 65_535),
  cwd: TEXT,
  seed: TEXT,
  authentication: oneOf('any', 'verify'),
  identityPolicies: oneOf(...IDENTITY_POLICIES),
  accountConcurrency: wholeNumber(1),
  journalEntries: wholeNumber(1),
  schedules: FLAG,
  logFolder: TEXT,
  jwtKeys: object("{ 'https://issuer.example': 'keys.json' }"),
  idleLifetime: DURATION,
  interpreters: objectOfTexts("{ 'nodejs22.x': '/opt/node22/bin/node' }"),
  isolation: oneOf(...ISOLATIONS),
  layers: objectOfTexts("{ 'arn:aws:lambda:eu-west-1:017000801446:layer:Tools:7': 'layers/tools' }"),
  signal: ['an AbortSignal', (value) => isObject(value) && 'aborted' in value],
};

export function checkStartOptions(options: LocalExecutorOptions): void {
  checkOptions(options, KINDS, "{ app: 'cdk.out' }");
}

import { RESERVED_UNSEEN } from '../spec/cdk-validation';
import { ENVIRONMENT_KEY, ENVIRONMENT_SIZE } from '../spec/environment-limits';
import { RESERVED_VARIABLES } from '../spec/environment-variables';
import { KEY_ACTIONS_OF_ENVIRONMENT } from '../spec/execution-role';
import type { Declaration } from './declaration';
import { FUNCTION, roleOf } from './lambda-function';
import type { Part } from './part';
import { lacks } from './role-statements';
import { each, type Rule } from './rule';

const WEB_REVISION = 'AWS::Lambda::WebFunctionRevision';
const SOURCE = ENVIRONMENT_SIZE.source;

function variablesOf(fn: Declaration): readonly (readonly [string, Part])[] {
  return fn.type === WEB_REVISION ? fn.members('ServiceConfig', 'EnvironmentVariables') : fn.members('Environment', 'Variables');
}

/** Bytes as Lambda counts them; what is not known counts as nothing, so that it is more in any case. */
function sizeOf(variables: readonly (readonly [string, Part])[]): number {
  const written = variables.map(([name, value]) => {
    const text = value.isKnown() ? (value.text() ?? '') : '';
    return `${JSON.stringify(name)}:${JSON.stringify(text)}`;
  });
  return bytesIn(`{${written.join(',')}}`);
}

/** In UTF-8. */
function bytesIn(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}

export const ENVIRONMENT: readonly Rule[] = [
  {
    id: 'FN-40',
    severity: 'error',
    title: 'An environment variable has a name that Lambda does not take',
    why: 'Lambda refuses the function.',
    remedy: 'Begin the name with a letter and use letters, digits and underscores only, two at least.',
    source: ENVIRONMENT_KEY.source,
    check: each(FUNCTION, function* (fn) {
      for (const [name] of variablesOf(fn)) {
        if (ENVIRONMENT_KEY.pattern?.matches.test(name) || RESERVED_VARIABLES.includes(name)) continue;
        yield {
          on: fn,
          property: `Properties.Environment.Variables.${name}`,
          // The CDK looks for a part of the name that fits.
          ...(!/[a-zA-Z]([a-zA-Z0-9_])+/.test(name) && { seenByCdk: 'F3002' }),
          message: `The name ${JSON.stringify(name)} must have ${ENVIRONMENT_KEY.pattern?.words}, ${ENVIRONMENT_KEY.min} characters at least.`,
        };
      }
    }),
  },
  {
    id: 'FN-41',
    severity: 'error',
    title: 'The environment variables of a function are too large together',
    why: 'Lambda refuses the function when they have more than 4096 bytes as JSON.',
    remedy: 'Put large values into a parameter, a secret or a file, and give the function its name.',
    source: SOURCE,
    check: each(FUNCTION, function* (fn) {
      const size = sizeOf(variablesOf(fn));
      if (size <= ENVIRONMENT_SIZE.max) return;
      yield {
        on: fn,
        property: 'Properties.Environment.Variables',
        message: `The variables have ${size} bytes, without those that are not known yet; at most ${ENVIRONMENT_SIZE.max} are possible.`,
      };
    }),
  },
  {
    id: 'FN-42',
    severity: 'error',
    title: 'An environment variable has a reserved name',
    why: 'Lambda sets it itself, and refuses the function.',
    remedy: 'Choose another name.',
    source: SOURCE,
    check: each(FUNCTION, function* (fn) {
      for (const [name] of variablesOf(fn)) {
        if (!RESERVED_VARIABLES.includes(name)) continue;
        yield {
          on: fn,
          property: `Properties.Environment.Variables.${name}`,
          ...(!RESERVED_UNSEEN.includes(name) && { seenByCdk: 'E3663' }),
          message: `The variable ${name} is reserved.`,
        };
      }
    }),
  },
  {
    id: 'FN-44',
    severity: 'warning',
    title: 'A function has variables that are encrypted with a key its role may not use',
    why: 'Where Lambda cannot decrypt the variables in the name of the role, invocations fail.',
    remedy: 'Allow the role kms:Decrypt on the key: key.grantDecrypt(fn).',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html',
    check: each(FUNCTION, function* (fn, app) {
      const key = fn.text('KmsKeyArn');
      if (key === undefined || variablesOf(fn).length === 0) return;
      const lacking = lacks(app, roleOf(fn), KEY_ACTIONS_OF_ENVIRONMENT, key);
      if (lacking === undefined) return;
      yield { on: fn, property: 'Properties.KmsKeyArn', message: `The role may not ${lacking} with the key of the variables.` };
    }),
  },
  {
    id: 'FN-99-environment',
    severity: 'warning',
    title: 'A web function has environment variables that functions may not have',
    why: 'Lambda refuses names that it sets itself, and more than 4096 bytes, for functions; for web functions it is likely to do the same.',
    remedy: 'Choose other names, and put large values into a parameter, a secret or a file.',
    source: SOURCE,
    check: each(WEB_REVISION, function* (revision) {
      const variables = variablesOf(revision);
      const property = 'Properties.ServiceConfig.EnvironmentVariables';
      for (const [name] of variables) {
        if (RESERVED_VARIABLES.includes(name)) yield { on: revision, property, message: `The variable ${name} is reserved.` };
      }
      const size = sizeOf(variables);
      if (size > ENVIRONMENT_SIZE.max) yield { on: revision, property, message: `The variables have ${size} bytes.` };
    }),
  },
];

import { ENVIRONMENT_KEY } from '../spec/environment-limits';
import { RESERVED_VARIABLES } from '../spec/environment-variables';
import type { Variables } from './environment';
import { refuse } from './environment-error';
import { read } from './read';
import type { Variable } from './variable';

/** How the CDK writes texts and numbers that only the deployment knows; it finds them inside of texts too. */
const TOKEN = /\$\{Token\[|-1\.\d{10,16}e\+289/;

/** How it writes lists and objects of that kind into a text, where it does not find them again. */
const LOST_TOKEN = /#\{Token\[|"<unresolved-[a-z]+>"/;

type Tell = (problem: string) => void;

/** What stands in the template for the values that the app gives. */
export function texts(variables: Variables, given: Readonly<Record<string, unknown>>): Record<string, string> {
  const problems = Object.keys(given)
    .filter((name) => !Object.hasOwn(variables, name))
    .map((name) => `${name} is not declared`);
  const result: Record<string, string> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const tell = (problem: string) => problems.push(`${name} ${problem}`);
    checkName(name, tell);
    const value = given[name];
    if (value !== undefined) result[name] = text(variable, value, tell);
    else if (!variable.fallback) tell(`is missing, and must be ${variable.words}`);
    else checkDefault(variable, tell);
  }
  refuse(problems);
  return result;
}

function checkName(name: string, tell: Tell): void {
  if (RESERVED_VARIABLES.includes(name)) tell('is set by Lambda itself');
  else if (!ENVIRONMENT_KEY.pattern?.matches.test(name)) tell(`must be named with ${ENVIRONMENT_KEY.pattern?.words}`);
}

function text(variable: Variable<unknown, never>, value: unknown, tell: Tell): string {
  const { write = String } = variable;
  const written = `${write(value as never)}`;
  const isToken = TOKEN.test(written);
  if (LOST_TOKEN.test(written)) tell('must not be or have a token that is neither a text nor a number');
  else if (typeof value === 'object' && !variable.write && !isToken) tell(`must be ${variable.words}, but is an object`);
  else if (!isToken) read(variable, written, (problem) => tell(`${problem}, but is '${written}'`));
  return written;
}

/** What JSON can say may have been made into something else, which no text says. */
function checkDefault(variable: Variable<unknown, never>, tell: Tell): void {
  const value = variable.fallback?.value;
  if (value === undefined || typeof value === 'object') return;
  text(variable, value, (problem) => tell(`has a default that ${problem}`));
}

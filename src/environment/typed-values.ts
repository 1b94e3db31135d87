import type { Variables } from './environment';
import { refuse } from './environment-error';
import { read } from './read';

/** What the handler gets for the texts that it finds. */
export function typedValues(variables: Variables, from: Readonly<Record<string, string | undefined>>): object {
  const problems: string[] = [];
  const values = Object.entries(variables).map(([name, variable]) => {
    const text = from[name];
    if (text !== undefined) return [name, read(variable, text, (problem) => problems.push(`${name} ${problem}`))];
    if (!variable.fallback) problems.push(`${name} is missing, and must be ${variable.words}`);
    return [name, variable.fallback?.value];
  });
  refuse(problems);
  return Object.fromEntries(values);
}

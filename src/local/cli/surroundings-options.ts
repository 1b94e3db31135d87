import { resolve } from 'node:path';
import { host } from '../drivers/host';
import { type Command, type Streams, wrongCall } from './command';

/** A list of RUNTIME=FILE, as PATH is one of folders. */
const VARIABLE = 'LAMBDA_KIT_INTERPRETERS';

/** Options of every command that runs functions, or tells on what they run. */
export const SURROUNDINGS_OPTIONS = { interpreter: { type: 'string', multiple: true } } as const;

export const SURROUNDINGS_USAGE = '[--interpreter RUNTIME=FILE]...';

interface Given {
  readonly interpreter?: readonly string[];
}

/** What the options say, and where they say nothing, the environment. */
export function surroundingsFrom(
  { interpreter = [] }: Given,
  command: Command,
  streams: Streams,
): { readonly interpreters: Readonly<Record<string, string>> } {
  const inEnvironment = (host.variables[VARIABLE] ?? '').split(':').filter((entry) => entry !== '');
  const interpreters: Record<string, string> = {};
  for (const entry of [...inEnvironment, ...interpreter]) {
    const at = entry.indexOf('=');
    if (at < 1 || at === entry.length - 1)
      throw wrongCall(command, `An interpreter is named as nodejs22.x=/path/to/node; this is ${entry}.`);
    interpreters[entry.slice(0, at)] = resolve(streams.cwd, entry.slice(at + 1));
  }
  return { interpreters };
}

import { resolve } from 'node:path';
import { host } from '../drivers/host';
import { ISOLATIONS, type SurroundingsOptions } from '../surroundings';
import { type Command, type OptionHelp, type Streams, wrongCall } from './command';

/** A list of RUNTIME=FILE, as PATH is one of folders. */
const VARIABLE = 'LAMBDA_KIT_INTERPRETERS';

/** Options of every command that runs functions, or tells on what they run. */
export const SURROUNDINGS_OPTIONS = {
  interpreter: { type: 'string', multiple: true },
  isolation: { type: 'string' },
  layer: { type: 'string', multiple: true },
} as const;

export const SURROUNDINGS_USAGE = '[--interpreter RUNTIME=FILE]... [--isolation auto|none|required] [--layer ARN=PATH]...';

export const SURROUNDINGS_HELP: readonly OptionHelp[] = [
  ['--interpreter RUNTIME=FILE', `what runs a runtime, as nodejs22.x=/path/to/node; also in ${VARIABLE}, separated by colons`],
  ['--isolation KIND', 'auto: /var/task, /opt and /tmp as on Lambda where bubblewrap is there; none; required'],
  ['--layer ARN=PATH', 'the files of a layer of another account: a folder or a .zip archive'],
];

interface Given {
  readonly interpreter?: readonly string[];
  readonly isolation?: string;
  readonly layer?: readonly string[];
}

/** What the options say, and where they say nothing, the environment. */
export function surroundingsFrom(
  { interpreter = [], isolation = 'auto', layer = [] }: Given,
  command: Command,
  streams: Streams,
): Required<Pick<SurroundingsOptions, 'interpreters' | 'isolation' | 'layers'>> {
  const kind = ISOLATIONS.find((known) => known === isolation);
  if (!kind) throw wrongCall(command, `--isolation is one of ${ISOLATIONS.join(', ')}; this is ${isolation}.`);
  const inEnvironment = (host.variables[VARIABLE] ?? '').split(':').filter((entry) => entry !== '');
  const filesOf = (entries: readonly string[], form: string) =>
    Object.fromEntries(
      entries.map((entry) => {
        const at = entry.indexOf('=');
        if (at < 1 || at === entry.length - 1) throw wrongCall(command, `${form}; this is ${entry}.`);
        return [entry.slice(0, at), resolve(streams.cwd, entry.slice(at + 1))];
      }),
    );
  return {
    interpreters: filesOf([...inEnvironment, ...interpreter], 'An interpreter is named as nodejs22.x=/path/to/node'),
    isolation: kind,
    layers: filesOf(layer, 'The files of a layer are named as arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION=PATH'),
  };
}

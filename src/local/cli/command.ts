import { type ParseArgsConfig, parseArgs } from 'node:util';
import { LocalError } from '../errors';

/** One command of `lambda-kit`. */
export interface Command {
  readonly name: string;
  /** One line for the overview. */
  readonly summary: string;
  readonly usage: string;
  readonly options: readonly OptionHelp[];
  /** Resolves with the exit code: 0 fine, 1 the function failed, 2 the call was wrong. */
  run(args: readonly string[], streams: Streams): Promise<number>;
}

/** How an option is written, and what it does. */
export type OptionHelp = readonly [written: string, does: string];

export const APP_OPTION: OptionHelp = [
  '-a, --app FOLDER|COMMAND',
  'a cloud assembly (cdk.out), or a command that makes one; the "app" of cdk.json where this is not said',
];

/** Results go to `out`, everything else to `err`. */
export interface Streams {
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream;
  readonly in: NodeJS.ReadableStream;
  readonly cwd: string;
  /** Aborted when the person or the system asks the command to end; the reason is the exit code of whoever is cut off by that. */
  readonly ended: AbortSignal;
}

/** Like `parseArgs`, with errors that name the command. */
export function parse<T extends ParseArgsConfig>(
  command: Pick<Command, 'name' | 'usage'>,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw wrongCall(
      command,
      (error as Error).message
        .replace(/\. To specify .*/s, '.')
        .replace(/\n(?:Did you forget|To specify)[^\n]*/g, '')
        .replace(/([^.])$/, '$1.'),
    );
  }
}

/** What `--help` prints. */
export function helpOf({ usage, summary, options }: Command): string {
  const width = Math.max(...options.map(([written]) => written.length));
  return [
    `Usage: ${usage}`,
    '',
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    '',
    ...options.map(([written, does]) => `  ${written.padEnd(width)}  ${does}`),
    '',
  ].join('\n');
}

export function wrongCall(command: Pick<Command, 'name' | 'usage'>, problem: string): LocalError {
  return new LocalError('CALL_INVALID', `${problem}\n\nUsage: ${command.usage}`);
}

import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { AssemblyError } from '../../assembly/assembly-error';
import { ERRORS, LocalError } from '../errors';
import { SystemClock } from '../time/system-clock';
import { check } from './check';
import { type Command, helpOf, type Streams } from './command';
import { invoke } from './invoke';
import { list } from './list';
import { start } from './start';

/** npm, `timeout` and others pass on the Ctrl-C that the terminal has sent to this process as well. */
const ASKED_ONCE_MS = 500;

const COMMANDS: readonly Command[] = [list, check, invoke, start];

/** Runs `lambda-kit` and resolves with its exit code. */
async function main(args: readonly string[], streams: Streams): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    streams.out.write(help());
    return name === undefined ? 2 : 0;
  }
  if (name === 'help') return main([...rest, '--help'], streams);
  if (name === '--version' || name === '-v') {
    streams.out.write(`${version()}\n`);
    return 0;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  try {
    if (!command && name.startsWith('-')) {
      throw new LocalError(
        'CALL_INVALID',
        `The command comes before its options: lambda-kit list ${name} …, not lambda-kit ${name} ….`,
      );
    }
    if (!command)
      throw new LocalError(
        'CALL_INVALID',
        `There is no command ${name}; there are ${COMMANDS.map((each) => each.name).join(', ')}.`,
      );
    if (rest.includes('--help') || rest.includes('-h')) {
      streams.out.write(helpOf(command));
      return 0;
    }
    return await command.run(rest, streams);
  } catch (error) {
    if (streams.ended.aborted) return streams.ended.reason;
    if (!(error instanceof LocalError) && !(error instanceof AssemblyError)) throw error;
    streams.err.write(`${error.code}: ${error.message}\n${ERRORS[error.code]}\n`);
    return 2;
  }
}

function help(): string {
  const width = Math.max(...COMMANDS.map((command) => command.name.length));
  return [
    'Checks and runs a synthesized AWS Lambda application on this machine.',
    '',
    ...COMMANDS.map((command) => `  lambda-kit ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    '`lambda-kit COMMAND --help` tells the options of a command, `lambda-kit --version` the version.',
    '',
  ].join('\n');
}

/** Of the package that the bundle of this file is in. */
function version(): string {
  return JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')).version;
}

const ended = new AbortController();
const clock = new SystemClock();
let firstAsked: number | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    const code = 128 + constants.signals[signal];
    ended.abort(code);
    firstAsked ??= clock.now();
    // Who asks twice does not want to wait; what was started ends with this process.
    if (clock.now() - firstAsked > ASKED_ONCE_MS) process.exit(code);
  });
}
// The reader of a pipe may go away before everything is written.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    ended.abort(128 + constants.signals.SIGPIPE);
  });
}

main(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  in: process.stdin,
  cwd: process.cwd(),
  ended: ended.signal,
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\nThis is a bug of lambda-kit.\n`);
    process.exitCode = 70;
  },
);

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import type { LambdaFunction } from '../../model/function';
import { LocalError } from '../errors';
import { LocalExecutor } from '../executor';
import { findFunction, InvokeRefused, type InvokeResult } from '../function-handle';
import { APP_OPTION, type Command, parse, type Streams, wrongCall } from './command';
import { notices, pathsOf, permissionLine } from './report';
import { SURROUNDINGS_HELP, SURROUNDINGS_OPTIONS, SURROUNDINGS_USAGE, surroundingsFrom } from './surroundings-options';

const TYPES = ['RequestResponse', 'Event', 'DryRun'] as const;

/** Runs one function once; asynchronous events are waited for. */
export const invoke: Command = {
  name: 'invoke',
  summary: 'runs one function: the result to standard output, its log to standard error',
  usage: `lambda-kit invoke FUNCTION [--app FOLDER|COMMAND] [--event FILE|-] [--qualifier Q] [--type ${TYPES.join('|')}] ${SURROUNDINGS_USAGE}`,
  options: [
    APP_OPTION,
    ['-e, --event FILE|-', 'JSON from a file, or from standard input; {} where this is not said'],
    ['-q, --qualifier Q', 'a version or an alias; or FUNCTION:Q'],
    ['-t, --type TYPE', 'RequestResponse, the default; Event, with the retries that Lambda makes; DryRun'],
    ...SURROUNDINGS_HELP,
  ],

  async run(args, streams) {
    const { values, positionals } = parse(invoke, {
      args: [...args],
      options: {
        app: { type: 'string', short: 'a' },
        event: { type: 'string', short: 'e' },
        qualifier: { type: 'string', short: 'q' },
        type: { type: 'string', short: 't', default: 'RequestResponse' },
        ...SURROUNDINGS_OPTIONS,
      },
      allowPositionals: true,
    });
    const [given, ...others] = positionals;
    if (given === undefined) throw wrongCall(invoke, 'invoke needs the function: its logical id, construct path, name or ARN.');
    if (others.length > 0) throw wrongCall(invoke, `invoke takes one function, and also got ${others.join(' ')}.`);
    const type = TYPES.find((known) => known === values.type);
    if (!type) throw wrongCall(invoke, `--type is one of ${TYPES.join(', ')}; this is ${values.type}.`);
    const event = await readEvent(values.event, streams);

    const executor = await LocalExecutor.start({
      cwd: streams.cwd,
      // Somebody asked for one invocation, and a schedule would add others.
      schedules: false,
      ...surroundingsFrom(values, invoke, streams),
      signal: streams.ended,
      ...(values.app !== undefined && { app: values.app }),
    });
    const { name, qualifier } = qualified(given, values.qualifier, executor.application.functions);
    let isDone = false;
    const stop = () => void executor.stop();
    streams.ended.addEventListener('abort', stop);
    try {
      streams.err.write(notices({ unsupported: [], findings: executor.application.findings }));
      const { path } = executor.function(name);
      const pathOf = pathsOf(executor.application);
      executor.journal.subscribe((entry) => {
        // What follows is how environments end that are cut off.
        if (isDone || streams.ended.aborted) return;
        if (entry.kind === 'log')
          streams.err.write(`${pathOf(entry.function) === path ? '' : `${pathOf(entry.function)}: `}${entry.line}\n`);
        if (entry.kind === 'async.retrying') streams.err.write(`retried at ${new Date(entry.dueAt).toISOString()}\n`);
        if (entry.kind === 'permission.missing') streams.err.write(`${permissionLine(entry, pathOf)}\n`);
        if (entry.kind === 'notEmulated') streams.err.write(`${entry.what}: ${entry.why}\n`);
      });
      const result = await executor.function(name).invoke(event, { type, ...(qualifier !== undefined && { qualifier }) });
      isDone = type !== 'Event';
      const code = type === 'Event' ? await afterEvent(executor, result) : result.functionError === undefined ? 0 : 1;
      if (streams.ended.aborted) return streams.ended.reason;
      if (result.payload !== undefined) streams.out.write(`${JSON.stringify(result.payload)}\n`);
      return code;
    } catch (error) {
      if (!(error instanceof InvokeRefused)) throw error;
      streams.err.write(`${error.message}\n${qualifiersOf(executor, name, qualifier)}`);
      return 2;
    } finally {
      streams.ended.removeEventListener('abort', stop);
      await executor.stop();
    }
  },
};

/** FUNCTION:QUALIFIER, as `list` prints it and the AWS CLI takes it, in its two parts. */
function qualified(given: string, qualifier: string | undefined, functions: readonly LambdaFunction[]) {
  const at = given.lastIndexOf(':');
  const name = given.slice(0, Math.max(0, at));
  if (qualifier === undefined && !isKnown(functions, given) && isKnown(functions, name)) {
    return { name, qualifier: given.slice(at + 1) };
  }
  return { name: given, qualifier };
}

function isKnown(functions: readonly LambdaFunction[], name: string): boolean {
  try {
    return findFunction(functions, name) !== undefined;
  } catch (error) {
    if (!(error instanceof LocalError)) throw error;
    return error.code !== 'FUNCTION_UNKNOWN';
  }
}

/** What there is beside a qualifier that there is not. */
function qualifiersOf({ application }: LocalExecutor, name: string, qualifier: string | undefined): string {
  if (qualifier === undefined) return '';
  const { address, aliases, versions } = findFunction(application.functions, name);
  const there = ['$LATEST', ...versions.map(({ number }) => number), ...aliases.map((alias) => alias.name)];
  return there.includes(qualifier) ? '' : `${address.path} has no ${qualifier}; there are: ${there.join(', ')}.\n`;
}

/** Longer than any event lives. */
const EVENT_LIMIT_MS = 7 * 3_600_000;

/** Other events may have ended before it: those of functions that it has invoked. */
async function afterEvent(executor: LocalExecutor, { requestId }: InvokeResult): Promise<number> {
  await executor.settle({ timeoutMs: EVENT_LIMIT_MS });
  const done = executor.journal.entries.find((entry) => entry.kind === 'async.done' && entry.requestId === requestId);
  return done?.kind === 'async.done' && done.condition === 'Success' ? 0 : 1;
}

async function readEvent(source: string | undefined, streams: Streams): Promise<unknown> {
  if (source === undefined) return {};
  if (/^\s*[{["]/.test(source)) {
    throw new LocalError('EVENT_INVALID', `--event takes the name of a file, or - for standard input; this is ${source}.`);
  }
  const bytes = source === '-' ? await readAll(streams) : readFile(resolve(streams.cwd, source));
  // Some editors and shells of Windows begin a file with a byte order mark.
  const text = bytes.replace(/^\uFEFF/, '');
  const from = source === '-' ? 'Standard input' : source;
  if (text.trim() === '') throw new LocalError('EVENT_INVALID', `${from} is empty; an event that says nothing is {}.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new LocalError('EVENT_INVALID', `${from} is not JSON: ${(error as Error).message.replace(/\s+/g, ' ')}.`);
  }
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new LocalError('EVENT_INVALID', `There is no file ${path} with an event.`);
    }
    throw new LocalError('EVENT_INVALID', `The event file cannot be read: ${(error as Error).message}.`);
  }
}

async function readAll({ in: stream, err, ended }: Streams): Promise<string> {
  if ('isTTY' in stream && stream.isTTY) err.write('The event is read from standard input; Ctrl-D ends it.\n');
  addAbortSignal(ended, stream as Readable);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString('utf8');
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LocalError } from '../errors';
import { LocalExecutor } from '../executor';
import { findFunction, InvokeRefused } from '../function-handle';
import { type Command, parse, type Streams, wrongCall } from './command';
import { notices, permissionLine } from './report';
import { SURROUNDINGS_OPTIONS, SURROUNDINGS_USAGE, surroundingsFrom } from './surroundings-options';

const TYPES = ['RequestResponse', 'Event', 'DryRun'] as const;

/** Runs one function once; asynchronous events are waited for. */
export const invoke: Command = {
  name: 'invoke',
  summary: 'runs one function: the result to standard output, its log to standard error',
  usage: `lambda-kit invoke FUNCTION [--app FOLDER|COMMAND] [--event FILE|-] [--qualifier Q] [--type ${TYPES.join('|')}] ${SURROUNDINGS_USAGE}`,

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
    const [name, ...others] = positionals;
    if (name === undefined) throw wrongCall(invoke, 'invoke needs the function: its logical id, construct path, name or ARN.');
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
    const stop = () => void executor.stop();
    streams.ended.addEventListener('abort', stop);
    try {
      streams.err.write(notices({ unsupported: [], findings: executor.application.findings }));
      executor.journal.subscribe((entry) => {
        if (entry.kind === 'log') streams.err.write(`${entry.line}\n`);
        if (entry.kind === 'async.retrying') streams.err.write(`retried at ${new Date(entry.dueAt).toISOString()}\n`);
        if (entry.kind === 'permission.missing') streams.err.write(`${permissionLine(entry)}\n`);
        if (entry.kind === 'notEmulated') streams.err.write(`${entry.what}: ${entry.why}\n`);
      });
      const result = await executor
        .function(name)
        .invoke(event, { type, ...(values.qualifier !== undefined && { qualifier: values.qualifier }) });
      if (type === 'Event') return await afterEvent(executor);
      if (result.payload !== undefined) streams.out.write(`${JSON.stringify(result.payload)}\n`);
      return result.functionError === undefined ? 0 : 1;
    } catch (error) {
      if (!(error instanceof InvokeRefused)) throw error;
      streams.err.write(`${error.message}\n${qualifiersOf(executor, name, values.qualifier)}`);
      return 2;
    } finally {
      streams.ended.removeEventListener('abort', stop);
      await executor.stop();
    }
  },
};

/** What there is beside a qualifier that there is not. */
function qualifiersOf({ application }: LocalExecutor, name: string, qualifier: string | undefined): string {
  if (qualifier === undefined) return '';
  const { address, aliases, versions } = findFunction(application.functions, name);
  const there = ['$LATEST', ...versions.map(({ number }) => number), ...aliases.map((alias) => alias.name)];
  return there.includes(qualifier) ? '' : `${address.path} has no ${qualifier}; there are: ${there.join(', ')}.\n`;
}

/** Longer than any event lives. */
const EVENT_LIMIT_MS = 7 * 3_600_000;

async function afterEvent(executor: LocalExecutor): Promise<number> {
  await executor.settle({ timeoutMs: EVENT_LIMIT_MS });
  const done = executor.journal.entries.find((entry) => entry.kind === 'async.done');
  return done?.kind === 'async.done' && done.condition === 'Success' ? 0 : 1;
}

async function readEvent(source: string | undefined, streams: Streams): Promise<unknown> {
  if (source === undefined) return {};
  if (/^\s*[{["]/.test(source)) {
    throw new LocalError('EVENT_INVALID', `--event takes the name of a file, or - for standard input; this is ${source}.`);
  }
  const text = source === '-' ? await readAll(streams.in) : readFile(resolve(streams.cwd, source));
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

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString('utf8');
}

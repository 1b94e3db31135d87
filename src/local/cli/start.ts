import { AssemblyError } from '../../assembly/assembly-error';
import type { LambdaFunction } from '../../model/function';
import type { Outcome } from '../../rules/check-rules';
import { IDENTITY_POLICIES } from '../engine/identity/identity-policies';
import { LocalExecutor } from '../executor';
import type { Entry } from '../journal/entry';
import { SystemClock } from '../time/system-clock';
import { APP_OPTION, type Command, parse, wrongCall } from './command';
import { optimizeEarly } from './early-optimization';
import { LinesAtOnce } from './lines-at-once';
import { API_KINDS, notices, pathsOf, permissionLine, unsupportedAsJson } from './report';
import { SURROUNDINGS_HELP, SURROUNDINGS_OPTIONS, SURROUNDINGS_USAGE, surroundingsFrom } from './surroundings-options';

/** The rules wait until whatever starts the command has got its first answers. */
const CHECK_AFTER_MS = 1_000;

/** Runs the whole app until it is told to end. */
export const start: Command = {
  name: 'start',
  summary: 'runs the whole app until Ctrl-C: the endpoint for SDKs, and every URL',
  usage: `lambda-kit start [--app FOLDER|COMMAND] [--port N] [--authentication any|verify] [--identity-policies enforce|report|ignore] [--account-concurrency N] [--logs FOLDER] [--jwt-keys ISSUER=FILE]... [--json] ${SURROUNDINGS_USAGE}`,
  options: [
    APP_OPTION,
    ['-p, --port N', 'the port of the endpoint; any that is free where this is not said'],
    ['--authentication any|verify', 'whether any credentials are accepted, or only those that the executor gives out'],
    ['--identity-policies WAY', 'report, the default, tells what roles do not allow; enforce refuses it; ignore does not look'],
    ['--account-concurrency N', 'the quota of concurrent executions, 1000 unless told otherwise'],
    ['--logs FOLDER', 'writes a file for each log group as well'],
    ['--jwt-keys ISSUER=FILE', 'the keys (a JSON Web Key Set) of an issuer of tokens'],
    ['--json', 'when everything is ready, one object with all addresses'],
    ...SURROUNDINGS_HELP,
  ],

  async run(args, streams) {
    const { values, positionals } = parse(start, {
      args: [...args],
      options: {
        app: { type: 'string', short: 'a' },
        port: { type: 'string', short: 'p' },
        authentication: { type: 'string' },
        'identity-policies': { type: 'string' },
        'account-concurrency': { type: 'string' },
        logs: { type: 'string' },
        'jwt-keys': { type: 'string', multiple: true },
        json: { type: 'boolean' },
        ...SURROUNDINGS_OPTIONS,
      },
      allowPositionals: true,
    });
    if (positionals.length > 0) throw wrongCall(start, `start takes no ${positionals[0]}.`);
    const port = values.port === undefined ? undefined : portOf(values.port);
    const { authentication = 'any' } = values;
    if (authentication !== 'any' && authentication !== 'verify') {
      throw wrongCall(start, `--authentication is any or verify; this is ${authentication}.`);
    }

    const identityPolicies = IDENTITY_POLICIES.find((each) => each === (values['identity-policies'] ?? 'report'));
    if (identityPolicies === undefined) {
      throw wrongCall(start, `--identity-policies is ${IDENTITY_POLICIES.join(' or ')}; this is ${values['identity-policies']}.`);
    }

    const accountConcurrency = values['account-concurrency'];
    if (accountConcurrency !== undefined && !/^[1-9]\d*$/.test(accountConcurrency)) {
      throw wrongCall(start, `--account-concurrency is a whole number from 1 up; this is ${accountConcurrency}.`);
    }

    optimizeEarly();
    const executor = await LocalExecutor.start({
      cwd: streams.cwd,
      ...surroundingsFrom(values, start, streams),
      signal: streams.ended,
      authentication,
      identityPolicies,
      ...(values.logs !== undefined && { logFolder: values.logs }),
      ...(values['jwt-keys'] && { jwtKeys: jwtKeysOf(values['jwt-keys']) }),
      ...(values.app !== undefined && { app: values.app }),
      ...(port !== undefined && { port }),
      ...(accountConcurrency !== undefined && { accountConcurrency: Number(accountConcurrency) }),
      // Nobody looks back here: what happens is written as it comes.
      journalEntries: 100,
    });
    const lines = new LinesAtOnce(streams.err, new SystemClock());
    try {
      const { application } = executor;
      streams.err.write(notices(application));
      const pathOf = pathsOf(application);
      executor.journal.subscribe((entry) => {
        const line = logLine(entry, pathOf);
        if (line !== undefined) lines.write(line);
      });
      if (values.json) {
        streams.out.write(`${JSON.stringify(await readyObject(executor))}\n`);
      } else {
        for (const url of executor.urls()) {
          if (url.kind !== 'functionUrl') continue;
          const auth = url.authType === 'NONE' ? 'public' : 'IAM';
          streams.err.write(`${url.function}${url.qualifier ? `:${url.qualifier}` : ''} (${auth} URL): ${url.href}\n`);
        }
        for (const { kind, path, stage, url } of executor.apis) {
          streams.err.write(
            `${path} (${API_KINDS[kind]}${stage === undefined || stage === '$default' ? '' : `, stage ${stage}`}): ${url}\n`,
          );
        }
        streams.out.write(`Ready: ${counted(application.functions.length, 'function')} at ${executor.endpoint}\n`);
      }
      new SystemClock().wakeAt(new SystemClock().now() + CHECK_AFTER_MS, () => streams.err.write(judgement(executor)));
      if (!streams.ended.aborted)
        await new Promise((resolve) => streams.ended.addEventListener('abort', resolve, { once: true }));
      return 0;
    } finally {
      await executor.stop();
      lines.flush();
    }
  },
};

/** The errors that the rules find, one line each; the whole report is for `lambda-kit check`. */
function judgement(executor: LocalExecutor): string {
  if (executor.isStopped) return '';
  let violations: Outcome['violations'];
  try {
    ({ violations } = executor.check());
  } catch (error) {
    // The app may be synthesized anew meanwhile; what runs was read before, and goes on.
    if (!(error instanceof AssemblyError)) throw error;
    return `rules: not looked at: ${error.message}\n`;
  }
  const errors = violations.filter(({ rule }) => rule.severity === 'error');
  const lines = errors.map(({ rule, address, message }) => `${rule.id}: ${address.path}: ${message} ${rule.why}`);
  if (violations.length > 0) {
    const warnings = counted(violations.length - errors.length, 'warning');
    lines.push(`rules: ${counted(errors.length, 'error')}, ${warnings}; \`npx lambda-kit check\` tells what to do.`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

async function readyObject(executor: LocalExecutor) {
  const urls = executor.urls().flatMap((url) => (url.kind === 'functionUrl' ? [url] : []));
  const runsOn = await executor.surroundings();
  return {
    endpoint: executor.endpoint,
    credentials: executor.credentials,
    functions: executor.application.functions.map((fn: LambdaFunction, at) => ({
      logicalId: fn.address.logicalId,
      path: fn.address.path,
      name: fn.name,
      arn: fn.arn,
      runtime: fn.configuration.runtime ?? 'image',
      interpreter: runsOn[at]?.interpreter,
      isolation: runsOn[at]?.isolation,
      urls: urls.filter((url) => url.function === fn.address.path).map((url) => url.href),
    })),
    apis: executor.apis,
    unsupported: unsupportedAsJson(executor.application),
  };
}

/** What the person watching sees of an entry. */
function logLine(entry: Entry, pathOf: (name: string) => string): string | undefined {
  switch (entry.kind) {
    case 'log':
      return `${pathOf(entry.function)}: ${entry.line}`;
    case 'http':
      return `${entry.method} ${entry.path} -> ${entry.status}${entry.refused ? ` (${entry.refused})` : ''}`;
    case 'httpRequest':
      return `${entry.method} ${entry.path} -> ${entry.status}${entry.refused ? ` (${entry.refused})` : ''}`;
    case 'webSocket.connect':
      return `${entry.api}: a client of ${entry.stage} -> ${entry.status}${entry.refused ? ` (${entry.refused})` : ''}`;
    case 'webSocket.message':
      return `${entry.api}: a message${entry.route ? ` -> ${entry.route}` : ''}${entry.refused ? ` (${entry.refused})` : ''}`;
    case 'webSocket.managed':
      return entry.why
        ? `${entry.api}: ${entry.operation} of ${entry.connectionId} -> ${entry.status} (${entry.why})`
        : undefined;
    case 'webSocket.disconnect':
      return `${entry.api}: a client is gone, ${entry.code}${entry.reason ? ` ${entry.reason}` : ''}${entry.refused ? ` (${entry.refused})` : ''}`;
    case 'invocation.throttled':
      return `${pathOf(entry.function)}: throttled, ${entry.reason}`;
    case 'async.retrying':
      return `${pathOf(entry.function)}: event ${entry.requestId} is tried again at ${new Date(entry.dueAt).toISOString()}`;
    case 'async.done':
      return entry.condition === 'Success'
        ? undefined
        : `${pathOf(entry.function)}: event ${entry.requestId} was given up: ${entry.condition}`;
    case 'async.delivery':
      return entry.outcome === 'delivered'
        ? undefined
        : `${pathOf(entry.function)}: ${entry.targetArn} did not receive ${entry.body}: ${entry.why}`;
    case 'bucket.notified':
      return entry.outcome === 'delivered'
        ? undefined
        : `${entry.bucket}: ${entry.targetArn} was not told of ${entry.event} ${entry.key}: ${entry.why}`;
    case 'image.making':
      return `images: ${entry.command} of ${entry.image} has begun, which may take minutes`;
    case 'stream.retrying':
      return `${entry.target}: ${entry.count} records of ${entry.stream} are tried again: ${entry.why}`;
    case 'stream.gaveUp':
      return `${entry.target}: ${entry.count} records of ${entry.stream} were given up: ${entry.condition}`;
    case 'invocation.looped':
      return `${pathOf(entry.function)}: stopped, it has run too often in one chain of requests`;
    case 'message.returned':
      return `${entry.queue}: ${counted(entry.messageIds.length, 'message')} not handled by ${entry.target}: ${entry.why}`;
    case 'message.gone':
      return entry.why === 'deadLettered' || entry.why === 'expired'
        ? `${entry.queue}: message ${entry.messageId} is ${entry.why === 'expired' ? 'expired' : `set aside to ${entry.to}`}`
        : undefined;
    case 'targetGroup.health':
      return entry.health === 'unhealthy' ? `${entry.group}: ${entry.target} is unhealthy: ${entry.why}` : undefined;
    case 'permission.missing':
      return permissionLine(entry, pathOf);
    case 'notEmulated':
      return `${entry.what}: ${entry.why}`;
    default:
      return undefined;
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || text.trim() === '') {
    throw wrongCall(start, `--port is a whole number from 0 to 65535; this is ${text}.`);
  }
  return port;
}

/** Each as ISSUER=FILE. */
function jwtKeysOf(entries: readonly string[]): Readonly<Record<string, string>> {
  const found = entries.map((entry) => {
    const at = entry.indexOf('=');
    if (at < 1 || at === entry.length - 1) {
      throw wrongCall(start, `Keys of an issuer are named as https://issuer.example=keys.json; this is ${entry}.`);
    }
    return [entry.slice(0, at), entry.slice(at + 1)] as const;
  });
  return Object.fromEntries(found);
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

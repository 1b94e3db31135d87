import { basename } from 'node:path';
import { readAssembly } from '../../assembly/read-assembly';
import type { ApiDoor, ApiRoute } from '../../model/api-door';
import { apiDoorsOf } from '../../model/api-doors';
import type { LambdaFunction } from '../../model/function';
import type { FunctionSource } from '../../model/function-source';
import { functionSourcesOf } from '../../model/function-sources';
import { assemblyFolder } from '../drivers/app-source';
import { asItRunsHere, askSurroundings, engineFor, isolationOf, type RunsOn } from '../surroundings';
import { APP_OPTION, type Command, parse, wrongCall } from './command';
import { sourcesAsJson, sourcesAsText } from './list-sources';
import { API_KINDS, notices, table, unsupportedAsJson } from './report';
import { SURROUNDINGS_HELP, SURROUNDINGS_OPTIONS, SURROUNDINGS_USAGE, surroundingsFrom } from './surroundings-options';

/** Prints the functions of an app, what sets them off, and the routes of its APIs. */
export const list: Command = {
  name: 'list',
  summary: 'the functions of an app, what sets each of them off, and the routes of its APIs',
  usage: `lambda-kit list [--app FOLDER|COMMAND] [--json] ${SURROUNDINGS_USAGE}`,
  options: [APP_OPTION, ['--json', 'one object, for machines'], ...SURROUNDINGS_HELP],

  async run(args, streams) {
    const { values, positionals } = parse(list, {
      args: [...args],
      options: { app: { type: 'string', short: 'a' }, json: { type: 'boolean' }, ...SURROUNDINGS_OPTIONS },
      allowPositionals: true,
    });
    if (positionals.length > 0) throw wrongCall(list, `list takes no ${positionals[0]}.`);
    const given = surroundingsFrom(values, list, streams);
    const folder = await assemblyFolder(values.app, streams.cwd, streams.ended);
    try {
      const read = readAssembly(folder.directory);
      const engine = await engineFor(read.functions);
      const application = asItRunsHere(read, given, engine);
      streams.err.write(notices(application));
      const { why } = await isolationOf(given);
      if (why !== undefined) streams.err.write(`Functions are not isolated: ${why}.\n`);
      const surroundings = { ...given, projectDirectory: folder.projectDirectory };
      const runsOn = await askSurroundings(application.functions, surroundings, engine);
      const sources = functionSourcesOf(application);
      if (values.json) {
        const json = {
          functions: application.functions.map((fn, at) => asJson(fn, runsOn[at], sources.get(fn.arn) ?? [])),
          apis: apiDoorsOf(application).map(apiAsJson),
          unsupported: unsupportedAsJson(application),
          findings: application.findings,
        };
        streams.out.write(`${JSON.stringify(json, null, 2)}\n`);
      } else {
        streams.out.write(asText(application.functions, runsOn));
        streams.out.write(sourcesAsText(application.functions, sources));
        streams.out.write(routesAsText(apiDoorsOf(application)));
      }
      return 0;
    } finally {
      folder.cleanUp();
    }
  },
};

function asJson(fn: LambdaFunction, runsOn: RunsOn | undefined, sources: readonly FunctionSource[]) {
  const { configuration } = fn;
  return {
    logicalId: fn.address.logicalId,
    path: fn.address.path,
    name: fn.name,
    arn: fn.arn,
    runtime: configuration.runtime ?? 'image',
    interpreter: runsOn?.interpreter,
    isolation: runsOn?.isolation,
    handler: configuration.handler,
    architecture: configuration.architecture,
    memoryMb: configuration.memoryMb,
    timeoutSeconds: configuration.timeoutSeconds,
    reservedConcurrency: fn.reservedConcurrency,
    versions: fn.versions.map((version) => version.number),
    aliases: fn.aliases.map(({ name, version, additional }) => ({ name, version, ...(additional && { additional }) })),
    urls: fn.urls.map(({ authType, invokeMode, qualifier }) => ({ authType, invokeMode, ...(qualifier && { qualifier }) })),
    sources: sourcesAsJson(sources),
  };
}

function asText(functions: readonly LambdaFunction[], runsOn: readonly RunsOn[]): string {
  if (functions.length === 0) return 'The app has no functions.\n';
  const head = ['FUNCTION', 'RUNTIME', 'RUNS ON', 'MEMORY', 'TIMEOUT', 'VERSIONS', 'ALIASES', 'URLS'];
  const rows = functions.map((fn, at) => [
    fn.address.path,
    fn.configuration.runtime ?? 'image',
    interpreterText(runsOn[at]),
    `${fn.configuration.memoryMb} MB`,
    `${fn.configuration.timeoutSeconds} s`,
    fn.versions.map((version) => version.number).join(', '),
    fn.aliases.map(aliasText).join(', '),
    fn.urls
      .map((url) => `${url.authType === 'NONE' ? 'public' : 'IAM'}${url.qualifier ? ` on ${url.qualifier}` : ''}`)
      .join(', '),
  ]);
  return table([head, ...rows.map((row) => row.map((cell) => cell || '-'))]);
}

function apiAsJson({ kind, address, id, name, entrances, routes }: ApiDoor) {
  const shown = routes.map(({ address: { logicalId }, ...route }) => ({ logicalId, ...route }));
  return { kind, logicalId: address.logicalId, path: address.path, id, name, entrances, routes: shown };
}

type Shown = Pick<ApiRoute, 'key' | 'target' | 'authorizer' | 'why'>;

function routesAsText(apis: readonly ApiDoor[]): string {
  if (apis.length === 0) return '';
  const none: readonly Shown[] = [{ key: '', target: '' }];
  const rows = apis.flatMap(({ kind, address, routes }) =>
    (routes.length > 0 ? routes : none).map((route: Shown) => [
      ...[address.path, API_KINDS[kind], route.key, route.target, route.authorizer ?? ''],
      route.why === undefined ? 'yes' : `no: ${route.why}`,
    ]),
  );
  const head = ['API', 'KIND', 'ROUTE', 'LEADS TO', 'AUTHORIZER', 'SERVED'];
  return `\n${table([head, ...rows.map((row) => row.map((cell) => cell || '-'))])}`;
}

function interpreterText({ interpreter, isolation }: Partial<RunsOn> = {}): string {
  if (!interpreter) return '';
  if (isolation === 'container') return `${basename(interpreter.command)} ${interpreter.version}`;
  return interpreter.exact ? (interpreter.version ?? interpreter.command) : `${interpreter.version} (nearest)`;
}

function aliasText(alias: LambdaFunction['aliases'][number]): string {
  if (!alias.additional) return `${alias.name} -> ${alias.version}`;
  const share = Math.round(alias.additional.weight * 10_000) / 100;
  return `${alias.name} -> ${alias.version} (${100 - share} %), ${alias.additional.version} (${share} %)`;
}

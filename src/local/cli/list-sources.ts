import type { LambdaFunction } from '../../model/function';
import type { FunctionSource, FunctionSourceKind, FunctionSources } from '../../model/function-source';
import { API_KINDS, table } from './report';

/** As a person names them. */
const SOURCE_KINDS: Readonly<Record<FunctionSourceKind, string>> = {
  ...API_KINDS,
  queue: 'queue',
  stream: 'stream',
  table: 'table',
  kafka: 'Kafka',
  broker: 'broker',
  documentDb: 'DocumentDB',
  topic: 'topic',
  bucket: 'bucket',
  rule: 'rule',
  schedule: 'schedule',
  authorizer: 'authorizer of',
  functionUrl: 'URL',
  function: 'function',
  pipe: 'pipe',
  logFilter: 'log filter',
  iot: 'AWS IoT',
  graphQl: 'AppSync API',
  stateMachine: 'state machine',
  userPool: 'user pool',
  alarm: 'alarm',
  configRule: 'Config rule',
  pipeline: 'pipeline',
  repository: 'repository',
  secretRotation: 'rotation',
  mailRule: 'mail rule',
  bot: 'bot',
  agent: 'agent',
  deliveryStream: 'Firehose',
  objectLambda: 'Object Lambda',
  fileServer: 'file server',
  contactCenter: 'Amazon Connect',
  customResource: 'custom resource',
  deployment: 'deployment',
  other: 'other',
};

/** A longer list of routes, or a longer pattern, is cut off in the table; `--json` has all of it. */
const MOST_ROUTES = 3;
const LONGEST_FACT = 60;

/** One line for everything that sets a function off; a function that nothing in the app sets off has one as well. */
export function sourcesAsText(functions: readonly LambdaFunction[], sources: FunctionSources): string {
  if (functions.length === 0) return '';
  const head = ['FUNCTION', 'SET OFF BY', 'WHICH', 'HOW', 'HERE'];
  const rows = functions.flatMap(({ address, arn }) => {
    const own = sources.get(arn) ?? [];
    return own.length > 0 ? own.map((source) => rowOf(address.path, source)) : [[address.path, '-', '-', '-', '-']];
  });
  return `\n${table([head, ...rows])}`;
}

export function sourcesAsJson(sources: readonly FunctionSource[]) {
  return sources.map(({ kind, source, qualifier, how, disabled = false, why }) => ({
    ...{ kind, source },
    ...(qualifier !== undefined && { qualifier }),
    how,
    enabled: !disabled,
    ...(why !== undefined && { why }),
  }));
}

function rowOf(path: string, { kind, source, qualifier, how, disabled, why }: FunctionSource): readonly string[] {
  const isRoutes = kind in API_KINDS || kind === 'authorizer';
  return [
    qualifier === undefined ? path : `${path}:${qualifier}`,
    SOURCE_KINDS[kind],
    source,
    (isRoutes ? shortened(how) : how.map(cut).join(', ')) || '-',
    why === undefined ? (disabled ? 'disabled' : 'yes') : `no: ${why}`,
  ];
}

function shortened(routes: readonly string[]): string {
  const others = routes.length - MOST_ROUTES;
  const shown = routes.slice(0, others > 1 ? MOST_ROUTES : routes.length).map(cut);
  return [...shown, ...(others > 1 ? [`and ${others} more`] : [])].join(', ');
}

const cut = (text: string) => (text.length > LONGEST_FACT ? `${text.slice(0, LONGEST_FACT - 1)}…` : text);

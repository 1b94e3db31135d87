import type { RestApi, RestDomain, RestStage } from '../../../model/rest-api';
import type { Chance } from '../../chance-port';
import type { EnteredStage } from './rest-call';

/** A stage that a request is for, and the path below it. */
export interface Entered {
  readonly stage: EnteredStage;
  readonly path: string;
  readonly below: string;
  /** Of the app's own, where it came in at one. */
  readonly domainName?: string;
}

/** The stage that the path of an API's own address begins with. */
export function enterApi(api: RestApi, rawPath: string, chance: Chance): Entered | undefined {
  const [, name = ''] = rawPath.split('/', 2);
  const stage = stageNamed(api, name, chance);
  if (!stage) return undefined;
  const below = onlyOneSlash(rawPath.slice(name.length + 1));
  return { stage, path: below, below };
}

/** The API and stage that a domain of the app's own has behind a path: the longest base path counts. */
export function enterDomain(
  { name: domainName, mappings }: RestDomain,
  apis: ReadonlyMap<string, RestApi>,
  rawPath: string,
  chance: Chance,
): (Entered & { readonly api: RestApi }) | undefined {
  const sorted = [...mappings].sort((a, b) => b.basePath.length - a.basePath.length);
  const mapping = sorted.find(({ basePath }) => basePath === '' || `${rawPath}/`.startsWith(`/${basePath}/`));
  const api = mapping && apis.get(mapping.apiId);
  if (!mapping || !api) return undefined;
  const rest = mapping.basePath === '' ? rawPath : rawPath.slice(mapping.basePath.length + 1);
  const name = mapping.stage ?? rest.split('/', 2)[1] ?? '';
  const stage = stageNamed(api, name, chance);
  const below = onlyOneSlash(mapping.stage === undefined ? rest.slice(name.length + 1) : rest);
  return stage && { api, stage, path: rawPath, below, domainName };
}

/** As recorded: of several slashes behind the stage one is left. */
function onlyOneSlash(path: string): string {
  return `/${path.replace(/^\/+/, '')}`;
}

function stageNamed(api: RestApi, name: string, chance: Chance): EnteredStage | undefined {
  const stage = api.stages.find((each) => each.name === name);
  return stage && entered(stage, chance);
}

function entered({ name, deploymentId, variables, canary }: RestStage, chance: Chance): EnteredStage {
  if (!canary) return { name, deploymentId, variables };
  const isCanary = chance.fraction() * 100 < canary.percentTraffic;
  if (!isCanary) return { name, deploymentId, variables, isCanary };
  return { name, deploymentId: canary.deploymentId || deploymentId, variables: { ...variables, ...canary.variables }, isCanary };
}

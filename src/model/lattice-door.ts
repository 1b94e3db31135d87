import type { ApiDoor, ApiRoute } from './api-door';
import type { Application } from './application';
import { functionShown, functionsIn } from './lambda-uri';
import type { LatticeAction, LatticeMatch, LatticeService } from './lattice';

/** The path under which services of VPC Lattice are served on every host name of the server; it is no part of the event's path. */
export const LATTICE_PREFIX = '/_lattice/';

/** The services of VPC Lattice, as a person sees them: every listener is an entrance. */
export function latticeDoors(application: Application): readonly ApiDoor[] {
  return (application.latticeServices ?? []).map((service) => ({
    kind: 'latticeService',
    address: service.address,
    id: service.id,
    prefix: LATTICE_PREFIX,
    name: service.name,
    domainName: service.domainName,
    addresses: addressesOf(service),
    entrances: service.listeners.map(({ port }) => ({ path: `/${port}/` })),
    routes: service.listeners.flatMap(({ address, port, rules, defaultAction }) => [
      ...rules.map(({ match, action, ...rule }) => ({
        address: rule.address,
        key: `${port} ${matchText(match)}`,
        ...shown(action, service, application),
      })),
      { address, key: `${port} default`, ...shown(defaultAction, service, application) },
    ]),
  }));
}

/** Longer ones first, as they begin like the others. */
function addressesOf({ domainName, listeners }: LatticeService): readonly (readonly [string, string])[] {
  const found = listeners.flatMap(({ port, protocol }) => {
    const [origin, usual] = protocol === 'HTTPS' ? [`https://${domainName}`, 443] : [`http://${domainName}`, 80];
    const exact = [`${origin}:${port}`, `/${port}`] as const;
    return port === usual ? [exact, [origin, `/${port}`] as const] : [exact];
  });
  return found.sort(([one], [other]) => other.length - one.length);
}

function matchText({ method, path, headers }: LatticeMatch): string {
  const ofPath = path === undefined ? [] : [`${path.text}${path.kind === 'prefix' ? '*' : ''}`];
  const ofHeaders = headers.map(({ name, kind, text }) => `${name} ${kind} ${text}`);
  return [...(method === undefined ? [] : [method]), ...ofPath, ...ofHeaders].join(' ');
}

function shown(
  action: LatticeAction,
  { authType }: LatticeService,
  { latticeTargetGroups = [], functions }: Application,
): Pick<ApiRoute, 'target' | 'functions' | 'why'> {
  const why = authType === 'AWS_IAM' ? { why: 'Auth policies are not emulated.' } : {};
  if (action.kind === 'fixedResponse') return { target: `fixed response ${action.status}`, ...why };
  const targets = action.groups.map(({ id }) => latticeTargetGroups.find((group) => group.id === id)?.functionArn ?? id);
  return { target: targets.map((target) => functionShown(target, functions)).join(', '), ...functionsIn(targets), ...why };
}

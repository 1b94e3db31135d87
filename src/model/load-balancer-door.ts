import type { ApiDoor, ApiRoute } from './api-door';
import type { Application } from './application';
import { functionShown, functionsIn } from './lambda-uri';
import type { Listener, ListenerAction, LoadBalancer, RuleCondition, TargetGroup } from './load-balancer';

/** The path under which listeners are served on every host name of the server; it is no part of the event's path. */
export const ALB_PREFIX = '/_alb/';

/** The load balancers of the app, as a person sees them: every listener is an entrance. */
export function loadBalancerDoors(application: Application): readonly ApiDoor[] {
  const { loadBalancers = [] } = application;
  return loadBalancers.map((balancer) => ({
    kind: 'loadBalancer',
    address: balancer.address,
    id: isAlone(balancer, loadBalancers) ? balancer.name : (balancer.dnsName.split('.')[0] as string).toLowerCase(),
    prefix: ALB_PREFIX,
    name: balancer.name,
    domainName: balancer.dnsName,
    addresses: balancer.listeners
      .flatMap((listener) => addressesOf(balancer, listener))
      .sort(([one], [other]) => other.length - one.length),
    entrances: balancer.listeners.map(({ port }) => ({ path: `/${port}/` })),
    routes: balancer.listeners.flatMap((listener) => routesOf(listener, application)),
  }));
}

/** Longer ones first, as they begin like the others. */
function addressesOf({ dnsName }: LoadBalancer, { port, protocol }: Listener): readonly (readonly [string, string])[] {
  const [scheme, usual] = protocol === 'HTTPS' ? ['https', 443] : ['http', 80];
  const names = [...new Set([dnsName, dnsName.toLowerCase()])].map((name) => `${scheme}://${name}`);
  const all = names.map((name) => [`${name}:${port}`, `/${port}`] as const);
  return port === usual ? [...all, ...names.map((name) => [name, `/${port}`] as const)] : all;
}

/** Names are unique in a Region of an account only. */
function isAlone({ name }: LoadBalancer, all: readonly LoadBalancer[]): boolean {
  return all.filter((each) => each.name === name).length === 1;
}

function routesOf(listener: Listener, application: Application): readonly ApiRoute[] {
  const { address, port, rules, defaultAction } = listener;
  const others = { address, key: `${port} default`, ...shown(defaultAction, application) };
  return [
    ...rules.map(({ conditions, action, ...rule }) => ({
      address: rule.address,
      key: `${port} ${conditions.map(conditionText).join(' and ')}`,
      ...shown(action, application),
    })),
    others,
  ];
}

function conditionText({ field, values, regexValues, header, pairs = [] }: RuleCondition): string {
  const of = pairs.map(({ key, value }) => (key === undefined ? value : `${key}=${value}`));
  return `${header ?? field} ${[...values, ...regexValues, ...of].join(' or ')}`;
}

function shown(action: ListenerAction, application: Application): Pick<ApiRoute, 'target' | 'functions' | 'why'> {
  switch (action.kind) {
    case 'redirect':
      return { target: `redirect ${action.status}` };
    case 'fixedResponse':
      return { target: `fixed response ${action.status}` };
    case 'notEmulated':
      return { target: 'nothing', why: action.why };
    case 'forward': {
      const { targetGroups = [], functions } = application;
      const groups = action.groups.map(({ arn }) => targetGroups.find((group) => group.arn === arn));
      const why = groups.map(whyNotServed).find((each) => each !== undefined);
      const targets = groups.map((group) => group?.functionArn ?? group?.address.path ?? 'nothing');
      return {
        target: targets.map((target) => functionShown(target, functions)).join(', '),
        ...functionsIn(targets),
        ...(why !== undefined && { why }),
      };
    }
  }
}

function whyNotServed(group: TargetGroup | undefined): string | undefined {
  if (group === undefined) return 'Its target group is not one of this app.';
  return group.type === 'lambda' ? undefined : `Targets of type ${group.type} are not run here.`;
}

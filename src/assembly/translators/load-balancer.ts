import type { Application } from '../../model/application';
import type { HealthCheck, Listener, ListenerRule, LoadBalancer, TargetGroup } from '../../model/load-balancer';
import { HEALTH_CHECK_COUNTS, HEALTH_CHECK_DEFAULTS } from '../../spec/event-sources/load-balancing';
import { defined, isList, type Json, member, textFrom, textMember } from '../json';
import type { Resource } from '../resource';
import { attributeOf, refOf } from '../resource-values/table';
import { attempt, Unresolved } from '../unresolved';
import { optional, type Translation, translated } from './draft';
import { actionOf, conditionsOf, rewritesOf } from './listener-rule';

type Found = Pick<Application, 'loadBalancers' | 'targetGroups'>;
type OfType = (type: string) => readonly Resource[];

const TYPE = 'AWS::ElasticLoadBalancingV2';

/** The load balancers that listen for HTTP, and where they forward to. */
export function loadBalancersOf(of: OfType, context: Translation): Found {
  const targetGroups = of(`${TYPE}::TargetGroup`).flatMap((resource) => targetGroup(resource, context) ?? []);
  const rules = of(`${TYPE}::ListenerRule`).flatMap((resource) => listenerRule(resource, context) ?? []);
  const listeners = of(`${TYPE}::Listener`).flatMap((resource) => listener(resource, context, rules) ?? []);
  const loadBalancers = of(`${TYPE}::LoadBalancer`).flatMap((resource) => loadBalancer(resource, context, listeners) ?? []);
  sayOrphans(of(`${TYPE}::Listener`), of(`${TYPE}::LoadBalancer`), 'LoadBalancerArn', 'load balancer', context);
  sayOrphans(of(`${TYPE}::ListenerRule`), of(`${TYPE}::Listener`), 'ListenerArn', 'listener', context);
  return {
    ...(loadBalancers.length > 0 && { loadBalancers }),
    ...(targetGroups.length > 0 && { targetGroups }),
  };
}

type Of<T> = { readonly parent: string; readonly item: T };

function loadBalancer(resource: Resource, context: Translation, listeners: readonly Of<Listener>[]): LoadBalancer | undefined {
  const essentials = translated(resource, context, () => ({
    type: resource.text('Type') ?? 'application',
    arn: refOf(resource.type, resource),
    name: String(attributeOf(resource.type, resource, 'LoadBalancerName')),
    dnsName: String(attributeOf(resource.type, resource, 'DNSName')),
  }));
  if (essentials === undefined) return undefined;
  const { type, ...named } = essentials;
  if (type !== 'application') {
    context.report.leaveOut(
      resource,
      `Load balancers of type ${type} have no functions as targets, so nothing is served for it.`,
    );
    return undefined;
  }
  const { address, region, account } = resource;
  const own = listeners.filter(({ parent }) => parent === named.arn).map(({ item }) => item);
  return {
    ...{ address, region, account, ...named },
    attributes: attributesOf(resource, context, 'LoadBalancerAttributes'),
    listeners: own.sort((one, other) => one.port - other.port),
  };
}

function listener(resource: Resource, context: Translation, rules: readonly Of<ListenerRule>[]): Of<Listener> | undefined {
  const essentials = translated(resource, context, () => {
    const protocol = resource.text('Protocol');
    return {
      parent: resource.required('LoadBalancerArn'),
      protocol,
      arn: refOf(resource.type, resource),
      port: resource.number('Port') ?? (protocol === 'HTTPS' ? 443 : 80),
      action: protocol === 'HTTP' || protocol === 'HTTPS' ? actionOf(resource.value('DefaultActions')) : undefined,
    };
  });
  // Those of other kinds belong to load balancers that are told of.
  if (essentials?.action === undefined) return undefined;
  const { parent, protocol, arn, port, action } = essentials;
  if (action.kind === 'notEmulated') context.report.leaveOut(resource, `${action.why} Requests that no rule is for get 501.`);
  const own = rules.filter((rule) => rule.parent === arn).map(({ item }) => item);
  const item: Listener = {
    ...{ address: resource.address, arn, port, protocol: protocol === 'HTTPS' ? 'HTTPS' : 'HTTP' },
    attributes: attributesOf(resource, context, 'ListenerAttributes'),
    rules: own.sort((one, other) => one.priority - other.priority),
    defaultAction: action,
  };
  return { parent, item };
}

/** A rule that lost one of its conditions would take requests that are others', so it is taken whole or not at all. */
function listenerRule(resource: Resource, context: Translation): Of<ListenerRule> | undefined {
  const rule = translated(resource, context, () => ({
    parent: resource.required('ListenerArn'),
    item: {
      address: resource.address,
      priority: Number(resource.required('Priority')),
      conditions: conditionsOf(resource.value('Conditions')),
      action: actionOf(resource.value('Actions')),
      rewrites: rewritesOf(resource.value('Transforms')),
    },
  }));
  const action = rule?.item.action;
  if (action?.kind === 'notEmulated') context.report.leaveOut(resource, `${action.why} Requests that it is for get 501.`);
  return rule;
}

function targetGroup(resource: Resource, context: Translation): TargetGroup | undefined {
  const { address, region, account } = resource;
  const essentials = translated(resource, context, () => ({
    arn: refOf(resource.type, resource),
    name: String(attributeOf(resource.type, resource, 'TargetGroupName')),
    type: resource.text('TargetType') ?? 'instance',
    functionArn: functionArnOf(resource),
  }));
  if (essentials === undefined) return undefined;
  if (essentials.type !== 'lambda') {
    context.report.leaveOut(resource, `Targets of type ${essentials.type} are not run here: requests for them get 503.`);
  }
  const attributes = attributesOf(resource, context, 'TargetGroupAttributes');
  return defined({
    ...{ address, region, account, ...essentials },
    hasMultiValueHeaders: attributes['lambda.multi_value_headers.enabled'] === 'true',
    healthCheck: essentials.type === 'lambda' ? healthCheckOf(resource, context) : undefined,
  });
}

function functionArnOf(resource: Resource): string | undefined {
  const targets = resource.value('Targets');
  if (resource.text('TargetType') !== 'lambda' || !isList(targets) || targets.length === 0) return undefined;
  if (targets.length > 1) throw new Unresolved('PROPERTY_INVALID', `Targets must be one function, not ${targets.length}`);
  const id = textMember(targets[0], 'Id');
  if (id === undefined) throw new Unresolved('PROPERTY_INVALID', 'Targets.0.Id is missing');
  return id;
}

function healthCheckOf(resource: Resource, context: Translation): HealthCheck | undefined {
  return optional(resource, context, 'HealthCheckEnabled', () => {
    if (resource.flag('HealthCheckEnabled') !== true) return undefined;
    const matcher = resource.open('Matcher') === undefined ? undefined : resource.text('Matcher', 'HttpCode');
    return {
      path: resource.text('HealthCheckPath') ?? '/',
      intervalSeconds: resource.number('HealthCheckIntervalSeconds') ?? HEALTH_CHECK_DEFAULTS.intervalSeconds,
      timeoutSeconds: resource.number('HealthCheckTimeoutSeconds') ?? HEALTH_CHECK_DEFAULTS.timeoutSeconds,
      healthyCount: resource.number('HealthyThresholdCount') ?? HEALTH_CHECK_COUNTS.healthy,
      unhealthyCount: resource.number('UnhealthyThresholdCount') ?? HEALTH_CHECK_COUNTS.unhealthy,
      codes: matcher ?? '200',
    };
  });
}

function attributesOf(resource: Resource, context: Translation, property: string): Readonly<Record<string, string>> {
  const listed = optional(resource, context, property, () => resource.value(property));
  const pairs = (isList(listed) ? listed : []).map((each: Json) => [
    textMember(each, 'Key') ?? '',
    textFrom(member(each, 'Value') ?? ''),
  ]);
  return Object.fromEntries(pairs);
}

/** Those that belong to what another app has made. */
function sayOrphans(
  resources: readonly Resource[],
  parents: readonly Resource[],
  property: string,
  noun: string,
  context: Translation,
): void {
  const known = new Set(parents.flatMap((parent) => attempt(() => refOf(parent.type, parent)).value ?? []));
  for (const resource of resources) {
    const arn = attempt(() => resource.text(property)).value;
    if (arn !== undefined && !known.has(arn)) {
      context.report.leaveOut(resource, `Its ${noun} ${arn} is not one of this app, so no request reaches it.`);
    }
  }
}

import type { Application } from '../../../model/application';
import type { ListenerAction, ListenerRule, LoadBalancer, TargetGroup } from '../../../model/load-balancer';
import { ALB_PRINCIPAL, ALB_REQUEST_MAX } from '../../../spec/load-balancer';
import type { Chance } from '../../chance-port';
import { ruleFor } from '../../engine/load-balancer/conditions';
import { weighted } from '../../engine/load-balancer/forward';
import { rewritten } from '../../engine/load-balancer/rewrite';
import { albTraceId } from '../../engine/load-balancer/trace-id';
import { traceHeader } from '../../engine/trace-header';
import type { Journal } from '../../journal/journal';
import type { Clock } from '../../time/clock';
import { type Door, type HttpResponse, jsonResponse, type RequestBody, withHeaders } from '../http';
import { headerOf } from '../request-facts';
import { type Asked, askedOf } from './asked';
import { type AlbEnding, failed } from './ending';
import { albEvent } from './event';
import { invokeTarget, type TargetPorts } from './function-target';
import { ownPage, withListenerHeaders } from './pages';
import { albPlaceOf, labelOf, listenerAt } from './place';
import { redirection } from './redirection';
import { albResponse } from './response';
import { stickyCookies, stuckGroup } from './stickiness';

export interface LoadBalancerOptions extends TargetPorts {
  readonly application: Pick<Application, 'loadBalancers' | 'targetGroups'>;
  readonly journal: Journal;
  readonly chance: Chance;
  readonly clock: Pick<Clock, 'now'>;
}

/** Serves the listeners of load balancers, at the addresses of `place.ts`. */
export function loadBalancerDoor(options: LoadBalancerOptions): Door {
  const { loadBalancers = [], targetGroups = [] } = options.application;
  const balancers = byName(loadBalancers);
  const groups = new Map(targetGroups.map((group) => [group.arn, group]));
  return (head) => {
    const place = albPlaceOf(head);
    if (!place) return undefined;
    const balancer = balancers.get(place.balancer);
    const isThere = balancer !== undefined && (place.region === undefined || place.region === balancer.region);
    const listener = isThere ? listenerAt(balancer, place.port) : undefined;
    if (!isThere || !listener) return { bodyLimit: 0, answer: () => notThere(place.balancer, place.port) };
    const served = new Request(askedOf(head, place, balancer, listener), groups, options);
    return { bodyLimit: ALB_REQUEST_MAX, answer: (body) => served.answer(body) };
  };
}

/** By the name and, for those that share it, by the first label of the host name. */
function byName(balancers: readonly LoadBalancer[]): ReadonlyMap<string, LoadBalancer> {
  const names = balancers.map((balancer) => [balancer.name, balancer] as const);
  return new Map([...names.reverse(), ...balancers.map((balancer) => [labelOf(balancer), balancer] as const)]);
}

/** AWS answers nothing: there is nobody who listens. */
function notThere(balancer: string, port: number | undefined): HttpResponse {
  const at = port === undefined ? '' : ` that listens on port ${port}`;
  return jsonResponse(404, { message: `The app has no load balancer ${balancer}${at}.` });
}

/** One request at a listener. */
class Request {
  private readonly startedAt: number;
  private readonly rule: ListenerRule | undefined;
  private readonly action: ListenerAction;

  constructor(
    private readonly asked: Asked,
    private readonly groups: ReadonlyMap<string, TargetGroup>,
    private readonly options: LoadBalancerOptions,
  ) {
    this.startedAt = options.clock.now();
    this.rule = ruleFor(asked.listener, asked.seen);
    this.action = this.rule?.action ?? asked.listener.defaultAction;
  }

  async answer(body: RequestBody): Promise<HttpResponse> {
    const { clock, chance, journal } = this.options;
    const { balancer, listener, seen } = this.asked;
    const requestId = chance.uuid();
    const { response: own, ...told } = await this.end(body);
    const response = withListenerHeaders(own, listener);
    journal.append({
      ...{ kind: 'httpRequest', door: 'loadBalancer', api: balancer.address.path, requestId },
      ...{ method: seen.method, path: seen.path, route: routeName(listener.port, this.rule), ...told },
      ...{ status: response.status, latencyMs: clock.now() - this.startedAt },
    });
    return response;
  }

  private async end(body: RequestBody): Promise<AlbEnding> {
    const { action } = this;
    switch (action.kind) {
      case 'redirect':
        return { response: redirection(action, this.asked) };
      case 'fixedResponse': {
        const headers = ['Content-Type', action.contentType ?? 'text/plain; charset=utf-8'];
        return { response: { status: action.status, headers, body: action.body } };
      }
      case 'notEmulated':
        return failed(501, action.why);
      case 'forward': {
        const arn = stuckGroup(action, this.asked) ?? weighted(action.groups, this.options.chance.fraction())?.arn;
        if (arn === undefined) return failed(503, 'no target group of the action has a weight');
        const ending = await this.forward(this.groups.get(arn), arn, body);
        const cookies = stickyCookies(action, arn, this.asked, this.startedAt);
        return ending.refused === undefined ? { ...ending, response: withHeaders(ending.response, cookies) } : ending;
      }
    }
  }

  private async forward(group: TargetGroup | undefined, arn: string, body: RequestBody): Promise<AlbEnding> {
    if (!group) return failed(503, `the target group ${arn} is not one of this app`);
    if (group.type !== 'lambda') return failed(503, `targets of type ${group.type} are not run here`);
    const { functionArn } = group;
    if (functionArn === undefined) return failed(503, `the target group ${group.name} has no target`);
    if (this.asked.head.headers.upgrade !== undefined) return failed(400, 'functions behind a load balancer have no WebSockets');
    if (body === 'tooLarge') return failed(413, `the body has more than ${ALB_REQUEST_MAX} bytes`);

    const { clock, chance } = this.options;
    const asked = { ...this.asked, seen: rewritten(this.asked.seen, this.rule?.rewrites ?? []) };
    const traceId = albTraceId(headerOf(asked.head, 'x-amzn-trace-id'), this.startedAt, chance);
    const event = albEvent({ asked, group, body, traceId });
    const trace = (active: boolean) => traceHeader(traceId, this.startedAt, chance, active);
    const answer = await invokeTarget(this.options, { ...group, functionArn, principal: ALB_PRINCIPAL }, event, trace);
    if (answer.kind === 'refused') return failed(502, answer.why);
    const integration = functionArn;
    if (answer.kind === 'awsError') return { ...failed(502, `${answer.type}: ${answer.message}`), integration };
    const told = { integration, integrationStatus: answer.statusCode, integrationLatencyMs: clock.now() - this.startedAt };
    if (answer.functionError !== undefined) return { response: ownPage(502), ...told };
    const response = albResponse(answer.payload, group.hasMultiValueHeaders);
    return 'malformed' in response ? { ...failed(502, response.malformed), ...told } : { response, ...told };
  }
}

/** A rule as the journal names it, by the port of its listener and its priority. */
function routeName(port: number, rule: ListenerRule | undefined): string {
  return `${port}:${rule === undefined ? 'default' : rule.priority}`;
}

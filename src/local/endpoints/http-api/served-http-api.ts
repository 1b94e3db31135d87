import type { HttpApi, HttpMapping, HttpStage } from '../../../model/http-api';
import { whyNotServed } from '../../../model/http-api-door';
import { HTTP_HEADERS_MAX } from '../../../spec/http-api';
import type { Chance } from '../../chance-port';
import { ResultCache } from '../../engine/authorizers/result-cache';
import { RouteThrottle } from '../../engine/throttles/route-throttle';
import { traceHeader } from '../../engine/trace-header';
import type { Journal } from '../../journal/journal';
import { gatewayRequestId } from '../gateway-request';
import { type HttpResponse, type RequestBody, type RequestHead, withHeaders } from '../http';
import { headerOf } from '../request-facts';
import { type AuthorizingOptions, authorize } from './authorize';
import type { Asked } from './authorizer-answer';
import { isPreflight, preflightResponse, withCors } from './cors';
import { type Ending, gatewayEnding } from './ending';
import type { HttpCall } from './http-call';
import { type ProxyingOptions, proxyHttp } from './http-proxy-integration';
import { invokeFunction } from './lambda-integration';
import { mappedCall, mappedEnding } from './mapped-call';
import { deliveredPath } from './request-path';
import { type Matched, RouteTable } from './route-table';
import { askService, type CallingOptions } from './service-integration';

export interface ServingOptions extends Omit<AuthorizingOptions, 'decisions'>, ProxyingOptions, CallingOptions {
  readonly journal: Journal;
  readonly chance: Chance;
}

/** A stage that a request is for, and the path below it. */
interface Entered {
  readonly stage: HttpStage;
  readonly below: string;
  /** Of the app's own, where the request came in at one. */
  readonly domainName?: string;
}

/** What a domain of the app's own says of its requests. */
type Entrance = HttpMapping & { readonly domainName: string };

type Begun = Pick<HttpCall, 'head' | 'requestId' | 'now'> & { readonly body: RequestBody };

export class ServedHttpApi {
  private readonly routes: RouteTable;
  private readonly stages: ReadonlyMap<string, HttpStage>;
  private readonly throttle: RouteThrottle;
  private readonly decisions: ResultCache<Asked>;

  constructor(
    private readonly api: HttpApi,
    private readonly options: ServingOptions,
  ) {
    this.routes = new RouteTable(api.routes);
    this.stages = new Map(api.stages.map((stage) => [stage.name, stage]));
    this.throttle = new RouteThrottle(options.clock);
    this.decisions = new ResultCache(options.clock);
  }

  get region(): string {
    return this.api.region;
  }

  async answer(head: RequestHead, rawPath: string, body: RequestBody, entrance?: Entrance): Promise<HttpResponse> {
    const { chance, clock, journal } = this.options;
    const requestId = gatewayRequestId(chance);
    const now = clock.now();
    const path = deliveredPath(rawPath);
    const entered = path === undefined ? undefined : this.enter(path, entrance);
    const matched = entered && this.routes.find(head.method, entered.below);
    const ending = await this.end({ head, body, requestId, now }, path, entered, matched);

    const { cors } = this.api;
    const response = cors ? withCors(ending.response, cors, head) : ending.response;
    const { response: _, ...told } = ending;
    journal.append({
      kind: 'httpRequest',
      door: 'httpApi',
      api: this.api.address.path,
      ...(entered && { stage: entered.stage.name }),
      ...{ requestId, method: head.method, path: rawPath },
      ...(matched && { route: matched.route.key }),
      ...{ status: response.status, latencyMs: clock.now() - now },
      ...told,
    });
    return withHeaders(response, ['Apigw-Requestid', requestId]);
  }

  private async end(
    begun: Begun,
    path: string | undefined,
    entered: Entered | undefined,
    matched: Matched | undefined,
  ): Promise<Ending> {
    const { head, body, now } = begun;
    if (this.api.endpointDisabled && !entered?.domainName)
      return gatewayEnding(404, 'the default endpoint of the API is disabled');
    if (path === undefined) return gatewayEnding(400, 'the path is not percent-encoded UTF-8, also once it is decoded');
    if (!entered) return gatewayEnding(404, 'the API has no stage of this name, and no $default stage');
    const { stage, below } = entered;
    if (stage.deploymentId === undefined) return gatewayEnding(404, 'nothing is deployed to the stage');
    if (headBytes(head) > HTTP_HEADERS_MAX) {
      return gatewayEnding(431, `the request line and the headers have more than ${HTTP_HEADERS_MAX} bytes`);
    }
    if (body === 'tooLarge') return gatewayEnding(413, 'the body is larger than 10 MB');
    if (!matched) return this.preflight(head) ?? gatewayEnding(404, `no route takes ${head.method} ${below}`);
    if (!this.passes(stage, matched)) return gatewayEnding(429, 'more requests than the stage lets through');

    const trace = traceHeader(headerOf(head, 'x-amzn-trace-id'), now, this.options.chance);
    const { route, pathParameters } = matched;
    const { requestId } = begun;
    const about = { api: this.api, stage, route, head, path, below, pathParameters, body, requestId, traceHeader: trace, now };
    const call: HttpCall = { ...about, ...(entered.domainName !== undefined && { domainName: entered.domainName }) };
    const authorization = await authorize(call, { decisions: this.decisions, ...this.options });
    if (!authorization) return this.preflight(head) ?? this.integrate(call);
    const { told } = authorization;
    if ('ending' in authorization) return { ...authorization.ending, authorizer: told };
    const ending = this.preflight(head) ?? (await this.integrate({ ...call, authorizer: authorization.authorizer }));
    return { ...ending, authorizer: told };
  }

  /** Where CORS is configured, the API itself answers what browsers ask beforehand, once the route's authorizer lets them in. */
  private preflight(head: RequestHead): Ending | undefined {
    const { cors } = this.api;
    if (!cors || !isPreflight(head)) return undefined;
    const refused = 'the API answers preflight requests itself where CORS is configured';
    return { response: preflightResponse(cors, head), refused };
  }

  private async integrate(given: HttpCall): Promise<Ending> {
    const { integration } = given.route;
    const why = whyNotServed(given.route);
    if (why !== undefined || !integration) return gatewayEnding(500, why ?? 'the route has no integration');
    if (integration.subtype !== undefined) return mappedEnding(await askService(given, integration, this.options), given);
    const call = mappedCall(given);
    if ('response' in call) return call;
    const ending = await (integration.type === 'HTTP_PROXY'
      ? proxyHttp(call, integration, this.options)
      : invokeFunction(call, integration, this.options));
    return mappedEnding(ending, given);
  }

  private passes(stage: HttpStage, { route }: Matched): boolean {
    const throttle = stage.routeThrottles?.[route.key] ?? stage.throttle;
    return throttle === undefined || this.throttle.passes(`${stage.name} ${route.key}`, { ...stage.throttle, ...throttle });
  }

  /** The stage that the path begins with, or else the `$default` one; a domain says it itself. */
  private enter(path: string, entrance?: Entrance): Entered | undefined {
    if (entrance) {
      const { stage: name, key, domainName } = entrance;
      const mapped = this.stages.get(name);
      return mapped && { stage: mapped, below: key === undefined ? path : path.slice(key.length + 1) || '/', domainName };
    }
    const [, first = ''] = path.split('/', 2);
    const named = first === '$default' ? undefined : this.stages.get(first);
    if (named) return { stage: named, below: path.slice(first.length + 1) || '/' };
    const stage = this.stages.get('$default');
    return stage && { stage, below: path };
  }
}

/** As on the wire, with a colon, a blank and a line end for each header. */
function headBytes({ method, rawPath, rawQuery, rawHeaders }: RequestHead): number {
  return method.length + rawPath.length + rawQuery.length + rawHeaders.reduce((sum, text) => sum + text.length + 2, 0);
}

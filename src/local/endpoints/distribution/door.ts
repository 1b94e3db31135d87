import type { Application } from '../../../model/application';
import type { Behavior, Distribution } from '../../../model/distribution';
import { CLOUDFRONT_REQUEST_MAX } from '../../../spec/edge-headers';
import type { Chance } from '../../chance-port';
import { wildcard } from '../../engine/load-balancer/conditions';
import type { Lambda } from '../../engine/ports';
import type { Journal } from '../../journal/journal';
import type { Clock } from '../../time/clock';
import { type Door, type HttpResponse, jsonResponse, type RequestBody, type RequestHead } from '../http';
import { CONNECTION_HEADERS, sentHeaders, sourceIp } from '../request-facts';
import { type Dispatch, fromApp } from './app-origin';
import { fromBucket, type ReadObject } from './bucket-origin';
import type { EdgeFailure } from './edge-function';
import { type EdgeRequest, type EdgeResponse, edgeHeaders, rawHeaders, withHeader } from './edge-message';
import { forwarded } from './forwarded';
import { EdgeHooks, isFailure } from './hooks';
import { errorPage } from './pages';
import { type DistributionPlace, distributionPlaceOf, localHostOf } from './place';

export interface DistributionOptions {
  readonly application: Pick<Application, 'distributions'>;
  readonly lambda: Lambda;
  readonly journal: Journal;
  readonly chance: Chance;
  readonly clock: Pick<Clock, 'now'>;
  readonly readObject: ReadObject;
  readonly dispatch: Dispatch;
}

/** Serves the distributions of CloudFront, at the addresses of `place.ts`. */
export function distributionDoor(options: DistributionOptions): Door {
  const { distributions = [] } = options.application;
  const known = new Map(
    distributions.flatMap((each) => [
      [each.id.toLowerCase(), each] as const,
      [each.domainName.split('.')[0] as string, each] as const,
    ]),
  );
  return (head) => {
    const place = distributionPlaceOf(head);
    if (!place) return undefined;
    const found = known.get(place.id);
    if (!found) return { bodyLimit: 0, answer: () => jsonResponse(404, { message: `The app has no distribution ${place.id}.` }) };
    const visit = new Visit(found, place, head, options);
    return { bodyLimit: CLOUDFRONT_REQUEST_MAX, answer: (body) => visit.answer(body) };
  };
}

/** What a viewer gets, and what the journal tells of it beside. */
interface Ending {
  readonly response: EdgeResponse;
  readonly refused?: string;
  /** The domain name of the origin that was asked. */
  readonly integration?: string;
  readonly integrationStatus?: number;
}

/** One request of a viewer. */
class Visit {
  private readonly requestId: string;
  private readonly via: string;

  constructor(
    private readonly distribution: Distribution,
    private readonly place: DistributionPlace,
    private readonly head: RequestHead,
    private readonly options: DistributionOptions,
  ) {
    this.requestId = Buffer.from(options.chance.hex(80), 'hex').toString('base64').replaceAll('+', '-').replaceAll('/', '_');
    this.via = `1.1 ${options.chance.hex(32)}.cloudfront.net (CloudFront)`;
  }

  async answer(body: RequestBody): Promise<HttpResponse> {
    const { clock, journal } = this.options;
    const startedAt = clock.now();
    const behavior = this.behaviorFor(this.place.rawPath);
    const { response, ...told } = await this.end(behavior, body);
    journal.append({
      ...{ kind: 'httpRequest', door: 'distribution', api: this.distribution.address.path, requestId: this.requestId },
      ...{ method: this.head.method, path: this.place.rawPath, route: behavior.pathPattern ?? 'default', ...told },
      ...{ status: response.status, latencyMs: clock.now() - startedAt },
    });
    return this.sent(response);
  }

  private behaviorFor(path: string): Behavior {
    const { behaviors, defaultBehavior } = this.distribution;
    const fits = ({ pathPattern = '' }: Behavior) => wildcard(`/${pathPattern.replace(/^\//, '')}`, '').test(path);
    return behaviors.find(fits) ?? defaultBehavior;
  }

  private async end(behavior: Behavior, body: RequestBody): Promise<Ending> {
    if (behavior.why !== undefined) return own(501, behavior.why, behavior.why);
    if (!behavior.allowedMethods.includes(this.head.method)) {
      const message = 'This distribution is not configured to allow the HTTP request method that was used for this request.';
      return own(403, message, `the behaviour does not allow ${this.head.method}`);
    }
    if (body === 'tooLarge')
      return own(413, 'The request is too large.', `the body has more than ${CLOUDFRONT_REQUEST_MAX} bytes`);
    const hooks = this.hooksOf(behavior);
    const asked = await hooks.ofRequest('viewer-request', this.requestOf(body));
    if (isFailure(asked)) return failed(asked);
    // What a function answers to a viewer is not handed to another.
    if ('response' in asked) return { response: generated(asked.response) };

    const ending = await this.fromOrigin(behavior, hooks, asked.request);
    // Errors, and pages in their place, are not shown to the function (EDGE-05).
    if (ending.refused !== undefined || ending.response.status >= 400) return this.errorPageFor(ending);
    const response = await hooks.ofResponse('viewer-response', asked.request, ending.response);
    return isFailure(response) ? { ...ending, ...failed(response) } : { ...ending, response };
  }

  private hooksOf(behavior: Behavior): EdgeHooks {
    return new EdgeHooks(this.options.lambda, this.distribution, behavior, this.requestId);
  }

  private requestOf(body: Buffer): EdgeRequest {
    const { head, place } = this;
    const host = place.host ?? `${localHostOf(this.distribution)}:${head.port}`;
    const sent = [...sentHeaders(head)].filter(([name]) => name.toLowerCase() !== 'host');
    return {
      ...{ clientIp: sourceIp(head), method: head.method, uri: place.rawPath, querystring: head.rawQuery, body },
      headers: edgeHeaders([['Host', host], ...sent]),
    };
  }

  /** From the functions of the origin's request and response to the origin between them. */
  private async fromOrigin(behavior: Behavior, hooks: EdgeHooks, viewed: EdgeRequest): Promise<Ending> {
    const { origins, defaultRootObject } = this.distribution;
    const configured = origins.find(({ id }) => id === behavior.originId);
    if (!configured) return own(502, 'The origin is not known.', `the distribution has no origin ${behavior.originId}`);
    const uri = viewed.uri === '/' && defaultRootObject !== undefined ? `/${defaultRootObject}` : viewed.uri;
    const before = forwarded({ ...viewed, uri }, behavior, configured, this.via);
    const asked = await hooks.ofRequest('origin-request', before, configured);
    if (isFailure(asked)) return failed(asked);
    if ('response' in asked) return { response: generated(asked.response) };

    const { request, origin = configured } = asked;
    const reached = await this.reach(request, origin);
    const integration = origin.domainName;
    if (reached === undefined) {
      const why = `the origin ${integration} is none of the app that is served here`;
      return { ...own(502, "CloudFront wasn't able to connect to the origin.", why), integration };
    }
    const told = { integration, integrationStatus: reached.status };
    const response = await hooks.ofResponse('origin-response', request, reached);
    return isFailure(response) ? { ...told, ...failed(response) } : { ...told, response };
  }

  private reach(request: EdgeRequest, origin: Distribution['origins'][number]): Promise<EdgeResponse | undefined> {
    const { distribution, head } = this;
    const { dispatch, readObject } = this.options;
    let { headers } = request;
    for (const [name, value] of origin.customHeaders) headers = withHeader(headers, name, value);
    const sent = { ...request, headers };
    if (origin.kind === 'custom') return fromApp(sent, origin, { distribution, head, dispatch });
    return origin.bucket ? fromBucket(sent, origin.bucket, origin.path, readObject) : Promise.resolve(undefined);
  }

  /** The page that stands for an error of the origin, where the distribution has one. */
  private async errorPageFor(ending: Ending): Promise<Ending> {
    const { status } = ending.response;
    const page = this.distribution.errorPages.find(({ code }) => code === status);
    if (ending.refused !== undefined || page?.path === undefined) return ending;
    const behavior = this.behaviorFor(page.path);
    const request = { ...this.requestOf(Buffer.alloc(0)), method: 'GET', uri: page.path, querystring: '' };
    const found = await this.fromOrigin(behavior, this.hooksOf(behavior), request);
    if (found.response.status >= 400) return ending;
    return { ...ending, response: { ...found.response, status: page.responseCode ?? status, statusDescription: '' } };
  }

  private sent({ status, statusDescription, headers, body }: EdgeResponse): HttpResponse {
    const kept = Object.fromEntries(
      Object.entries(headers).filter(([name]) => !CONNECTION_HEADERS.has(name) && name !== 'content-length'),
    );
    const cache = kept['x-cache'] ? [] : ['X-Cache', `${status >= 400 ? 'Error' : 'Miss'} from cloudfront`];
    return {
      status,
      ...(statusDescription !== '' && { reason: statusDescription.replace(/[^\x20-\x7e]/g, '?') }),
      headers: [...rawHeaders(kept), ...cache, 'Via', this.via, 'X-Amz-Cf-Id', this.requestId],
      body,
    };
  }
}

function own(status: number, message: string, why: string): Ending {
  return { response: errorPage(status, message, 'Error', why), refused: why };
}

function failed({ status, message, cache, why }: EdgeFailure): Ending {
  return { response: errorPage(status, message, cache, why), refused: why };
}

function generated(response: EdgeResponse): EdgeResponse {
  return { ...response, headers: withHeader(response.headers, 'X-Cache', 'LambdaGeneratedResponse from cloudfront') };
}

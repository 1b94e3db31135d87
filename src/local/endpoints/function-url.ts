import type { Application } from '../../model/application';
import type { LambdaFunction } from '../../model/function';
import type { FunctionUrl } from '../../model/function-url';
import { URL_SIGNING_SERVICE } from '../../spec/function-url';
import { REQUEST_PAYLOAD_MAX } from '../../spec/payload-limits';
import type { Chance } from '../chance-port';
import { type AwsError, awsError } from '../engine/aws-error';
import type { Gate } from '../engine/identity/gate';
import type { InvokeAnswer, InvokeRequest, Lambda } from '../engine/ports';
import { isTraced } from '../engine/target';
import { traceHeader } from '../engine/trace-header';
import type { Journal } from '../journal/journal';
import type { Clock } from '../time/clock';
import { callFacts } from './call-facts';
import { refusal, serviceRefusal } from './function-url-authorization';
import { corsHeaders, preflightHeaders } from './function-url-cors';
import { badGateway, type Ending, forbidden, notInvoked, tooLarge } from './function-url-ending';
import { type UrlCall, urlEvent } from './function-url-event';
import { type Place, placeOf } from './function-url-place';
import { unstreamedResponse, urlResponse } from './function-url-response';
import { invokeStreamed } from './function-url-stream';
import { type Door, type HttpResponse, jsonResponse, type RequestBody, type RequestHead, withHeaders } from './http';
import { lambdaError } from './lambda-error';
import type { Malformed } from './proxy-result';
import { headerOf } from './request-facts';
import { type Credentials, type Identity, verify } from './sigv4';

export interface FunctionUrlOptions {
  /** Its functions may change while it runs; the list is then another one. */
  readonly application: Pick<Application, 'functions'> & Partial<Application>;
  readonly lambda: Lambda;
  readonly journal: Journal;
  readonly chance: Chance;
  /** The times in events. */
  readonly clock: Pick<Clock, 'now'>;
  /** Who may sign for URLs of type AWS_IAM. */
  readonly credentials: Credentials;
  /** What clients date their signatures by: the real time, also where `clock` is virtual. */
  readonly signingClock: Pick<Clock, 'now'>;
  /** Which roles IAM lets in. @default all of the account */
  readonly gate?: Gate;
}

/** What is settled of a call before its body is looked at. */
type Begun = Pick<UrlCall, 'head' | 'rawPath' | 'requestId' | 'traceHeader' | 'now'>;

/** Serves the function URLs under `/_url/<id>/` and at the host `<id>.lambda-url.<region>.localhost`. */
export function functionUrlDoor(options: FunctionUrlOptions): Door {
  let known: readonly LambdaFunction[] = [];
  let served: ReadonlyMap<string, ServedUrl> = new Map();
  const past = new Set<string>();
  const servedNow = () => {
    const { functions } = options.application;
    if (known === functions) return served;
    known = functions;
    for (const id of served.keys()) past.add(id);
    served = new Map(functions.flatMap((fn) => fn.urls.map((url) => [url.id, new ServedUrl(fn, url, options)])));
    return served;
  };
  servedNow();
  return (head) => {
    const place = placeOf(head);
    if (!place) return undefined;
    const url = servedNow().get(place.id);
    const found = place.region === undefined || url?.region === place.region ? url : undefined;
    return {
      bodyLimit: REQUEST_PAYLOAD_MAX,
      answer: (body) => (found ? found.answer(head, place.rawPath, body) : absentUrl(options, head, place, past.has(place.id))),
    };
  };
}

class ServedUrl {
  constructor(
    private readonly fn: LambdaFunction,
    private readonly url: FunctionUrl,
    private readonly options: FunctionUrlOptions,
  ) {}

  get region(): string {
    return this.fn.region;
  }

  async answer(head: RequestHead, rawPath: string, body: RequestBody): Promise<HttpResponse> {
    const { clock, chance, journal } = this.options;
    const requestId = chance.uuid();
    const now = clock.now();
    const active = isTraced(this.fn, this.url.qualifier);
    const trace = traceHeader(headerOf(head, 'x-amzn-trace-id'), now, chance, active);
    const ending = await this.end({ head, rawPath, requestId, traceHeader: trace, now }, body);

    const { response, ...refused } = ending;
    const what = { id: this.url.id, requestId, method: head.method, path: rawPath, status: response.status };
    journal.append({ kind: 'http', door: 'functionUrl', ...what, ...refused });
    return response;
  }

  private async end(call: Begun, body: RequestBody): Promise<Ending> {
    const { head, requestId } = call;
    const { cors } = this.url;
    const origin = headerOf(head, 'origin');
    const id = ['x-amzn-RequestId', requestId];
    const trace = ['x-amzn-trace-id', call.traceHeader];
    if (cors && head.method === 'OPTIONS') {
      const response = { status: 200, headers: [...id, ...trace, ...preflightHeaders(cors, origin)], body: '' };
      return { response, refused: 'Lambda answers preflight requests itself where CORS is configured' };
    }

    const ending = await this.invoke(call, body);
    const added = cors ? corsHeaders(cors, origin) : [];
    const isForbidden = ending.refused !== undefined && ending.response.status === 403;
    return { ...ending, response: withHeaders(ending.response, [...id, ...(isForbidden ? [] : trace), ...added]) };
  }

  private async invoke(call: Begun, body: RequestBody): Promise<Ending> {
    if (body === 'tooLarge') return tooLarge();
    const entry = this.admit(call.head, body);
    if ('response' in entry) return entry;

    const event = urlEvent({ ...call, ...entry, url: this.url, region: this.fn.region, account: this.fn.account, body });
    const payload = Buffer.from(JSON.stringify(event));
    if (payload.length > REQUEST_PAYLOAD_MAX) return tooLarge(payload.length);
    const request: InvokeRequest = {
      functionName: this.fn.arn,
      ...(this.url.qualifier !== undefined && { qualifier: this.url.qualifier }),
      type: 'RequestResponse',
      logType: 'None',
      payload,
      traceHeader: call.traceHeader,
      requestId: call.requestId,
    };
    if (this.url.invokeMode === 'BUFFERED') {
      return ended(await this.options.lambda.invoke(request), (answer) => urlResponse(answer.payload));
    }
    const { response, answered } = await invokeStreamed(this.options.lambda, request);
    if (!response) return ended(await answered, (answer) => unstreamedResponse(answer.payload));
    return { response: 'malformed' in response ? badGateway(response.malformed) : response };
  }

  /** Who calls, or why they may not. */
  private admit(head: RequestHead, body: Buffer): Pick<UrlCall, 'signer'> | Ending {
    const { credentials, signingClock } = this.options;
    if (this.url.authType === 'NONE') {
      const why = refusal(this.url, this.fn.account, this.fn.permissions, undefined);
      return why === undefined ? {} : forbidden(why);
    }
    if (head.signer !== undefined) {
      const why = serviceRefusal(this.url, this.fn, head.signer);
      return why === undefined ? {} : forbidden(why);
    }
    const expected = { service: URL_SIGNING_SERVICE, region: this.fn.region, now: signingClock.now() };
    const verdict = verify(head, body, expected, credentials);
    if (verdict.kind === 'unsigned') return forbidden('the request is not signed, and the URL is of type AWS_IAM');
    if (verdict.kind === 'refused') {
      return { response: lambdaError(awsError(verdict.type, 403, verdict.message)), refused: verdict.why };
    }
    const why =
      refusal(this.url, this.fn.account, this.fn.permissions, verdict.identity) ?? this.refusedByIam(head, verdict.identity);
    return why === undefined ? { signer: verdict } : forbidden(why);
  }

  /** What the role's own policies say, and those of the function to it. */
  private refusedByIam(head: RequestHead, { session }: Identity): string | undefined {
    const { gate, credentials } = this.options;
    if (!gate || !session) return undefined;
    const { arn, account, region } = this.fn;
    const call = {
      ...callFacts(head, { credentials, home: { account, region } }),
      requestId: '',
      operation: 'InvokeFunctionUrl',
    };
    return gate.refusal('lambda', call.operation, { FunctionName: arn, Qualifier: this.url.qualifier }, call)?.message;
  }
}

function ended(answer: InvokeAnswer | AwsError, responseOf: (answer: InvokeAnswer) => HttpResponse | Malformed): Ending {
  if (answer.kind === 'awsError') return notInvoked(answer);
  if (answer.functionError !== undefined) return { response: badGateway() };
  const response = responseOf(answer);
  return { response: 'malformed' in response ? badGateway(response.malformed) : response };
}

/** One that is no more is forbidden as any other that must not be called (URL-03, URL-30). */
function absentUrl({ chance, journal }: FunctionUrlOptions, head: RequestHead, place: Place, wasThere: boolean): HttpResponse {
  const requestId = chance.uuid();
  const { id, rawPath } = place;
  const { response, refused } = wasThere ? forbidden('the function URL has been deleted') : UNKNOWN;
  const { status } = response;
  journal.append({ kind: 'http', door: 'functionUrl', id, requestId, method: head.method, path: rawPath, status, refused });
  return withHeaders(response, ['x-amzn-RequestId', requestId]);
}

const UNKNOWN = {
  response: jsonResponse(403, { Message: null }, ['x-amzn-ErrorType', 'AccessDeniedException']),
  refused: 'the app has no function URL of this id',
};

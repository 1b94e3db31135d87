import { STATUS_CODES } from 'node:http';
import type { Distribution, Origin } from '../../../model/distribution';
import type { HttpResponse, RequestHead } from '../http';
import { type EdgeRequest, type EdgeResponse, edgeHeaders, pairsOf, rawHeaders } from './edge-message';

/** Hands a request to whichever door of the app takes it; undefined when none does. */
export type Dispatch = (head: RequestHead, body: Buffer) => Promise<HttpResponse> | HttpResponse | undefined;

/** The names under which what an app can have as an origin is served here, by those on AWS. */
const SERVED: readonly (readonly [RegExp, string])[] = [
  [/^([a-z0-9]+)\.lambda-url\.([a-z0-9-]+)\.on\.aws$/, '$1.lambda-url.$2.localhost'],
  [/^([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/, '$1.execute-api.$2.localhost'],
  [/^([a-z0-9-]+)\.([a-z0-9-]+)\.elb\.amazonaws\.com(?:\.cn)?$/, '$1.$2.elb.localhost'],
];

/** The name of an origin on this machine; undefined for what is elsewhere. A load balancer is told the host that viewers asked for. */
function servedName({ domainName, port }: Origin, host = domainName): string | undefined {
  const lower = domainName.toLowerCase();
  const [pattern, name] = SERVED.find(([each]) => each.test(lower)) ?? [];
  if (pattern === undefined || name === undefined) return undefined;
  const served = lower.replace(pattern, name);
  if (!served.endsWith('.elb.localhost')) return served;
  const isOther = host !== lower && !host.includes('.localhost');
  return `${isOther ? `${host}.` : ''}${port}.${served}`;
}

/** What a function URL, an API or a load balancer of the app answers; undefined when the origin is none of them. */
export async function fromApp(
  request: EdgeRequest,
  origin: Origin,
  { distribution, head, dispatch }: { distribution: Distribution; head: RequestHead; dispatch: Dispatch },
): Promise<EdgeResponse | undefined> {
  const hostName = servedName(origin, request.headers.host?.[0]?.value.toLowerCase());
  if (hostName === undefined) return undefined;
  const other = misdirected(request, origin) ?? unhashed(request, origin);
  if (other !== undefined) return other;
  const raw = rawHeaders(request.headers);
  const answer = await dispatch(
    {
      ...{ method: request.method, hostName, port: head.port, peer: head.peer },
      rawPath: `${origin.path}${request.uri}`,
      rawQuery: request.querystring,
      rawHeaders: raw,
      headers: joined(raw),
      ...(origin.isSigned && {
        signer: { principal: 'cloudfront.amazonaws.com', sourceArn: distribution.arn, sourceAccount: distribution.account },
      }),
    },
    request.body,
  );
  if (!answer) return undefined;
  const description = answer.reason ?? STATUS_CODES[answer.status] ?? '';
  return {
    status: answer.status,
    statusDescription: description,
    headers: edgeHeaders(pairsOf(answer.headers)),
    body: answer.body,
  };
}

/** A function URL, or API, that is asked under another name is not found; that is what AllViewer, the policy, leads to. */
function misdirected({ headers }: EdgeRequest, { domainName }: Origin): EdgeResponse | undefined {
  const host = headers.host?.[0]?.value.toLowerCase();
  if (host === domainName.toLowerCase() || /\.elb\./i.test(domainName)) return undefined;
  const body = /\.lambda-url\./i.test(domainName) ? { Message: null } : { message: 'Forbidden' };
  return refused(body, `the Host header for the origin is ${host}, not ${domainName}`);
}

/** CloudFront does not hash bodies for its signature; viewers must (private-content-restricting-access-to-lambda). */
function unhashed({ headers, body }: EdgeRequest, { isSigned }: Origin): EdgeResponse | undefined {
  if (!isSigned || body.length === 0 || headers['x-amz-content-sha256'] !== undefined) return undefined;
  const message =
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
  return refused(
    { message },
    'the origin access control signs requests with a body only if x-amz-content-sha256 is sent on with them',
  );
}

function refused(body: object, why: string): EdgeResponse {
  const headers = edgeHeaders([
    ['Content-Type', 'application/json'],
    ['x-lambda-kit-reason', why.replace(/[^\x20-\x7e]/g, '?')],
  ]);
  return { status: 403, statusDescription: 'Forbidden', headers, body: JSON.stringify(body) };
}

/** As Node joins those that come over a connection. */
function joined(raw: readonly string[]): RequestHead['headers'] {
  const headers: Record<string, string> = {};
  for (const [name, value] of pairsOf(raw)) {
    const lower = name.toLowerCase();
    headers[lower] = headers[lower] === undefined ? value : `${headers[lower]}${lower === 'cookie' ? '; ' : ', '}${value}`;
  }
  return headers;
}

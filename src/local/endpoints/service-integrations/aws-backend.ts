import type { Clock } from '../../time/clock';
import { bytesOf } from '../body-bytes';
import type { Door, RequestHead } from '../http';
import { type HeaderList, lastHeader, withHeader, withoutHeader } from '../mapping/header-list';
import type { AwsBackend, AwsCall, IntegrationReply } from '../mapping/types';
import { type SigningCredentials, signed } from '../sigv4-sign';
import { asJson } from './query-json';

export interface AwsBackendOptions {
  /** That of the AWS APIs. */
  readonly door: Door;
  /** What a role signs with. */
  readonly credentials: (roleArn: string) => SigningCredentials;
  /** What signatures are dated by: the real time, also where that of the app is virtual. */
  readonly signingClock: Pick<Clock, 'now'>;
}

/** Calls an AWS service as an API does it: through the door of every other client, signed by the role, without a network. */
export function awsBackend({ door, credentials, signingClock }: AwsBackendOptions): AwsBackend {
  return async (call) => {
    const expected = { service: call.service, region: call.region, now: signingClock.now() };
    const head = signed(headOf(call), call.body, expected, credentials(call.credentialsArn));
    const visit = door(head);
    if (!visit) throw new Error(`bug: the AWS door takes no call of ${call.service}`);
    const response = await visit.answer(call.body.length > visit.bodyLimit ? 'tooLarge' : call.body);
    const reply = { status: response.status, headers: response.headers, body: await bytesOf(response) };
    const why = notEmulated(reply);
    if (why !== undefined) return { ...reply, notEmulated: why };
    return wantsXml(call.headers) ? reply : asJson(reply);
  };
}

/** As if it had come in over the wire. */
function headOf(call: AwsCall): RequestHead {
  const hostName = [...(call.subdomain === undefined ? [] : [call.subdomain]), call.service, call.region, 'localhost'].join('.');
  let raw: string[] = withoutHeader(call.headers, 'host');
  raw = withHeader(raw, 'host', [hostName]);
  raw = withHeader(raw, 'content-length', [String(call.body.length)]);
  const headers: Record<string, string> = {};
  for (let i = 0; i < raw.length; i += 2) headers[(raw[i] as string).toLowerCase()] = raw[i + 1] as string;
  return {
    method: call.method,
    rawPath: call.path,
    rawQuery: queryOf(call),
    rawHeaders: raw,
    headers,
    hostName,
    port: 443,
    peer: '127.0.0.1',
  };
}

/** A queue in the path is a parameter to those who look for one. */
function queryOf({ service, region, path, query }: AwsCall): string {
  const parameters = new URLSearchParams();
  for (const [name, values] of Object.entries(query)) for (const value of values) parameters.append(name, value);
  const [, account, queue] = service === 'sqs' ? (/^\/(\d{12})\/([^/]+)$/.exec(path) ?? []) : [];
  if (account !== undefined && !parameters.has('QueueUrl')) {
    parameters.append('QueueUrl', `https://sqs.${region}.amazonaws.com/${account}/${queue}`);
  }
  return parameters.toString();
}

/** The executor's own word, which no service of AWS would say. */
function notEmulated({ status, body }: IntegrationReply): string | undefined {
  const text = status === 400 && body.length < 4096 ? body.toString() : '';
  return text.includes('NotEmulatedException') ? (/lambda-kit does not emulate [^"<]+/.exec(text)?.[0] ?? text) : undefined;
}

function wantsXml(headers: HeaderList): boolean {
  return lastHeader(headers, 'accept')?.includes('xml') === true;
}

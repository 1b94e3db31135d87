import type { LatticeService, LatticeTargetGroup } from '../../../model/lattice';
import { ALB_TEXT_TYPES } from '../../../spec/load-balancer';
import { rawPairs } from '../../engine/load-balancer/conditions';
import type { Instant } from '../../time/clock';

export interface LatticeCall {
  readonly service: LatticeService;
  readonly group: LatticeTargetGroup;
  readonly method: string;
  readonly rawPath: string;
  readonly rawQuery: string;
  /** Names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly now: Instant;
}

/** The event of a request for a function behind VPC Lattice, in the version that its target group wants (LAT-03). */
export function latticeEvent(call: LatticeCall): object {
  return call.group.eventVersion === 'V2' ? secondVersion(call) : firstVersion(call);
}

function secondVersion({ service, group, method, rawPath, rawQuery, headers, body, now }: LatticeCall): object {
  return {
    version: '2.0',
    path: rawPath,
    method,
    headers: all(headers),
    queryStringParameters: all(rawPairs(rawQuery)),
    ...bodyOf(body, headers),
    requestContext: {
      serviceNetworkArn: service.networkArn,
      serviceArn: service.arn,
      targetGroupArn: group.arn,
      identity: { sourceVpcArn: service.sourceVpcArn },
      region: service.region,
      timeEpoch: String(now * 1000),
    },
  };
}

function firstVersion({ method, rawPath, rawQuery, headers, body }: LatticeCall): object {
  const { body: text, isBase64Encoded } = bodyOf(body, headers);
  return {
    raw_path: rawQuery === '' ? rawPath : `${rawPath}?${rawQuery}`,
    method,
    headers: joined(headers),
    query_string_parameters: Object.fromEntries(rawPairs(rawQuery)),
    body: text,
    is_base64_encoded: isBase64Encoded,
  };
}

type Pairs = LatticeCall['headers'];

function all(pairs: Pairs): Record<string, string[]> {
  const found: Record<string, string[]> = Object.create(null);
  for (const [name, value] of pairs) {
    found[name] ??= [];
    found[name].push(value);
  }
  return found;
}

function joined(pairs: Pairs): Record<string, string> {
  return Object.fromEntries(Object.entries(all(pairs)).map(([name, values]) => [name, values.join(', ')]));
}

function bodyOf(body: Buffer, headers: Pairs): { readonly body: string; readonly isBase64Encoded: boolean } {
  if (body.length === 0) return { body: '', isBase64Encoded: false };
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  const isText = ALB_TEXT_TYPES.test(type) && !headers.some(([name]) => name === 'content-encoding');
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

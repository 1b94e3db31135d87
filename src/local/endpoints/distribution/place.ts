import type { Distribution } from '../../../model/distribution';
import { DISTRIBUTION_PREFIX } from '../../../model/distribution-door';
import type { RequestHead } from '../http';

/** Which distribution a request is for, known or not. */
export interface DistributionPlace {
  /** The id, or the first label of the host name, in lower case. */
  readonly id: string;
  /** The host name that the client asked for. Absent when that is the distribution's own. */
  readonly host?: string;
  readonly rawPath: string;
}

/**
 * Where the request goes: `[HOST.]LABEL.cloudfront.localhost`, where `LABEL` begins the distribution's name on AWS, or
 * `/_cloudfront/ID/` with the host name, if it is to be another, as `HOST.localhost` in the Host header.
 */
export function distributionPlaceOf({
  hostName,
  rawPath,
}: Pick<RequestHead, 'hostName' | 'rawPath'>): DistributionPlace | undefined {
  if (hostName.endsWith('.cloudfront.localhost')) {
    const labels = hostName.split('.').slice(0, -2);
    const id = labels.pop() as string;
    return { id, ...(labels.length > 0 && { host: labels.join('.') }), rawPath };
  }
  if (!rawPath.startsWith(DISTRIBUTION_PREFIX)) return undefined;
  const [id = '', ...rest] = rawPath.slice(DISTRIBUTION_PREFIX.length).split('/');
  const host = hostName.endsWith('.localhost') ? { host: hostName.slice(0, -'.localhost'.length) } : {};
  return { id: id.toLowerCase(), ...host, rawPath: `/${rest.join('/')}` };
}

/** The host name of a distribution on this machine. */
export function localHostOf({ domainName }: Pick<Distribution, 'domainName'>): string {
  return `${domainName.split('.')[0]}.cloudfront.localhost`;
}

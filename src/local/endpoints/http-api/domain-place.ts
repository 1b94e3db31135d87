import type { HttpDomain, HttpMapping } from '../../../model/http-api';
import { apiPlaceOf } from '../api-place';
import type { RequestHead } from '../http';

/** A request that came in at a domain of the app's own. */
export interface DomainPlace {
  readonly domain: HttpDomain;
  /** The one with the longest key that the path begins with; absent when there is none. */
  readonly mapping?: HttpMapping;
  readonly rawPath: string;
}

/** Undefined when the request is neither at `<domain>.localhost` nor below `/_api/<domain>`. */
export function domainPlaceOf(head: RequestHead, domains: ReadonlyMap<string, HttpDomain>): DomainPlace | undefined {
  if (domains.size === 0) return undefined;
  const place = apiPlaceOf(head);
  const domain = domains.get(place?.id ?? head.hostName.replace(/\.localhost$/, ''));
  if (!domain) return undefined;
  const rawPath = place?.rawPath ?? head.rawPath;
  const [mapping] = domain.mappings
    .filter(({ key }) => key === undefined || `${rawPath}/`.startsWith(`/${key}/`))
    .sort((a, b) => (b.key ?? '').length - (a.key ?? '').length);
  return { domain, ...(mapping && { mapping }), rawPath };
}

import type { Forwarding, Selection } from '../../model/distribution';
import { MANAGED_CACHE_POLICIES, MANAGED_ORIGIN_REQUEST_POLICIES } from '../../spec/cloudfront-policies';
import { isList, type Json, member, textFrom, textMember } from '../json';
import type { Resource } from '../resource';
import { refOf } from '../resource-values/table';
import { Unresolved } from '../unresolved';

const ALL: Selection = { takes: 'all', names: [] };
const NONE: Selection = { takes: 'none', names: [] };

/** What of requests goes to the origin, by the policies of a behaviour or by its own older settings. */
export class ForwardingPolicies {
  private readonly cache: ReadonlyMap<string, Resource>;
  private readonly originRequest: ReadonlyMap<string, Resource>;

  constructor(of: (type: string) => readonly Resource[]) {
    const byId = (type: string) => new Map(of(type).map((resource) => [refOf(type, resource), resource] as const));
    this.cache = byId('AWS::CloudFront::CachePolicy');
    this.originRequest = byId('AWS::CloudFront::OriginRequestPolicy');
  }

  forwardingOf(behavior: Json | undefined): Forwarding {
    const [cacheId, originId] = [textMember(behavior, 'CachePolicyId'), textMember(behavior, 'OriginRequestPolicyId')];
    const parts = [
      ...(cacheId === undefined ? [] : [this.cachePolicy(cacheId)]),
      ...(originId === undefined ? [] : [this.originRequestPolicy(originId)]),
      ...(cacheId === undefined ? [olderSettings(member(behavior, 'ForwardedValues'))] : []),
    ];
    return {
      headers: parts.map(({ headers }) => headers),
      cookies: parts.map(({ cookies }) => cookies),
      queries: parts.map(({ queries }) => queries),
      acceptEncoding: parts.some(({ acceptEncoding }) => acceptEncoding),
    };
  }

  private cachePolicy(id: string): Policy {
    const managed = MANAGED_CACHE_POLICIES[id];
    if (managed !== undefined) return managed;
    const config = this.cache.get(id)?.value('CachePolicyConfig', 'ParametersInCacheKeyAndForwardedToOrigin');
    if (config === undefined) throw unknown('cache policy', id);
    const compresses = ['EnableAcceptEncodingBrotli', 'EnableAcceptEncodingGzip'];
    return {
      ...configured(config),
      acceptEncoding: compresses.some((name) => textFrom(member(config, name)) === 'true'),
    };
  }

  private originRequestPolicy(id: string): Policy {
    const managed = MANAGED_ORIGIN_REQUEST_POLICIES[id];
    if (managed !== undefined) return managed;
    const config = this.originRequest.get(id)?.value('OriginRequestPolicyConfig');
    if (config === undefined) throw unknown('origin request policy', id);
    return { ...configured(config), acceptEncoding: false };
  }
}

interface Policy {
  readonly headers: Selection;
  readonly cookies: Selection;
  readonly queries: Selection;
  readonly acceptEncoding: boolean;
}

function configured(config: Json | undefined): Pick<Policy, 'headers' | 'cookies' | 'queries'> {
  const [headers, cookies, queries] = [
    member(config, 'HeadersConfig'),
    member(config, 'CookiesConfig'),
    member(config, 'QueryStringsConfig'),
  ];
  return {
    headers: selection(textMember(headers, 'HeaderBehavior'), texts(member(headers, 'Headers')).map(lower)),
    cookies: selection(textMember(cookies, 'CookieBehavior'), texts(member(cookies, 'Cookies'))),
    queries: selection(textMember(queries, 'QueryStringBehavior'), texts(member(queries, 'QueryStrings'))),
  };
}

function selection(behavior: string | undefined, names: readonly string[]): Selection {
  switch (behavior) {
    case 'all':
    case 'allViewer':
      return ALL;
    case 'whitelist':
      return { takes: 'only', names };
    case 'allExcept':
      return { takes: 'except', names };
    case 'allViewerAndWhitelistCloudFront':
      return ALL;
    default:
      return NONE;
  }
}

function olderSettings(values: Json | undefined): Policy {
  const headers = texts(member(values, 'Headers')).map(lower);
  const cookies = member(values, 'Cookies');
  return {
    headers: headers.includes('*') ? ALL : { takes: 'only', names: headers },
    cookies: selection(textMember(cookies, 'Forward'), texts(member(cookies, 'WhitelistedNames'))),
    queries: textFrom(member(values, 'QueryString')) === 'true' ? ALL : NONE,
    acceptEncoding: false,
  };
}

function texts(value: Json | undefined): readonly string[] {
  return isList(value) ? value.map(textFrom) : [];
}

function lower(text: string): string {
  return text.toLowerCase();
}

function unknown(noun: string, id: string): Unresolved {
  return new Unresolved('PROPERTY_INVALID', `the ${noun} ${id} is neither of the app nor known here`);
}

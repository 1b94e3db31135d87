import type { Behavior, Distribution, EdgeAssociation, EdgeEvent, ErrorPage, Origin } from '../../model/distribution';
import { EDGE_EVENTS } from '../../spec/edge-limits';
import { defined, isList, type Json, member, textFrom, textMember } from '../json';
import type { Resource } from '../resource';
import { attributeOf, refOf } from '../resource-values/table';
import { Unresolved } from '../unresolved';
import { BucketAccess } from './bucket-access';
import { ForwardingPolicies } from './cloudfront-policies';
import { type Translation, translated } from './draft';

/** The distributions of the app. */
export function distributionsOf(of: (type: string) => readonly Resource[], context: Translation): readonly Distribution[] {
  const declared = of('AWS::CloudFront::Distribution');
  if (declared.length === 0) return [];
  const [access, policies] = [new BucketAccess(of), new ForwardingPolicies(of)];
  return declared.flatMap((resource) => distribution(resource, context, access, policies) ?? []);
}

function distribution(
  resource: Resource,
  context: Translation,
  access: BucketAccess,
  policies: ForwardingPolicies,
): Distribution | undefined {
  const { address, account } = resource;
  const found = translated(resource, context, (): Distribution => {
    const config = resource.value('DistributionConfig');
    const id = refOf(resource.type, resource);
    const arn = resource.arn('cloudfront', `distribution/${id}`, '');
    const origins = listOf(member(config, 'Origins')).map((each) => originOf(each, arn, access));
    const groups = new Map(
      listOf(member(member(config, 'OriginGroups'), 'Items')).map((each) => [
        text(each, 'Id') ?? '',
        text(listOf(member(member(each, 'Members'), 'Items'))[0], 'OriginId') ?? '',
      ]),
    );
    const behaviorOf = (each: Json | undefined) => behavior(each, policies, groups);
    return defined({
      ...{ address, account, id, arn },
      domainName: String(attributeOf(resource.type, resource, 'DomainName')),
      defaultRootObject: text(config, 'DefaultRootObject')?.replace(/^\//, '') || undefined,
      origins,
      behaviors: listOf(member(config, 'CacheBehaviors')).map(behaviorOf),
      defaultBehavior: behaviorOf(member(config, 'DefaultCacheBehavior')),
      errorPages: listOf(member(config, 'CustomErrorResponses')).map(errorPage),
    });
  });
  const refused = found && [...found.behaviors, found.defaultBehavior].find(({ why }) => why !== undefined);
  if (refused) {
    const of = refused.pathPattern ?? 'the default behaviour';
    context.report.leaveOut(resource, `${refused.why} Requests for ${of} get 501.`);
  }
  return found;
}

function originOf(value: Json, distributionArn: string, access: BucketAccess): Origin {
  const [domainName, id] = [text(value, 'DomainName'), text(value, 'Id')];
  if (domainName === undefined || id === undefined)
    throw new Unresolved('PROPERTY_INVALID', 'an origin has no DomainName or no Id');
  const s3 = member(value, 'S3OriginConfig');
  const custom = member(value, 'CustomOriginConfig');
  const protocol = text(custom, 'OriginProtocolPolicy') === 'http-only' ? 'http' : 'https';
  const isSigned = (text(value, 'OriginAccessControlId') ?? '') !== '';
  const identity = text(s3, 'OriginAccessIdentity')?.split('/').at(-1) || undefined;
  const name = s3 === undefined ? undefined : /^(.+?)\.s3[.-]/.exec(domainName)?.[1];
  const reader = { distributionArn, isSigned, ...(identity !== undefined && { identity }) };
  return defined({
    ...{ id, domainName, isSigned, hasIdentity: identity !== undefined, protocol },
    path: (text(value, 'OriginPath') ?? '').replace(/\/$/, ''),
    customHeaders: listOf(member(value, 'OriginCustomHeaders')).map(
      (each) => [text(each, 'HeaderName') ?? '', text(each, 'HeaderValue') ?? ''] as const,
    ),
    kind: s3 === undefined ? ('custom' as const) : ('s3' as const),
    port: Number(protocol === 'http' ? (text(custom, 'HTTPPort') ?? 80) : (text(custom, 'HTTPSPort') ?? 443)),
    readTimeout: Number(text(custom, 'OriginReadTimeout') ?? 30),
    keepaliveTimeout: Number(text(custom, 'OriginKeepaliveTimeout') ?? 5),
    sslProtocols: listOf(member(custom, 'OriginSSLProtocols')).map(textFrom),
    bucket: name === undefined ? undefined : bucketOf(name, access, reader),
  });
}

function bucketOf(name: string, access: BucketAccess, reader: Parameters<BucketAccess['allows']>[2]): Origin['bucket'] {
  const may = (action: string) => access.allows(name, action, reader);
  return { name, mayRead: may('s3:GetObject'), mayList: may('s3:ListBucket') };
}

function behavior(value: Json | undefined, policies: ForwardingPolicies, groups: ReadonlyMap<string, string>): Behavior {
  const originId = text(value, 'TargetOriginId') ?? '';
  const methods = listOf(member(value, 'AllowedMethods')).map(textFrom);
  return defined({
    pathPattern: text(value, 'PathPattern'),
    originId: groups.get(originId) ?? originId,
    allowedMethods: methods.length > 0 ? methods : ['GET', 'HEAD'],
    functions: listOf(member(value, 'LambdaFunctionAssociations')).flatMap(association),
    forwarding: policies.forwardingOf(value),
    why: whyNotServed(value),
  });
}

/** What would have to be done with a request before it goes on. */
function whyNotServed(value: Json | undefined): string | undefined {
  if (listOf(member(value, 'FunctionAssociations')).length > 0) return 'CloudFront Functions are not emulated.';
  const signed = ['TrustedKeyGroups', 'TrustedSigners'].some((name) => listOf(member(value, name)).length > 0);
  return signed ? 'Signed URLs and cookies are not emulated, so that nobody gets past them.' : undefined;
}

function association(value: Json): readonly EdgeAssociation[] {
  const [event, functionArn] = [text(value, 'EventType'), text(value, 'LambdaFunctionARN')];
  if (functionArn === undefined || !EDGE_EVENTS.some(({ name }) => name === event)) return [];
  return [{ event: event as EdgeEvent, functionArn, includesBody: text(value, 'IncludeBody') === 'true' }];
}

function errorPage(value: Json): ErrorPage {
  const responseCode = text(value, 'ResponseCode');
  return defined({
    code: Number(text(value, 'ErrorCode')),
    responseCode: responseCode === undefined ? undefined : Number(responseCode),
    path: textMember(value, 'ResponsePagePath'),
  });
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

/** Templates may write numbers and flags as text, and the other way round. */
function text(value: Json | undefined, name: string): string | undefined {
  const found = member(value, name);
  return found === undefined || found === null || typeof found === 'object' ? undefined : String(found);
}

import { isList, isObject, type Json, member, textFrom, textMember } from '../json';
import type { Resource } from '../resource';
import { attributeOf, refOf } from '../resource-values/table';
import { attempt } from '../unresolved';

/** Who reads a bucket for a distribution. */
export interface BucketReader {
  readonly distributionArn: string;
  /** Requests are signed by an origin access control. */
  readonly isSigned: boolean;
  /** The id of an origin access identity. */
  readonly identity?: string;
}

/** What the policies of the app's buckets let distributions do. What is denied under a condition, or of some objects only, is not seen. */
export class BucketAccess {
  private readonly statements: readonly { readonly bucket: string; readonly statement: Json }[];
  private readonly canonicalUsers: ReadonlyMap<string, string>;

  constructor(of: (type: string) => readonly Resource[]) {
    this.statements = of('AWS::S3::BucketPolicy').flatMap((policy) => {
      const bucket = attempt(() => policy.text('Bucket')).value;
      const listed = attempt(() => policy.value('PolicyDocument', 'Statement')).value;
      if (bucket === undefined || listed === undefined) return [];
      return (isList(listed) ? listed : [listed]).map((statement) => ({ bucket, statement }));
    });
    const identities = of('AWS::CloudFront::CloudFrontOriginAccessIdentity');
    this.canonicalUsers = new Map(
      identities.map((each) => [refOf(each.type, each), String(attributeOf(each.type, each, 'S3CanonicalUserId'))]),
    );
  }

  allows(bucket: string, action: string, reader: BucketReader): boolean {
    const about = this.statements
      .filter((each) => each.bucket === bucket)
      .map(({ statement }) => statement)
      .filter((statement) => texts(member(statement, 'Action')).some((each) => covers(each, action)))
      .filter((statement) => this.isFor(member(statement, 'Principal'), reader));
    const effect = (name: string) => about.filter((statement) => textMember(statement, 'Effect') === name);
    if (effect('Deny').some((statement) => member(statement, 'Condition') === undefined && isOfAll(statement, bucket)))
      return false;
    return effect('Allow').some((statement) => isMet(member(statement, 'Condition'), reader));
  }

  private isFor(principal: Json | undefined, { isSigned, identity }: BucketReader): boolean {
    if (principal === '*') return true;
    const [users, services, canonical] = ['AWS', 'Service', 'CanonicalUser'].map((kind) => texts(member(principal, kind))) as [
      readonly string[],
      readonly string[],
      readonly string[],
    ];
    if (users.includes('*') || (isSigned && services.includes('cloudfront.amazonaws.com'))) return true;
    if (identity === undefined) return false;
    const user = this.canonicalUsers.get(identity);
    return (user !== undefined && canonical.includes(user)) || users.some((each) => each.endsWith(`Identity ${identity}`));
  }
}

/** Whether it is about the bucket and everything in it. */
function isOfAll(statement: Json, bucket: string): boolean {
  return texts(member(statement, 'Resource')).some((each) => each === '*' || each.endsWith(`:::${bucket}/*`));
}

/** Names of actions know no case. */
function covers(pattern: string, action: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i').test(action);
}

/** Conditions on the distribution can be met; all others are not known to be. */
function isMet(condition: Json | undefined, { distributionArn }: BucketReader): boolean {
  if (!isObject(condition)) return true;
  return Object.values(condition).every(
    (keys) =>
      isObject(keys) &&
      Object.entries(keys).every(
        ([key, value]) => key.toLowerCase() === 'aws:sourcearn' && texts(value).some((each) => covers(each, distributionArn)),
      ),
  );
}

function texts(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return isList(value) ? value.map(textFrom) : [];
}

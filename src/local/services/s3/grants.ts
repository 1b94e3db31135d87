import type { GetBucketAclOutput, Grant, Permission } from '@aws-sdk/client-s3';
import { ownerOf } from './context';

const GROUPS = {
  AllUsers: 'http://acs.amazonaws.com/groups/global/AllUsers',
  AuthenticatedUsers: 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers',
  LogDelivery: 'http://acs.amazonaws.com/groups/s3/LogDelivery',
} as const;

/** What canned ACLs grant beside everything to the owner, by their names in templates. */
const CANNED: Readonly<Record<string, readonly (readonly [group: keyof typeof GROUPS, permission: Permission])[]>> = {
  PublicRead: [['AllUsers', 'READ']],
  PublicReadWrite: [
    ['AllUsers', 'READ'],
    ['AllUsers', 'WRITE'],
  ],
  AuthenticatedRead: [['AuthenticatedUsers', 'READ']],
  LogDeliveryWrite: [
    ['LogDelivery', 'WRITE'],
    ['LogDelivery', 'READ_ACP'],
  ],
};

/** The ACL that a bucket was made with. */
export function aclOf(account: string, canned = 'Private'): GetBucketAclOutput {
  const more = (Object.hasOwn(CANNED, canned) ? CANNED[canned] : undefined) ?? [];
  const grants = more.map(([group, Permission]): Grant => ({ Grantee: { Type: 'Group', URI: GROUPS[group] }, Permission }));
  const acl = ownersAcl(account);
  return { ...acl, Grants: [...(acl.Grants ?? []), ...grants] };
}

export function ownersAcl(account: string): GetBucketAclOutput {
  const Owner = ownerOf(account);
  return { Owner, Grants: [{ Grantee: { Type: 'CanonicalUser', ...Owner }, Permission: 'FULL_CONTROL' }] };
}

/** `enforce`: what a role does not allow is refused as AWS refuses it; `report`: it is done, and told; `ignore`: nobody looks. */
export const IDENTITY_POLICIES = ['enforce', 'report', 'ignore'] as const;

export type IdentityPolicies = (typeof IDENTITY_POLICIES)[number];

/** The value of `X-Amz-Tenant-Id` (INV-09, service model). */
export const TENANT_ID = /^[a-zA-Z0-9._:/=+\-@ ]+$/;
export const TENANT_ID_MAX = 256;
export const TENANT_ID_PRINTED = '[a-zA-Z0-9\\._:\\/=+\\-@ ]+';

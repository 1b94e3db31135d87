import { permissionStatement, policyBytes, RESOURCE_POLICY } from '../../../spec/resource-policy';
import { awsError } from '../aws-error';
import { textBytes } from '../text';
import type { Change } from './change-result';
import { notFound } from './not-found';

import { conflict, revisionError } from './preconditions';
import { revised, revisionOf } from './revisions';
import { type Moment, type Registered, type RegisteredPermission, type RegistryState, withFunction } from './state';

export type NewPermission = Omit<RegisteredPermission, 'address'>;

/** IAM-02, IAM-03, IAM-05. */
export function addPermission(
  state: RegistryState,
  fn: Registered,
  wanted: NewPermission,
  revisionId: string | undefined,
  moment: Moment,
): Change<Readonly<Record<string, unknown>>> {
  const refused = revisionError(revisionId, revisionOf(fn, wanted.qualifier), 'GetPolicy');
  if (refused) return refused;
  const present = permissionsOf(fn, wanted.qualifier);
  if (present.some(({ sid }) => sid === wanted.sid)) {
    return conflict(
      `The statement id (${wanted.sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  const permission: RegisteredPermission = { ...wanted, address: fn.address };
  const sizes = [...present, permission].map((each) => textBytes(JSON.stringify(statementOf(fn, each))).length);
  if (policyBytes(sizes) > RESOURCE_POLICY.max) {
    return awsError(
      'PolicyLengthExceededException',
      400,
      `The final policy size (${policyBytes(sizes)}) is bigger than the limit (${RESOURCE_POLICY.max}).`,
    );
  }
  const changed = revised({ ...fn, permissions: [...fn.permissions, permission] }, wanted.qualifier, moment);
  return [withFunction(state, changed), statementOf(fn, permission)];
}

/** IAM-05. */
export function removePermission(
  state: RegistryState,
  fn: Registered,
  { sid, qualifier, revisionId }: { readonly sid: string; readonly qualifier?: string; readonly revisionId?: string },
  moment: Moment,
): Change<undefined> {
  const present = permissionsOf(fn, qualifier);
  if (present.length === 0) return notFound('No policy is associated with the given resource.');
  if (!present.some((each) => each.sid === sid)) return notFound(`Statement ${sid} is not found in resource policy.`);
  const refused = revisionError(revisionId, revisionOf(fn, qualifier), 'GetPolicy');
  if (refused) return refused;
  const permissions = fn.permissions.filter((each) => each.sid !== sid || each.qualifier !== qualifier);
  return [withFunction(state, revised({ ...fn, permissions }, qualifier, moment)), undefined];
}

/** The policy document of a function, version or alias as JSON text; undefined when it has none. */
export function policyOf(fn: Registered, qualifier: string | undefined): string | undefined {
  const present = permissionsOf(fn, qualifier);
  if (present.length === 0) return undefined;
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: present.map((each) => statementOf(fn, each)) });
}

function permissionsOf(fn: Registered, qualifier: string | undefined): readonly RegisteredPermission[] {
  return fn.permissions.filter((each) => each.qualifier === qualifier);
}

function statementOf(fn: Registered, permission: RegisteredPermission): Readonly<Record<string, unknown>> {
  const { sid, qualifier, sourceArn, sourceAccount, eventSourceToken, principalOrgId, functionUrlAuthType } = permission;
  return permissionStatement({
    id: sid,
    principal: permission.principal,
    action: permission.action,
    resource: qualifier === undefined ? fn.arn : `${fn.arn}:${qualifier}`,
    ...(sourceArn !== undefined && { sourceArn }),
    ...(sourceAccount !== undefined && { sourceAccount }),
    ...(eventSourceToken !== undefined && { eventSourceToken }),
    ...(principalOrgId !== undefined && { organization: principalOrgId }),
    ...(functionUrlAuthType !== undefined && { urlAuthType: functionUrlAuthType }),
    ...(permission.invokedViaFunctionUrl !== undefined && { viaUrl: permission.invokedViaFunctionUrl }),
  });
}

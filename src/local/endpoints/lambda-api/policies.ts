import type {
  AddPermissionRequest,
  AddPermissionResponse,
  GetPolicyRequest,
  GetPolicyResponse,
  RemovePermissionRequest,
} from '@aws-sdk/client-lambda';
import type { AwsError } from '../../engine/aws-error';
import { aliasOf, functionNotFound, qualifierMissing, versionOf } from '../../engine/registry/locate';
import { notFound } from '../../engine/registry/not-found';
import { addPermission as add, policyOf, removePermission as remove } from '../../engine/registry/policies';
import { invalidParameter } from '../../engine/registry/preconditions';
import { revisionOf } from '../../engine/registry/revisions';
import type { Registered } from '../../engine/registry/state';
import type { Given } from '../../engine/service-port';
import { find, isError, type LambdaOperation } from './context';

export const getPolicy: LambdaOperation<Given<GetPolicyRequest>, GetPolicyResponse> = (input, context) => {
  const located = find(context, input, () => noPolicy());
  if (isError(located)) return located;
  const refused = qualifierError(located.fn, located.qualifier);
  if (refused) return refused;
  const Policy = policyOf(located.fn, located.qualifier);
  if (Policy === undefined) return noPolicy();
  return { Policy, RevisionId: revisionOf(located.fn, located.qualifier) };
};

export const addPermission: LambdaOperation<Given<AddPermissionRequest>, AddPermissionResponse> = (input, context) => {
  const located = find(context, input, functionNotFound);
  if (isError(located)) return located;
  const { fn, qualifier } = located;
  if (qualifier === '$LATEST') return invalidParameter('We currently do not support adding policies for $LATEST.');
  const refused = qualifierError(fn, qualifier) ?? principalError(input.Principal);
  if (refused) return refused;
  const statement = context.registry.change((state, moment) =>
    add(
      state,
      fn,
      {
        sid: input.StatementId,
        action: input.Action,
        principal: input.Principal,
        ...(qualifier !== undefined && { qualifier }),
        ...(input.SourceArn !== undefined && { sourceArn: input.SourceArn }),
        ...(input.SourceAccount !== undefined && { sourceAccount: input.SourceAccount }),
        ...(input.EventSourceToken !== undefined && { eventSourceToken: input.EventSourceToken }),
        ...(input.PrincipalOrgID !== undefined && { principalOrgId: input.PrincipalOrgID }),
        ...(input.FunctionUrlAuthType !== undefined && { functionUrlAuthType: input.FunctionUrlAuthType }),
        ...(input.InvokedViaFunctionUrl !== undefined && { invokedViaFunctionUrl: input.InvokedViaFunctionUrl }),
      },
      input.RevisionId,
      moment,
    ),
  );
  return isError(statement) ? statement : { Statement: JSON.stringify(statement) };
};

export const removePermission: LambdaOperation<Given<RemovePermissionRequest>, undefined> = (input, context) => {
  const located = find(context, input, (arn) => notFound(`No policy found for: ${arn}`));
  if (isError(located)) return located;
  const { fn, qualifier } = located;
  const refused = qualifierError(fn, qualifier);
  if (refused) return refused;
  return context.registry.change((state, moment) =>
    remove(
      state,
      fn,
      {
        sid: input.StatementId,
        ...(qualifier !== undefined && { qualifier }),
        ...(input.RevisionId !== undefined && { revisionId: input.RevisionId }),
      },
      moment,
    ),
  );
};

/** IAM-05. */
function qualifierError(fn: Registered, qualifier: string | undefined): AwsError | undefined {
  if (qualifier === undefined || qualifier === '$LATEST') return undefined;
  return versionOf(fn, qualifier) || aliasOf(fn, qualifier) ? undefined : qualifierMissing(fn.arn, qualifier);
}

/** A service, an account, an ARN of IAM or everybody. */
const PRINCIPAL = /^(\*|\d{12}|arn:[\w-]+:(iam|sts)::\d{12}:.+|[a-z0-9-]+(\.[a-z0-9-]+)+)$/i;

function principalError(principal: string): AwsError | undefined {
  if (PRINCIPAL.test(principal)) return undefined;
  return invalidParameter('The provided principal was invalid. Please check the principal and try again.');
}

function noPolicy(): AwsError {
  return notFound('The resource you requested does not exist.');
}

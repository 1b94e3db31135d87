import type { AwsServiceId } from '../../../spec/aws-services';
import { DENIALS } from '../../../spec/iam/denials';
import { type AwsError, awsError } from '../aws-error';
import type { Denied } from './missing-permission';
import type { PolicyKind } from './verdict';

const POLICIES: Readonly<Record<PolicyKind, string>> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  resource: 'resource-based policy',
};

/** What the service answers. */
export function denial(service: AwsServiceId, who: string, asked: string, resource: string, { how, by }: Denied): AwsError {
  const form = DENIALS[service];
  const action = form.action?.(asked) ?? asked;
  const on = form.resource?.(resource) ?? resource;
  const reason =
    how === 'explicitly'
      ? `with an explicit deny in ${by === 'identity' ? 'an' : 'a'} ${POLICIES[by]}`
      : `because no ${POLICIES[by]} allows the ${action} action`;
  const message = `User: ${who} is not authorized to perform: ${action} on resource: ${on} ${reason}`;
  return awsError(form.type, form.status, message);
}

import type { Permission } from '../../model/permission';
import { defined } from '../json';
import type { Resource } from '../resource';
import { qualifierOf, type Translation, targetOf, translated } from './draft';

/** A statement that lost one of its conditions would allow more than the app does, so it is taken whole or not at all. */
export function translatePermission(resource: Resource, context: Translation): void {
  const target = targetOf(resource, 'FunctionName', context);
  if (target === undefined) return;
  const permission = translated(
    resource,
    context,
    (): Permission => ({
      address: resource.address,
      action: resource.required('Action'),
      principal: resource.required('Principal'),
      qualifier: qualifierOf(resource, target),
      sourceArn: resource.text('SourceArn'),
      sourceAccount: resource.text('SourceAccount'),
      functionUrlAuthType: resource.oneOf(['AWS_IAM', 'NONE'], 'FunctionUrlAuthType'),
      invokedViaFunctionUrl: resource.flag('InvokedViaFunctionUrl'),
      principalOrgId: resource.text('PrincipalOrgID'),
      eventSourceToken: resource.text('EventSourceToken'),
    }),
  );
  if (permission !== undefined) target.draft.permissions.push(defined(permission));
}

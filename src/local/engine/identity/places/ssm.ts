import type { SsmPlace } from '../../../../spec/iam/ssm';
import type { Call } from '../../service-port';
import { arnOf, distinct, EVERYTHING, type Places } from './place';

/** Parameters are named by their names or their ARNs, both perhaps with a version or a label behind them. */
function parameterArn(name: string, call: Call): string {
  if (name.startsWith('arn:')) return name.split(':', 6).join(':');
  return arnOf('ssm', `parameter/${name.trim().replace(/:.*$/, '').replace(/^\//, '')}`, call);
}

export const SSM_PLACES: Places<SsmPlace> = {
  everything: EVERYTHING,
  parameter: ({ Name }: { readonly Name: string }, call) => [parameterArn(Name, call)],
  parameters: ({ Names }: { readonly Names: readonly string[] }, call) => distinct(Names.map((name) => parameterArn(name, call))),
  path: ({ Path }: { readonly Path: string }, call) => [parameterArn(Path, call)],
  tagged: ({ ResourceType, ResourceId }: { readonly ResourceType: string; readonly ResourceId: string }, call) =>
    ResourceType === 'Parameter' ? [parameterArn(ResourceId, call)] : undefined,
  /** As denials of AWS have it; a grant for some parameters is none for this. */
  region: (_, call) => [arnOf('ssm', '*', call)],
};

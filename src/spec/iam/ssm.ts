import type { ServicePermissions } from './service-permissions';

export type SsmPlace = 'parameter' | 'parameters' | 'path' | 'tagged' | 'region';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
export const SSM_PERMISSIONS: ServicePermissions<SsmPlace | 'everything'> = {
  prefix: 'ssm',
  named: {
    parameter: ['GetParameter', 'GetParameterHistory', 'PutParameter', 'DeleteParameter', 'LabelParameterVersion'],
    parameters: ['GetParameters', 'DeleteParameters'],
    path: ['GetParametersByPath'],
    tagged: ['AddTagsToResource', 'RemoveTagsFromResource', 'ListTagsForResource'],
    region: ['DescribeParameters'],
  },
  others: {},
};

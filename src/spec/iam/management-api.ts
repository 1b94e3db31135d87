import type { ServicePermissions } from './service-permissions';

export type ManagementPlace = 'posted' | 'got' | 'deleted';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html */
export const MANAGEMENT_PERMISSIONS: ServicePermissions<ManagementPlace | 'everything'> = {
  prefix: 'execute-api',
  named: {},
  others: {
    PostToConnection: [['ManageConnections', 'posted']],
    GetConnection: [['ManageConnections', 'got']],
    DeleteConnection: [['ManageConnections', 'deleted']],
  },
};

import type { ServicePermissions } from './service-permissions';

export type LogsPlace = 'group' | 'stream' | 'streamOrGroup' | 'role';

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html; which groups DescribeLogGroups is
 * asked on has changed, so it is not listed.
 */
export const LOGS_PERMISSIONS: ServicePermissions<LogsPlace | 'everything'> = {
  prefix: 'logs',
  named: {
    group: [
      ...['CreateLogGroup', 'DeleteLogGroup', 'PutRetentionPolicy', 'DeleteRetentionPolicy'],
      ...['DescribeLogStreams', 'FilterLogEvents'],
      ...['DescribeSubscriptionFilters', 'DeleteSubscriptionFilter'],
    ],
    stream: ['PutLogEvents', 'GetLogEvents'],
    streamOrGroup: ['CreateLogStream', 'DeleteLogStream'],
  },
  others: {
    PutSubscriptionFilter: [
      ['PutSubscriptionFilter', 'group'],
      ['iam:PassRole', 'role'],
    ],
  },
};

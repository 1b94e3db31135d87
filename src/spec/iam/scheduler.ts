import type { ServicePermissions } from './service-permissions';

export type SchedulerPlace = 'schedule' | 'group' | 'role';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html */
export const SCHEDULER_PERMISSIONS: ServicePermissions<SchedulerPlace | 'everything'> = {
  prefix: 'scheduler',
  named: {
    schedule: ['GetSchedule', 'DeleteSchedule'],
    group: ['CreateScheduleGroup', 'GetScheduleGroup', 'DeleteScheduleGroup'],
  },
  others: {
    CreateSchedule: [
      ['CreateSchedule', 'schedule'],
      ['iam:PassRole', 'role'],
    ],
    UpdateSchedule: [
      ['UpdateSchedule', 'schedule'],
      ['iam:PassRole', 'role'],
    ],
  },
};

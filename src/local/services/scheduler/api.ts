import type { AwsService } from '../../engine/service-port';
import { groupOperations } from './groups';
import { type SchedulePorts, scheduleOperations } from './schedules';

/** EventBridge Scheduler over a store. */
export function schedulerService(ports: SchedulePorts): AwsService {
  return { id: 'scheduler', operations: { ...scheduleOperations(ports), ...groupOperations(ports) } };
}

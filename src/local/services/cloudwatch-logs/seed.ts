import type { Application } from '../../../model/application';
import { FILTERS_PER_LOG_GROUP } from '../../../spec/push-sources';
import { filterPattern } from './filter-pattern';
import { isError } from './refusals';
import type { LogStore } from './store';

type Declared = Pick<Application, 'logGroups' | 'logStreams' | 'logSubscriptions'>;

/** Puts the log groups of an app into the store; `refused` is told what CloudWatch Logs would not have taken. */
export function seedLogs(
  store: LogStore,
  { logGroups = [], logStreams = [], logSubscriptions = [] }: Declared,
  refused: (path: string, why: string) => void,
): void {
  for (const { account, region, name, retentionDays, logGroupClass } of logGroups) {
    store.keepFor(store.ensureGroup({ account, region }, name, logGroupClass), retentionDays);
  }
  for (const { account, region, group, name } of logStreams) {
    store.ensureStream(store.ensureGroup({ account, region }, group), name);
  }
  for (const { address, account, region, group: name, ...filter } of logSubscriptions) {
    const group = store.ensureGroup({ account, region }, name);
    const wanted = filterPattern(filter.pattern);
    if (isError(wanted)) refused(address.path, wanted.message);
    else if (group.filters.size >= FILTERS_PER_LOG_GROUP) {
      refused(address.path, `The log group ${name} has ${FILTERS_PER_LOG_GROUP} subscription filters, and can have no more.`);
    } else store.putFilter(group, { distribution: 'ByLogStream', ...filter, wanted, created: group.created });
  }
}

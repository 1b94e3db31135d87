import type { Application } from '../../../model/application';
import type { LogStore } from './store';

/** Puts the log groups of an app into the store. */
export function seedLogs(store: LogStore, { logGroups = [], logStreams = [] }: Application): void {
  for (const { account, region, name, retentionDays, logGroupClass } of logGroups) {
    store.keepFor(store.ensureGroup({ account, region }, name, logGroupClass), retentionDays);
  }
  for (const { account, region, group, name } of logStreams) {
    store.ensureStream(store.ensureGroup({ account, region }, group), name);
  }
}

import type { LiveRegistry } from './live-registry';
import { isRead } from './mappings';
import type { RegisteredMapping } from './state';

/** What pollers see of the event source mappings. */
export interface MappingSource {
  /** Those whose source is to be read now. */
  readonly read: readonly RegisteredMapping[];
  /** Calls `listener` when a mapping begins or ends to be read or is set otherwise; what this returns ends it. */
  subscribe(listener: () => void): () => void;
}

/** A mapping that has not changed is the same object, so a poller can tell by that. */
export function mappingSource(registry: LiveRegistry): MappingSource {
  return {
    get read() {
      return registry.state.mappings.filter(isRead);
    },
    subscribe: (listener) =>
      registry.subscribe((now, before) => {
        if (now.mappings !== before.mappings) listener();
      }),
  };
}

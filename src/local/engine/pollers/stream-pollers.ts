import type { LiveRegistry } from '../registry/live-registry';
import type { RegistryState } from '../registry/state';
import type { StreamPorts } from './lane-runner';
import type { PollerFactory } from './mapping-pollers';
import { StreamPoller } from './stream-poller';
import type { SourceStreams } from './stream-source';

export interface StreamPollersOptions extends Omit<StreamPorts, 'functions' | 'processed'> {
  readonly registry: LiveRegistry;
  readonly streams: SourceStreams;
}

/** Pollers of streams; a mapping that is resumed has the one it had, which knows its place (SIM-33). */
export function streamPollers({ registry, streams, ...rest }: StreamPollersOptions): PollerFactory {
  const ports: StreamPorts = {
    ...rest,
    functions: () => registry.functions,
    processed: (uuid, result) => void registry.change((state) => [noted(state, uuid, result), undefined]),
  };
  const known = new Map<string, StreamPoller>();
  return (mapping) => {
    for (const [uuid, poller] of known) {
      if (registry.state.mappings.some((each) => each.uuid === uuid)) continue;
      poller.dispose();
      known.delete(uuid);
    }
    const before = known.get(mapping.uuid);
    before?.resume(mapping);
    const poller = before ?? new StreamPoller(mapping, streams, ports);
    known.set(mapping.uuid, poller);
    return poller;
  };
}

/** ESM-32. */
function noted(state: RegistryState, uuid: string, result: string): RegistryState {
  const mapping = state.mappings.find((each) => each.uuid === uuid);
  if (!mapping || mapping.lastProcessingResult === result) return state;
  const after = { ...mapping, lastProcessingResult: result };
  return { ...state, mappings: state.mappings.map((each) => (each === mapping ? after : each)) };
}

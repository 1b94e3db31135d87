import type { SourceKind } from '../../../spec/event-source-mapping';
import type { Pending } from '../pending';
import type { MappingSource } from '../registry/mapping-source';
import type { RegisteredMapping } from '../registry/state';

/** Reads the source of one event source mapping. */
export interface MappingPoller extends Pending {
  /** The mapping was changed; what is under way goes on as it began. */
  update(mapping: RegisteredMapping): void;
  /** Nothing more is read; batches under way end by themselves (SIM-33). */
  stop(): void;
}

export type PollerFactory = (mapping: RegisteredMapping) => MappingPoller;

/** Keeps a poller for each mapping whose source is to be read now; kinds that nobody reads are left alone. */
export class MappingPollers implements Pending {
  private readonly pollers = new Map<string, { mapping: RegisteredMapping; readonly poller: MappingPoller }>();
  private readonly unsubscribe: () => void;

  constructor(
    private readonly source: MappingSource,
    private readonly factories: Readonly<Partial<Record<SourceKind, PollerFactory>>>,
  ) {
    this.unsubscribe = source.subscribe(() => this.follow());
    this.follow();
  }

  get pending(): readonly string[] {
    return [...this.pollers.values()].flatMap(({ poller }) => poller.pending);
  }

  stop(): void {
    this.unsubscribe();
    for (const { poller } of this.pollers.values()) poller.stop();
    this.pollers.clear();
  }

  private follow(): void {
    const read = new Map(this.source.read.map((mapping) => [mapping.uuid, mapping]));
    for (const [uuid, { poller }] of this.pollers) {
      if (read.has(uuid)) continue;
      poller.stop();
      this.pollers.delete(uuid);
    }
    for (const [uuid, mapping] of read) {
      const known = this.pollers.get(uuid);
      if (!known) {
        const poller = this.factories[mapping.kind]?.(mapping);
        if (poller) this.pollers.set(uuid, { mapping, poller });
      } else if (known.mapping !== mapping) {
        known.mapping = mapping;
        known.poller.update(mapping);
      }
    }
  }
}

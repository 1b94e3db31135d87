import type { StreamViewType } from '../../../model/table';
import type { Instant } from '../../time/clock';
import type { Item } from './attribute-value';
import { itemSize } from './item-size';

/** What a stream tells of one change. */
export interface ChangeRecord {
  readonly eventId: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  /** Sorts as the changes do; all have the same number of digits. */
  readonly sequenceNumber: string;
  readonly at: Instant;
  readonly keys: Item;
  readonly newImage?: Item;
  readonly oldImage?: Item;
  readonly bytes: number;
  /** Time has ended the item (DDB-09). */
  readonly expired?: true;
}

/** DDB-04. */
export const RETENTION_MS = 24 * 3_600_000;
/** How much is kept at most, in bytes of records; what came first is forgotten first. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** The changes of the last 24 hours of one table, in order: one shard. */
export class ChangeStream {
  private records: ChangeRecord[] = [];
  private bytes = 0;
  private appended = 0;

  constructor(
    readonly arn: string,
    readonly shardId: string,
    readonly viewType: StreamViewType,
    private readonly now: () => Instant,
    private readonly newId: () => string,
    private readonly noted: () => void,
  ) {}

  get label(): string {
    return this.arn.slice(this.arn.lastIndexOf('/') + 1);
  }

  /** The sequence number of the record before the next. */
  get tip(): string {
    return sequence(this.appended);
  }

  append(change: Omit<ChangeRecord, 'eventId' | 'sequenceNumber' | 'at' | 'bytes'>): void {
    const images = this.imagesOf(change);
    const bytes = itemSize(change.keys) + itemSize(images.newImage ?? {}) + itemSize(images.oldImage ?? {});
    const { newImage: _, oldImage: __, ...rest } = change;
    const at = this.now();
    this.records.push({ ...rest, ...images, eventId: this.newId(), sequenceNumber: sequence(++this.appended), at, bytes });
    this.bytes += bytes;
    this.forget();
    this.noted();
  }

  /** At most `limit` records behind a sequence number; without one, from the oldest. */
  read(after: string | undefined, limit: number): readonly ChangeRecord[] {
    this.forget();
    const start = after === undefined ? 0 : this.placeBehind(after);
    return this.records.slice(start, start + limit);
  }

  get isEmpty(): boolean {
    this.forget();
    return this.records.length === 0;
  }

  private placeBehind(after: string): number {
    let [low, high] = [0, this.records.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.records[middle] as ChangeRecord).sequenceNumber > after) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private imagesOf({
    newImage,
    oldImage,
  }: Pick<ChangeRecord, 'newImage' | 'oldImage'>): Pick<ChangeRecord, 'newImage' | 'oldImage'> {
    const hasNew = this.viewType === 'NEW_IMAGE' || this.viewType === 'NEW_AND_OLD_IMAGES';
    const hasOld = this.viewType === 'OLD_IMAGE' || this.viewType === 'NEW_AND_OLD_IMAGES';
    return { ...(hasNew && newImage && { newImage }), ...(hasOld && oldImage && { oldImage }) };
  }

  private forget(): void {
    const oldest = this.now() - RETENTION_MS;
    let gone = 0;
    while (gone < this.records.length) {
      const { at, bytes } = this.records[gone] as ChangeRecord;
      if (at >= oldest && this.bytes <= KEPT_BYTES) break;
      this.bytes -= bytes;
      gone++;
    }
    if (gone > 0) this.records.splice(0, gone);
  }
}

function sequence(count: number): string {
  return `1${String(count).padStart(20, '0')}`;
}

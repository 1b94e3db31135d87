import type { ProcessGroup } from '../process-group';
import type { TemporaryFolders } from './temporary-folders';

/** A `/tmp` to begin with. */
export interface Temporary {
  /** Of a folder: the one itself when it is shared, otherwise one whose files it gets; closed with the environment. */
  readonly descriptor: number | undefined;
  /** It is a folder of this machine, which all processes of the environment have. */
  readonly isShared: boolean;
}

/** What one environment has in `/tmp`, and leaves to the next. */
export class EnvironmentTemporary {
  private temporary: Temporary | undefined;

  constructor(
    private readonly folders: TemporaryFolders,
    private readonly heritage: string,
  ) {}

  begin(temporary: Temporary | undefined): void {
    this.temporary = temporary;
  }

  /** Its function is ready: what it has now takes the place of what it began with. */
  hold({ id, isEnclosed }: ProcessGroup): void {
    if (!this.temporary || this.temporary.isShared || !isEnclosed || id === undefined) return;
    const { descriptor } = this.temporary;
    this.temporary = { descriptor: this.folders.open(id), isShared: false };
    if (descriptor !== undefined) this.folders.drop(descriptor);
  }

  /** It has ended; `toNext`: another one takes its place. Nothing is left of it after that. */
  leave(toNext: boolean): void {
    const { descriptor } = this.temporary ?? {};
    this.temporary = undefined;
    if (descriptor === undefined) return;
    if (toNext) this.folders.keep(this.heritage, descriptor);
    else this.folders.drop(descriptor);
  }
}

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalError } from '../errors';
import { Guardian } from './guardian';

/** The name of a unix domain socket has at most 103 bytes on some systems; ours leaves this many for the folder's parent. */
const LONGEST_PARENT = 75;

/** The temporary folder of one run: sockets, extracted archives, inline code. Gone however the run ends. */
export class RunFolder {
  /** Of this run's processes, too. */
  readonly guardian: Guardian;

  private constructor(readonly path: string) {
    this.guardian = new Guardian(path);
  }

  /** Fails with TEMPORARY_FOLDER_UNUSABLE. */
  static create(): RunFolder {
    return new RunFolder(newFolder());
  }

  /** When nothing uses it any more. */
  async remove(): Promise<void> {
    rmSync(this.path, { recursive: true, force: true });
    await this.guardian.close();
  }
}

function newFolder(): string {
  try {
    const parent = realpathSync(tmpdir());
    return mkdtempSync(join(parent.length > LONGEST_PARENT ? '/tmp' : parent, `lambda-kit-${process.pid}-`));
  } catch (error) {
    throw new LocalError('TEMPORARY_FOLDER_UNUSABLE', `No folder can be made in ${tmpdir()}: ${(error as Error).message}.`);
  }
}

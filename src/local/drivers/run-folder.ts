import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  static create(): RunFolder {
    const parent = realpathSync(tmpdir());
    return new RunFolder(mkdtempSync(join(parent.length > LONGEST_PARENT ? '/tmp' : parent, `lambda-kit-${process.pid}-`)));
  }

  /** When nothing uses it any more. */
  async remove(): Promise<void> {
    rmSync(this.path, { recursive: true, force: true });
    await this.guardian.close();
  }
}

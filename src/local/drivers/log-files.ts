import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, type WriteStream } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LocalError } from '../errors';

/** One line, or several, of a log stream. */
export interface LogPiece {
  readonly group: string;
  readonly stream: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly message: string;
}

/** Longer names are cut, and told apart by a hash; file systems take 255 characters. */
const NAME_MAX = 200;

/** One file a log group, in one folder: what was there before stays, new lines come behind it. */
export class LogFiles {
  private readonly files = new Map<string, WriteStream>();

  private constructor(
    private readonly folder: string,
    private readonly onFailure: (error: Error) => void,
  ) {}

  /** Makes the folder. Fails with LOGS_UNWRITABLE when it cannot. */
  static open(folder: string, onFailure: (error: Error) => void): LogFiles {
    try {
      makeFolder(resolve(folder));
    } catch (error) {
      throw new LocalError('LOGS_UNWRITABLE', `${resolve(folder)} cannot be made: ${(error as Error).message}`);
    }
    return new LogFiles(folder, onFailure);
  }

  /** Begins each with the time and the stream, as `aws logs tail` does. */
  write({ group, stream, timestamp, message }: LogPiece): void {
    const end = message.endsWith('\n') ? '' : '\n';
    this.fileOf(group).write(`${new Date(timestamp).toISOString()} ${stream} ${message}${end}`);
  }

  /** Settles when everything is written. */
  async close(): Promise<void> {
    const files = [...this.files.values()];
    this.files.clear();
    await Promise.all(files.map((file) => new Promise<void>((settle) => (file.destroyed ? settle() : file.end(() => settle())))));
  }

  private fileOf(group: string): WriteStream {
    const known = this.files.get(group);
    if (known) return known;
    const file = createWriteStream(join(this.folder, fileName(group)), { flags: 'a' });
    // Each further line of a file that cannot be written is lost; the first says so.
    file.once('error', this.onFailure);
    file.on('error', () => undefined);
    this.files.set(group, file);
    return file;
  }
}

/** Node's own way to make folders in folders never comes to an end where the file system lies about them, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** A `/` within the path of a name with one at its front, or neither `/` nor `.`: then no other group has the same flat name. */
const HAS_NAME_OF_ITS_OWN = /^(\/[^.]*\/[^.]*|[^/.]*)$/;

/**
 * `/aws/lambda/orders` in `aws.lambda.orders.log`: names of groups may hold `..`, which must not lead out of the folder. Where another
 * group could be flattened to the same name, as `a.b` and `a/b`, a hash tells them apart, behind a sign that no group may have.
 */
function fileName(group: string): string {
  const flat = group.replace(/^\//, '').replaceAll('/', '.');
  if (flat.length <= NAME_MAX && HAS_NAME_OF_ITS_OWN.test(group)) return `${flat}.log`;
  return `${flat.slice(0, NAME_MAX)}~${createHash('sha256').update(group).digest('hex').slice(0, 16)}.log`;
}

import type { Message, Metafile } from 'esbuild';
import { sourceOf } from './bundle-inputs';
import type { Note } from './bundle-request';

/** What esbuild has made of some entries. */
export interface BuildOutputs {
  readonly metafile: Metafile;
  readonly warnings: readonly Message[];
  readonly files: readonly BuiltFile[];
}

export interface BuiltFile {
  /** As esbuild called it. */
  readonly name: string;
  /** Where its bytes are. */
  readonly at: string;
}

/** What outputs of an entry are called until they are sorted out; nothing of it stays in a bundle. */
export const NAME = 'lambda-kit-entry-';

export function noteOf({ text = '', location, notes = [] }: Partial<Message>, root: string): Note {
  const hints = notes.filter((note) => note.text !== '').map((note) => ` (${note.text})`);
  const whole = `${text}${hints.join('')}`;
  if (!location) return { text: whole };
  return { text: whole, file: sourceOf(location.file, root), line: location.line, column: location.column + 1 };
}

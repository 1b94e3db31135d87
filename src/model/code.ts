import type { ImageSource } from './image';

/** Where the code of a function or a layer comes from; paths are absolute. */
export type Code =
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'archive'; readonly path: string }
  | { readonly kind: 'inline'; readonly source: string }
  /** With `source` the app makes it, otherwise it is in a registry. */
  | { readonly kind: 'image'; readonly uri: string; readonly source?: ImageSource }
  /** The code cannot be had here: `why` is a sentence for the user. */
  | { readonly kind: 'absent'; readonly why: string };

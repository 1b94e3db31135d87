/** Where the code of a function or a layer comes from; paths are absolute. */
export type Code =
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'archive'; readonly path: string }
  | { readonly kind: 'inline'; readonly source: string }
  | { readonly kind: 'image'; readonly uri: string }
  /** The code cannot be had here: `why` is a sentence for the user. */
  | { readonly kind: 'absent'; readonly why: string };

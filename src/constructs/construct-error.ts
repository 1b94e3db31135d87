/** Every reason why a construct refuses, and what the app's author can do. docs/errors.md is made from this table. */
export const CONSTRUCT_ERRORS = {
  VALUE_OUT_OF_RANGE: 'Give a value inside the range.',
  TEXT_INVALID: 'Give a text that fits.',
  RUNTIME_NOT_NODE: 'Choose one of the `lambda.Runtime.NODEJS_…` runtimes, or leave `runtime` out for the newest.',
  ENTRY_MISSING: 'Name the TypeScript or JavaScript file; a relative `entry` starts at the current working directory.',
  ENTRY_UNKNOWN_KIND: 'Name a file that ends in .ts, .mts, .cts, .tsx, .js, .mjs, .cjs or .jsx.',
  HANDLER_NOT_EXPORTED: 'Export it from the entry, or name one that is exported in `handler`.',
  HANDLER_NOT_BUNDLED:
    'The bundle is one file, `index`; name only the export in `handler`, or the absolute path of a handler in a layer.',
  BUNDLING_FAILED: 'Put the sources or the `bundling` options right; these are the words of esbuild.',
  ESBUILD_MISSING: 'Install it beside your app: npm install --save-dev esbuild',
  ENVIRONMENT_VALUE_MISSING: 'Every variable needs a text; leave out the ones that have none.',
  ENVIRONMENT_KEY_RESERVED: 'Lambda sets this variable itself; choose another name.',
  ENVIRONMENT_TOO_LARGE: 'Keep large values in Parameter Store, Secrets Manager, S3 or a file of the bundle.',
  URL_EXISTS: 'A function or an alias has one URL; keep what the first call returned, or add the second URL to an alias.',
  URL_CALLER_TWICE: 'Name each caller once; put conditions for the same principal into one.',
  CORS_WILDCARD_NOT_ALONE: 'Leave the others out, or leave the * out and list all that are allowed.',
  CORS_CREDENTIALS_WITH_ANY_ORIGIN: 'Browsers refuse this; list the origins that may send credentials.',
  CORS_OPTIONS: 'Leave OPTIONS out: Lambda answers preflight requests itself when there is a CORS configuration.',
} as const;

/** What an error is about: a construct, or one that is still to be created. */
export interface Place {
  readonly node: { readonly path: string };
}

/** The place of a construct that does not exist yet. */
export function placeOf(scope: Place, id: string): Place {
  return { node: { path: scope.node.path === '' ? id : `${scope.node.path}/${id}` } };
}

/** Something that the app's author can put right. */
export class ConstructError extends Error {
  override readonly name = 'ConstructError';

  constructor(
    place: Place,
    readonly code: keyof typeof CONSTRUCT_ERRORS,
    message: string,
  ) {
    super(`${place.node.path}: ${message}\n${CONSTRUCT_ERRORS[code]} [${code}]`);
  }
}

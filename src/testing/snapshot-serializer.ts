/** The hash of an asset, as in S3 keys, image tags and asset folders. */
const ASSET_HASH = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g;

/** The logical id of `fn.currentVersion`: its last 32 digits are a hash of the function with its asset. */
const CURRENT_VERSION = /(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}(?![0-9a-f])/g;

function blanked(text: string): string {
  return text.replace(ASSET_HASH, '<asset hash>').replace(CURRENT_VERSION, '$1<version hash>');
}

/**
 * Keeps snapshots of templates and assemblies as they are when only code or the bundler has changed: asset hashes, the S3 keys
 * and image tags made of them, and the ids of current versions are blanked, in keys and in values.
 *
 * Register it with `expect.addSnapshotSerializer(snapshotSerializer)`, in Jest or Vitest.
 */
export const snapshotSerializer = {
  test(value: unknown): boolean {
    return typeof value === 'string' && blanked(value) !== value;
  },

  /** Only hands through what belongs to the printer, whose types are those of Jest or of Vitest. */
  serialize(
    value: string,
    config: unknown,
    indentation: string,
    depth: number,
    refs: unknown,
    print: (value: unknown, config: never, indentation: string, depth: number, refs: never) => string,
  ): string {
    return print(blanked(value), config as never, indentation, depth, refs as never);
  },
};

/** The hash of an asset, as in S3 keys, image tags and asset folders. */
const ASSET_HASH = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g;

/** The logical id of `fn.currentVersion`: its last 32 digits are a hash of the function with its asset. */
const CURRENT_VERSION = /(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}(?![0-9a-f])/g;

function blanked(text: string): string {
  return text.replace(ASSET_HASH, '<asset hash>').replace(CURRENT_VERSION, '$1<version hash>');
}

/** Objects that stand for one whose keys were put in order. */
const ordered = new WeakSet<object>();

/** Whether keys are alike when they are blanked: hashes would decide which comes first. */
function hasTwins(value: object): boolean {
  const keys = Object.keys(value);
  return !ordered.has(value) && new Set(keys.map(blanked)).size < keys.length;
}

/** Orders the keys of `value` by what is printed of them, and twins by what they hold. */
function orderOf(value: Readonly<Record<string, unknown>>): (one: string, other: string) => number {
  const content = new Map(Object.keys(value).map((key) => [key, blanked(JSON.stringify(value[key]) ?? '')]));
  const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other));
  return (one, other) =>
    compare(blanked(one), blanked(other)) || compare(content.get(one) ?? '', content.get(other) ?? '') || compare(one, other);
}

/**
 * Keeps snapshots of templates and assemblies as they are when only code or the bundler has changed: asset hashes, the S3 keys
 * and image tags made of them, and the ids of current versions are blanked, in keys and in values.
 *
 * Register it with `expect.addSnapshotSerializer(snapshotSerializer)`, in Jest or Vitest.
 */
export const snapshotSerializer = {
  test(value: unknown): boolean {
    if (typeof value === 'object' && value !== null) return hasTwins(value);
    return typeof value === 'string' && blanked(value) !== value;
  },

  /** Only hands through what belongs to the printer, whose types are those of Jest or of Vitest. */
  serialize(
    value: string | Readonly<Record<string, unknown>>,
    config: unknown,
    indentation: string,
    depth: number,
    refs: unknown,
    print: (value: unknown, config: never, indentation: string, depth: number, refs: never) => string,
  ): string {
    if (typeof value === 'string') return print(blanked(value), config as never, indentation, depth, refs as never);
    const copy = { ...value };
    ordered.add(copy);
    return print(copy, { ...(config as object), compareKeys: orderOf(value) } as never, indentation, depth, refs as never);
  },
};

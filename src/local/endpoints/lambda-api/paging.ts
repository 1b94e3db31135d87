import { PAGE_ITEMS } from '../../../spec/control-plane';
import type { AwsError } from '../../engine/aws-error';
import { invalidParameter } from '../../engine/registry/preconditions';
import { fromBase64, textBytes, toBase64 } from '../../engine/text';

interface Asked {
  readonly Marker?: string;
  readonly MaxItems?: number;
}

/** One page of a list: what follows the item that the marker names, or what has taken its place. */
export function pageOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { Marker, MaxItems }: Asked,
  longest = PAGE_ITEMS,
): { readonly items: readonly T[]; readonly next?: string } | AwsError {
  let from = 0;
  if (Marker !== undefined && Marker !== '') {
    const mark = markOf(Marker);
    if (!mark) return invalidParameter('The Marker is not one that this operation gave out.');
    const last = items.findIndex((item) => keyOf(item) === mark.after);
    from = last >= 0 ? last + 1 : mark.at;
  }
  const until = from + Math.min(MaxItems ?? longest, longest);
  const last = items[until - 1];
  if (last === undefined || until >= items.length) return { items: items.slice(from, until) };
  return { items: items.slice(from, until), next: toBase64(textBytes(JSON.stringify({ at: until, after: keyOf(last) }))) };
}

function markOf(marker: string): { readonly at: number; readonly after: string } | undefined {
  try {
    const mark: unknown = JSON.parse(fromBase64(marker) ?? '');
    const { at, after } = mark as { readonly at?: unknown; readonly after?: unknown };
    return Number.isSafeInteger(at) && (at as number) >= 0 && typeof after === 'string' ? { at: at as number, after } : undefined;
  } catch {
    return undefined;
  }
}

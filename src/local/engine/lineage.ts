import { LINEAGE_COUNT_MAX, RECURSION_INVOCATIONS } from '../../spec/recursion';

/** A trace header as a function is handed it, and how often that function ran before in the same chain of requests. */
export interface Traced {
  readonly header: string;
  readonly before: number;
}

const LINEAGE = /;?\s*Lineage=([^;]*)/;

/**
 * Counts one more invocation of the function in the header's lineage, which the SDK inside the function sends on with every
 * call it makes (FN-72). An entry is the first eight digits of a hash of the function's ARN and how often it ran before.
 */
export function traced(header: string, arn: string): Traced {
  const own = hashOf(arn);
  const lineageBefore = LINEAGE.exec(header)?.[1];
  // Most calls come from outside: theirs is the first invocation of a chain.
  if (lineageBefore === undefined) return { header: `${header};Lineage=${own}:0`, before: 0 };
  const entries = lineageBefore.split('|').flatMap((entry) => {
    const match = /^([0-9a-f]{8}):(\d{1,3})$/.exec(entry);
    return match ? [[match[1] as string, Number(match[2])] as const] : [];
  });
  const known = entries.find(([hash]) => hash === own);
  const before = known ? Math.min(known[1] + 1, LINEAGE_COUNT_MAX) : 0;
  const others = entries.filter(([hash]) => hash !== own);
  const lineage = [...others, [own, before] as const].map(([hash, count]) => `${hash}:${count}`).join('|');
  return { header: `${header.replace(LINEAGE, '')};Lineage=${lineage}`, before };
}

/** Whether a call with this header comes from a function. */
export function comesFromFunction(header: string | undefined): boolean {
  return header !== undefined && LINEAGE.test(header);
}

/** Whether the function has run as often in this chain as Lambda lets it. */
export function isLoop({ before }: Traced): boolean {
  return before >= RECURSION_INVOCATIONS;
}

/** FNV-1a, 32 bits. */
export function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

import { comesFromFunction, hashOf } from './lineage';
import type { InvokeRequest } from './ports';
import { bytesText } from './text';
import type { Turn } from './turns';

/** How much of an event tells it from others, in bytes. */
const HEAD_BYTES = 200;

/** Which invocation a call was made in: told by the trace header, which the SDKs send on. */
export class Callers {
  private readonly turns = new Map<string, Turn>();

  /** From now on calls with this header are made in `turn`, until the function that is returned is called. */
  enter(header: string, turn: Turn): () => void {
    const key = segmentOf(header);
    this.turns.set(key, turn);
    return () => {
      if (this.turns.get(key) === turn) this.turns.delete(key);
    };
  }

  /** The invocation whose handler made this call; undefined when it came from outside. */
  of(header: string | undefined): Turn | undefined {
    return header !== undefined && comesFromFunction(header) ? this.turns.get(segmentOf(header)) : undefined;
  }
}

/** What is called, so that calls of one handler that are under way at once can be put in order. */
export function keyOf({ functionName, qualifier = '', type, payload }: InvokeRequest): string {
  const head = bytesText(payload.subarray(0, HEAD_BYTES));
  return [functionName, qualifier, type, payload.length, head, hashOf(bytesText(payload))].join(' ');
}

function segmentOf(header: string): string {
  return header.replace(/;?\s*Lineage=[^;]*/, '');
}

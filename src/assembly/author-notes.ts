import { join } from 'node:path';
import type { Acknowledged, Judged } from '../model/inventory';
import { JUDGED } from '../spec/judged';
import { isList, isObject, textFrom, textMember } from './json';
import type { StackSource } from './stack-source';

const ACKNOWLEDGED = 'aws:cdk:acknowledged-rules';
const WARNING = 'aws:cdk:warning';
/** Where a resource was created: with `cdk synth --debug`, in an entry of its own; older releases of the CDK had it on another. */
const CREATION_STACK = 'aws:cdk:creationStack';
const LOGICAL_ID = 'aws:cdk:logicalId';

/** Our own constructs, which an app in a clone of this repository does not have in a package. */
const OWN_FOLDERS = ['src', 'lib'].map((folder) => join(__dirname, '..', '..', folder, 'constructs'));

/** What the assembly keeps of the author's own words and places, by construct. */
export interface AuthorNotes {
  readonly acknowledged: readonly Acknowledged[];
  readonly judged: readonly Judged[];
  /** `file:line:column` of the call that created a construct, by construct path; only assemblies made with traces have it. */
  readonly createdAt: ReadonlyMap<string, string>;
}

/** The notes on the constructs of these stacks. */
export function authorNotes(stacks: readonly StackSource[]): AuthorNotes {
  const acknowledged: Acknowledged[] = [];
  const judged: Judged[] = [];
  const createdAt = new Map<string, string>();
  const seen = new Set<unknown>();
  for (const stack of stacks) {
    const metadata = stack.metadata();
    // Nested stacks give that of their parents.
    if (seen.has(metadata)) continue;
    seen.add(metadata);
    for (const [at, entries] of Object.entries(metadata)) {
      const path = at.replace(/^\//, '');
      for (const entry of isList(entries) ? entries.filter(isObject) : []) {
        const type = textMember(entry, 'type');
        if (type === ACKNOWLEDGED && isObject(entry.data)) {
          for (const [id, reason] of Object.entries(entry.data)) acknowledged.push({ id, reason: textFrom(reason), path });
        }
        // What can be acknowledged ends with its id.
        const warned = type === WARNING ? /\[ack: (cdk-lambda-kit:[\w-]+)\]$/.exec(textFrom(entry.data))?.[1] : undefined;
        const id = type === JUDGED && typeof entry.data === 'string' ? entry.data : warned;
        if (id !== undefined) judged.push({ id, path, ...(warned !== undefined && { warned: true }) });
        const trace = type === CREATION_STACK ? entry.data : type === LOGICAL_ID ? entry.trace : undefined;
        const place = isList(trace) ? placeIn(trace) : undefined;
        if (place !== undefined) createdAt.set(path, place);
      }
    }
  }
  return { acknowledged, judged, createdAt };
}

/** The innermost frame that is code of the app's author. */
function placeIn(trace: readonly unknown[]): string | undefined {
  for (const frame of trace) {
    if (typeof frame !== 'string' || OWN_FOLDERS.some((folder) => frame.includes(folder))) continue;
    if (/node_modules|node:|^new |\bjsii\b/.test(frame.replace(/^.*\(/, ''))) continue;
    const place = /([^\s()]+:\d+:\d+)\)?$/.exec(frame)?.[1];
    if (place !== undefined) return place;
  }
  return undefined;
}

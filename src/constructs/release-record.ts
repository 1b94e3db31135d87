import { Token } from 'aws-cdk-lib/core';
import { LOGICAL_ID } from '../spec/release-limits';
import { ConstructError, type Place } from './construct-error';

/** What one deployment tells the next of a version. */
export interface RecordedVersion {
  /** The logical id of its resource. */
  readonly id: string;
  /** Fingerprints of what the function, its role and its dead-letter configuration were. */
  readonly fn: string;
  readonly role: string;
  readonly deadLetter: string;
}

const FINGERPRINT = /^[0-9a-f]{8}$/;

/** The versions of a record: the live one first, then those before it, newest first. */
export function parseRecord(place: Place, record: string | undefined): readonly RecordedVersion[] {
  if (record === undefined || record === '') return [];
  if (Token.isUnresolved(record)) {
    throw new ConstructError(place, 'RELEASE_RECORD_INVALID', 'record must be known at synthesis, but is a token.');
  }
  const versions = record.split(',').map((entry) => {
    const [id = '', ...fingerprints] = entry.split(':');
    const [fn = '', role = '', deadLetter = ''] = fingerprints;
    if (!LOGICAL_ID.test(id) || fingerprints.length !== 3 || !fingerprints.every((text) => FINGERPRINT.test(text))) {
      throw new ConstructError(place, 'RELEASE_RECORD_INVALID', `record must not have '${entry.slice(0, 300)}'.`);
    }
    return { id, fn, role, deadLetter };
  });
  const twice = versions.find(({ id }, index) => versions.findIndex((other) => other.id === id) !== index);
  if (twice) throw new ConstructError(place, 'RELEASE_RECORD_INVALID', `record must not have ${twice.id} twice.`);
  return versions;
}

export function formatRecord(versions: readonly RecordedVersion[]): string {
  return versions.map(({ id, fn, role, deadLetter }) => [id, fn, role, deadLetter].join(':')).join(',');
}

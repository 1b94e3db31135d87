import type { Code } from '../../../model/code';
import type { FunctionConfiguration } from '../../../model/function';
import type { Instant } from '../../time/clock';
import { busy } from './change';
import type { Change } from './change-result';
import { invalidParameter, revisionError } from './preconditions';
import { revised } from './revisions';
import { isSame } from './same';
import { latestOf, type Moment, type Registered, type RegisteredVersion, type RegistryState, withFunction } from './state';

export interface Publication {
  readonly description?: string;
  /** What the caller thinks that the code of `$LATEST` has (VER-04). */
  readonly expectedSha256?: string;
  readonly revisionId?: string;
  /** Of the code of `$LATEST`. */
  readonly codeSha256: string;
  /** The same code, where nothing changes it any more. */
  readonly kept: Code;
}

/** Publishes `$LATEST`, or gives the last version again when nothing is new since (VER-01 to VER-06). */
export function publishVersion(
  state: RegistryState,
  fn: Registered,
  publication: Publication,
  moment: Moment,
): Change<RegisteredVersion> {
  const refused = busy(fn) ?? revisionError(publication.revisionId, fn.revisionId) ?? shaError(publication);
  return refused ?? published(state, fn, publication, moment, undefined);
}

/** The version itself; `pendingUntil` when it is made together with an update. */
export function published(
  state: RegistryState,
  fn: Registered,
  { description, codeSha256, kept }: Publication,
  moment: Moment,
  pendingUntil: Instant | undefined,
): Change<RegisteredVersion> {
  const latest = latestOf(fn);
  const last = fn.versions.at(-1);
  if (last && last.deadLetterArn === latest.deadLetterArn && isAlike(last, latest.configuration, codeSha256))
    return [state, last];

  const number = (state.published[fn.arn] ?? 0) + 1;
  const version: RegisteredVersion = {
    address: fn.address,
    number: String(number),
    configuration: { ...latest.configuration, code: kept, ...(description !== undefined && { description }) },
    from: latest.configuration,
    codeSha256,
    ...(latest.deadLetterArn !== undefined && { deadLetterArn: latest.deadLetterArn }),
    revisionId: moment.newId(),
    lastModified: moment.now,
    ...(pendingUntil !== undefined && { pendingUntil }),
  };
  // That it has one more version is a change of the function, too (recorded).
  const changed = withFunction(state, revised({ ...fn, versions: [...fn.versions, version] }, undefined, moment));
  return [{ ...changed, published: { ...state.published, [fn.arn]: number } }, version];
}

function shaError({ expectedSha256, codeSha256 }: Publication) {
  if (expectedSha256 === undefined || expectedSha256 === codeSha256) return undefined;
  return invalidParameter(
    `CodeSHA256 (${expectedSha256}) is different from current CodeSHA256 in $LATEST (${codeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
  );
}

/** Code is compared by its bytes; versions of the app have no other than the function's own. */
function isAlike(version: RegisteredVersion, latest: FunctionConfiguration, codeSha256: string): boolean {
  const { code: then, ...before } = version.from;
  const { code: now, ...after } = latest;
  const isSameCode = version.codeSha256 === undefined ? isSame(then, now) : version.codeSha256 === codeSha256;
  return isSameCode && isSame(before, after);
}

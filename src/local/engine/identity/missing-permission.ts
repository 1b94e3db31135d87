import { GRANTS } from '../../../spec/iam/grants';
import type { PolicyKind, Verdict } from './verdict';

/** Something that a handler did, and that the role of its function does not allow. */
export interface MissingPermission {
  /** The construct path of the function. */
  readonly function: string;
  readonly roleArn: string;
  /** As `dynamodb:PutItem`. */
  readonly action: string;
  /** The ARN; of many alike (the objects of a bucket, the streams of a log group, connections), the first that was met. */
  readonly resource: string;
  /** The construct path of the resource; absent for one that the app does not make. */
  readonly resourcePath?: string;
  /** Which policy denies it, and how. */
  readonly why: string;
  /** What to do about it. */
  readonly remedy: string;
}

export type Denied = Verdict & { readonly is: 'denied' };

const DENYING: Readonly<Record<PolicyKind, string>> = {
  identity: 'a policy of its role denies it',
  boundary: 'the permissions boundary of its role denies it',
  resource: 'the policy of the resource denies it',
};

const LACKING: Readonly<Record<PolicyKind, string>> = {
  identity: 'no policy of its role allows it',
  boundary: 'the permissions boundary of its role does not allow it',
  resource: 'the policy of the resource does not allow it',
};

export function whyDenied({ how, by }: Denied): string {
  return (how === 'explicitly' ? DENYING : LACKING)[by];
}

export function remedyOf({ how, by }: Denied, action: string): string {
  if (how === 'explicitly') return 'Take it out of the statement with the effect Deny, or do without it.';
  if (by === 'boundary') return 'Allow it in the permissions boundary too.';
  const grant = GRANTS.find(([begins]) => action.startsWith(begins))?.[1];
  const otherwise = `add the action to its role with fn.addToRolePolicy(…)`;
  return grant === undefined
    ? `${otherwise.charAt(0).toUpperCase()}${otherwise.slice(1)}.`
    : `Grant it with ${grant}, or ${otherwise}.`;
}

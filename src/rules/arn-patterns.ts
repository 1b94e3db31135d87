import { PLACEHOLDER_ACCOUNT, PLACEHOLDER_REGION } from '../spec/pseudo-parameters';
import { isLike } from './wildcards';

/** The ARN without Region and account where one of the two stands for any. */
export function anywhere(arn: string, other: string): string {
  const [parts, others] = [arn.split(':'), other.split(':')];
  if (parts.length < 6 || others.length < 6) return arn;
  if (parts[3] === PLACEHOLDER_REGION || others[3] === PLACEHOLDER_REGION) parts[3] = '';
  if (parts[4] === PLACEHOLDER_ACCOUNT || others[4] === PLACEHOLDER_ACCOUNT) parts[4] = '';
  return parts.join(':');
}

/** Whether one of the patterns means the action; actions are not case-sensitive. */
export function isOneOf(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => isLike(action.toLowerCase(), pattern.toLowerCase()));
}

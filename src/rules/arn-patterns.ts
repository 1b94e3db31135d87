import { PLACEHOLDER_ACCOUNT, PLACEHOLDER_REGION } from '../spec/pseudo-parameters';

/** The ARN without Region and account where one of the two stands for any. */
export function anywhere(arn: string, other: string): string {
  const [parts, others] = [arn.split(':'), other.split(':')];
  if (parts.length < 6 || others.length < 6) return arn;
  if (parts[3] === PLACEHOLDER_REGION || others[3] === PLACEHOLDER_REGION) parts[3] = '';
  if (parts[4] === PLACEHOLDER_ACCOUNT || others[4] === PLACEHOLDER_ACCOUNT) parts[4] = '';
  return parts.join(':');
}

/** IAM's wildcards: `*` for any characters, `?` for one. */
export function isLike(pattern: string, text: string): boolean {
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < text.length) {
    if (at < pattern.length && pattern[at] === '*') {
      star = at++;
      mark = from;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[from])) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++mark;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** Whether one of the patterns means the action; actions are not case-sensitive. */
export function isOneOf(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => isLike(pattern.toLowerCase(), action.toLowerCase()));
}

/** Whether a text is what an IAM pattern stands for: `*` for any characters, `?` for one. Takes no longer than both lengths multiplied. */
export function matchesWildcards(pattern: string, text: string): boolean {
  let at = 0;
  let from = 0;
  // Where the last star stands, and how far the text was when it was met: what it stands for grows from there.
  let star = -1;
  let resumed = 0;
  while (from < text.length) {
    if (at < pattern.length && pattern[at] === '*') {
      star = at++;
      resumed = from;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[from])) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++resumed;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

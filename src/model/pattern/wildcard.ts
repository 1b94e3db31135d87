import { InvalidEventPattern } from './invalid-pattern';

/**
 * Wildcards that may be followed by the same character. AWS does not say how it measures; what is known is that it refuses
 * `*:*:*:*:*:event-bus/*` (PAT-26).
 */
const REPEATED_WILDCARDS = 4;

/** Whether texts match: `*` stands for any characters, `\*` and `\\` for themselves (PAT-23). */
export function wildcard(pattern: string): (text: string) => boolean {
  const parts = partsOf(pattern);
  checkComplexity(parts);
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    const end = text.length - last.length;
    let from = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, from);
      if (found < 0 || found + part.length > end) return false;
      from = found + part.length;
    }
    return true;
  };
}

/** What stands between the wildcards. */
function partsOf(pattern: string): readonly string[] {
  const parts = [''];
  // AWS counts the bytes, and the quote before them.
  let position = 1;
  let wasWildcard = false;
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i++) {
    let character = characters[i] ?? '';
    if (character === '*') {
      if (wasWildcard) throw new InvalidEventPattern(`Consecutive wildcard characters at pos ${position - 1}`);
      parts.push('');
    } else {
      if (character === '\\') {
        const next = characters[++i];
        if (next !== '*' && next !== '\\') throw new InvalidEventPattern(`Invalid escape character at pos ${position}`);
        character = next;
        position++;
      }
      parts[parts.length - 1] += character;
    }
    wasWildcard = character === '*' && characters[i - 1] !== '\\';
    position += bytesOf(character);
  }
  return parts;
}

function checkComplexity([, ...after]: readonly string[]): void {
  const followers = new Map<string, number>();
  for (const [character] of after) {
    if (character !== undefined) followers.set(character, (followers.get(character) ?? 0) + 1);
  }
  if (Math.max(0, ...followers.values()) <= REPEATED_WILDCARDS) return;
  throw new InvalidEventPattern(
    'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
  );
}

function bytesOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

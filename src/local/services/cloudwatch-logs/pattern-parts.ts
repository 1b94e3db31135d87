/** Which events are looked for, by their messages. */
export interface FilterPattern {
  matches(message: string): boolean;
  /** What the fields are that the pattern names; of a message that matches. Patterns of other kinds name none. */
  fields?(message: string): Readonly<Record<string, string>>;
}

/** A text in which `*` stands for anything. */
export function wildcard(text: string): (value: string) => boolean {
  if (!text.includes('*')) return (value) => value === text;
  const [first = '', ...rest] = text.split('*');
  const last = rest.pop() ?? '';
  return (value) => {
    if (!value.startsWith(first) || value.length < first.length + last.length || !value.endsWith(last)) return false;
    let at = first.length;
    for (const piece of rest) {
      const found = value.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= value.length - last.length;
  };
}

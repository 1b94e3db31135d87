/** Whether two pieces of plain data say the same; the order of an object's members does not count. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = present(one);
  if (names.length !== present(other).length) return false;
  return names.every((name) => isSame(member(one, name), member(other, name)));
}

function member(of: object, name: string): unknown {
  return (of as Readonly<Record<string, unknown>>)[name];
}

function present(of: object): readonly string[] {
  return Object.keys(of).filter((name) => member(of, name) !== undefined);
}

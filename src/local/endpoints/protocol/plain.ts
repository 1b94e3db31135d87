/** An input or output as operations see it. */
export type Plain = Record<string, unknown>;

/** Sets a member whose name came from outside, `__proto__` as any other. */
export function put(target: Plain, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  else target[name] = value;
}

/** Its own member of this name; what objects inherit is none. */
export function own(from: object, name: string): unknown {
  return Object.hasOwn(from, name) ? (from as Plain)[name] : undefined;
}

/** What a value in a request to Lambda must look like before anything else is asked of it (ERR-03). */
export type Shape =
  | { readonly is: 'text'; readonly min?: number; readonly max?: number; readonly pattern?: string; readonly secret?: boolean }
  | { readonly is: 'one'; readonly of: readonly string[] }
  | { readonly is: 'number'; readonly min?: number; readonly max?: number }
  | { readonly is: 'list'; readonly of: Shape; readonly min?: number; readonly max?: number }
  | { readonly is: 'map'; readonly key: Shape; readonly value: Shape; readonly secret?: boolean }
  | { readonly is: 'structure'; readonly members: Members }
  | { readonly is: 'any' };

export type Members = Readonly<Record<string, Member>>;

export interface Member {
  readonly shape: Shape;
  readonly required: boolean;
}

type Bounds = { readonly min?: number; readonly max?: number };

/** `pattern` is matched by the whole text, and printed as it stands here. */
export function text(bounds: Bounds = {}, pattern?: string): Shape {
  return { is: 'text', ...bounds, ...(pattern !== undefined && { pattern }) };
}

export function one(...of: readonly string[]): Shape {
  return { is: 'one', of };
}

export function number(min?: number, max?: number): Shape {
  return { is: 'number', ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

export function list(of: Shape, min?: number, max?: number): Shape {
  return { is: 'list', of, ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

export function map(key: Shape, value: Shape): Shape {
  return { is: 'map', key, value };
}

/** Whether a member must be there; a name that ends in an exclamation mark says so. */
export function members(shapes: Readonly<Record<string, Shape>>): Members {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name.replace(/!$/, ''), { shape, required: name.endsWith('!') }]),
  );
}

export function structure(shapes: Readonly<Record<string, Shape>>): Shape {
  return { is: 'structure', members: members(shapes) };
}

/** Nothing is asked of it here. */
export const ANY: Shape = { is: 'any' };

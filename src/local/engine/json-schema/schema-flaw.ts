import { ASSERTIONS } from './assertions';
import { isRecord, type Judge, type Schema } from './judge';

/** What a reference to another document leads to, as the name of a model of an API; undefined for what there is not. */
export type ResolveSchema = (reference: string) => unknown;

/** References that lead to one another without coming closer to an end, or bodies nested as deep, are given up here. */
const DEEPEST = 500;

/**
 * Why a value does not follow a JSON schema of draft 4, as a sentence that begins with the place of the flaw; undefined when it
 * does. Formats are not looked at.
 */
export function schemaFlaw(value: unknown, schema: unknown, resolve: ResolveSchema = () => undefined): string | undefined {
  return judgeOf(schema, resolve, 0)(value, schema, '');
}

/** `root` is the document that references beginning with `#` lead into. */
function judgeOf(root: unknown, resolve: ResolveSchema, depth: number): Judge {
  return (value, schema, at) => {
    if (!isRecord(schema)) return undefined;
    const where = at === '' ? 'the body' : at;
    if (depth > DEEPEST) return `${where} is nested too deeply, or its schema is one of itself`;
    if (typeof schema.$ref === 'string') return referenced(schema.$ref, root, resolve, depth)(value, where);
    const inner = judgeOf(root, resolve, depth + 1);
    for (const [keyword, expected] of Object.entries(schema)) {
      const assertion = Object.hasOwn(ASSERTIONS, keyword) ? ASSERTIONS[keyword] : undefined;
      const flaw = assertion?.({ value, expected, schema: schema as Schema, at, where, judge: inner });
      if (flaw !== undefined) return flaw;
    }
    return undefined;
  };
}

function referenced(reference: string, root: unknown, resolve: ResolveSchema, depth: number) {
  return (value: unknown, where: string): string | undefined => {
    const [document = '', pointer = ''] = reference.split('#', 2);
    const within = document === '' ? pointed(root, pointer) : undefined;
    const found = within ?? pointed(resolve(reference), document === '' ? '' : pointer);
    if (found === undefined) return `${where} cannot be checked: ${reference} leads nowhere`;
    const newRoot = within === undefined ? resolve(reference) : root;
    return judgeOf(newRoot, resolve, depth + 1)(value, found, where === 'the body' ? '' : where);
  };
}

/** What a JSON pointer leads to. */
function pointed(root: unknown, pointer: string): unknown {
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.reduce<unknown>((found, name) => {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    return (found as Readonly<Record<string, unknown>>)[name];
  }, root);
}

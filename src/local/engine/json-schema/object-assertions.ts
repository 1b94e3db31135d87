import { type Assertion, isRecord, type Schema } from './judge';

/** What is demanded of objects. */
export const OBJECT_ASSERTIONS: Readonly<Record<string, Assertion>> = {
  required: ({ value, expected, where }) => {
    if (!isRecord(value) || !Array.isArray(expected)) return undefined;
    const missing = expected.filter((name) => !Object.hasOwn(value, name));
    return missing.length === 0 ? undefined : `${where} has no ${missing.join(', ')}`;
  },
  minProperties: ({ value, expected, where }) =>
    isRecord(value) && Object.keys(value).length < Number(expected) ? `${where} has fewer than ${expected} members` : undefined,
  maxProperties: ({ value, expected, where }) =>
    isRecord(value) && Object.keys(value).length > Number(expected) ? `${where} has more than ${expected} members` : undefined,
  properties: ({ value, expected, at, judge }) => {
    if (!isRecord(value) || !isRecord(expected)) return undefined;
    for (const [name, schema] of Object.entries(expected)) {
      const flaw = Object.hasOwn(value, name) ? judge(value[name], schema, placed(at, name)) : undefined;
      if (flaw !== undefined) return flaw;
    }
    return undefined;
  },
  patternProperties: ({ value, expected, at, judge }) => {
    if (!isRecord(value) || !isRecord(expected)) return undefined;
    for (const [pattern, schema] of Object.entries(expected)) {
      for (const name of Object.keys(value).filter((each) => isLike(pattern, each))) {
        const flaw = judge(value[name], schema, placed(at, name));
        if (flaw !== undefined) return flaw;
      }
    }
    return undefined;
  },
  additionalProperties: ({ value, expected, schema, at, where, judge }) => {
    if (!isRecord(value)) return undefined;
    for (const name of Object.keys(value).filter((each) => isAdditional(each, schema))) {
      if (expected === false) return `${where} has a member ${name}, which it may not have`;
      const flaw = judge(value[name], expected, placed(at, name));
      if (flaw !== undefined) return flaw;
    }
    return undefined;
  },
  dependencies: ({ value, expected, at, where, judge }) => {
    if (!isRecord(value) || !isRecord(expected)) return undefined;
    for (const [name, needed] of Object.entries(expected)) {
      if (!Object.hasOwn(value, name)) continue;
      const missing = Array.isArray(needed) ? needed.find((each) => !Object.hasOwn(value, each)) : undefined;
      if (missing !== undefined) return `${where} has ${name}, which needs ${missing}`;
      const flaw = Array.isArray(needed) ? undefined : judge(value, needed, at);
      if (flaw !== undefined) return flaw;
    }
    return undefined;
  },
};

/** Neither named by the schema nor like one of its patterns. */
function isAdditional(name: string, { properties, patternProperties }: Schema): boolean {
  if (isRecord(properties) && Object.hasOwn(properties, name)) return false;
  return !isRecord(patternProperties) || !Object.keys(patternProperties).some((pattern) => isLike(pattern, name));
}

function isLike(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern).test(name);
  } catch {
    return false;
  }
}

function placed(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}

import type { ModuleFacts } from '../../model/code-facts';

/** What gives a module names that do not stand in it. */
const ANY_NAME = /\bimport\s*\(?\s*\*|\b(globals|locals|vars|setattr|exec|__getattr__|__dict__)\b/;

/** `wanted`: functions that handlers name. */
export function pythonModuleFacts(text: string, wanted: readonly string[]): ModuleFacts {
  const words = new Set(text.match(/[\p{L}_][\p{L}\p{N}_]*/gu));
  const lacks = ANY_NAME.test(text) ? [] : wanted.filter((name) => !words.has(name));
  return { lacks, setsExports: false, requiresSdkV2: false, namesOpt: text.includes('/opt') };
}

'use strict';
// Node versions without synchronous hooks need a thread for them, which costs more than starting Node itself. Most ES modules
// are bundles whose imports Node resolves just as Lambda would; this finds out from their text.

const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const COMPUTED_IMPORT = /\bimport\s*\(\s*(?!(["'])[^"'\\\n]*\1\s*[,)])/;
/** More than the real imports: what only looks like one costs at most the thread. */
const IMPORTS = /\b(?:from|import)\s*\(?\s*(["'])([\w@.~#:/-]+)\1/g;

/** Whether Node by itself could find anything else than Lambda for what `source`, the text of `file`, imports. */
function needsHooks(source, file, resolution, seen = new Set()) {
  if (COMPUTED_IMPORT.test(source)) return true;
  for (const [, , specifier] of source.matchAll(IMPORTS)) {
    if (Module.isBuiltin(specifier)) continue;
    if (!/^\.{0,2}\//.test(specifier)) {
      if (!resolution.isNaturalSdk(specifier, path.dirname(file))) return true;
      continue;
    }
    const target = path.resolve(path.dirname(file), specifier);
    if (seen.has(target)) continue;
    seen.add(target);
    if (!resolution.isPlainlyTyped(target)) return true;
    const text = textOf(target);
    if (text !== undefined && needsHooks(text, target, resolution, seen)) return true;
  }
  return false;
}

function textOf(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

module.exports = { needsHooks };

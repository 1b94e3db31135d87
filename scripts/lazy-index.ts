/**
 * Makes the compiled entry point load each construct only when it is used, so that importing one does not load the others and
 * the parts of aws-cdk-lib they stand on.
 *
 * Run after jsii: tsx scripts/lazy-index.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(__dirname, '../lib/index.js');

const REQUIRED = /^var (\w+) = (require\("\.\/[^"]+"\));\n/gm;
const GETTER =
  /Object\.defineProperty\(exports, ("\w+"), \{ enumerable: true, get: function \(\) \{ return (\w+)\.(\w+); \} \}\);/g;

const compiled = readFileSync(file, 'utf8');
const modules = new Map<string, string>();
let moved = 0;
const lazy = compiled
  .replace(REQUIRED, (_, name: string, call: string) => {
    modules.set(name, call);
    return '';
  })
  // The name in an expression, because what finds out the named exports for ES modules gives up on a getter that calls something;
  // it has them from the first line of the compiled file.
  .replace(GETTER, (_, exported: string, name: string, member: string) => {
    moved++;
    return `Object.defineProperty(exports, [${exported}][0], { enumerable: true, get: function () { return ${modules.get(name)}.${member}; } });`;
  });

if (modules.size === 0 && compiled.includes('[0], { enumerable')) process.exit(0);
const left = [...modules.keys()].filter((name) =>
  new RegExp(`\\b${name}\\b`).test(lazy.replace(/\/\/# sourceMappingURL.*/s, '')),
);
if (moved === 0 || left.length > 0) {
  console.error(
    `lib/index.js is not in the form that the compiler gave so far: ${left.join(', ') || 'no exports'}. Adapt scripts/lazy-index.ts.`,
  );
  process.exit(1);
}
writeFileSync(file, lazy);

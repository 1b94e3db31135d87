/**
 * Before npm packs: of what jsii compiled, only that ships which a door leads to. The executor's own scripts are in the
 * bundles; npm reads the list from lib/.npmignore.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ROOT } from './command';
import { reach } from './package-contents';

const { files, problems } = reach(ROOT);
if (problems.length > 0)
  fail(['there is nothing to pack; run `npm run compile` and `npm run bundle` first:', ...problems].join('\n'));

const shipped = [...files].filter((file) => file.startsWith('lib/')).map((file) => `!${file.slice('lib'.length)}`);
writeFileSync(join(ROOT, 'lib/.npmignore'), ['*', '!*/', '!/bundled/THIRD-PARTY-LICENSES.txt', ...shipped.sort(), ''].join('\n'));

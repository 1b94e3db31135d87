import { plantedTree, printedBy } from './planted';

/** What a pure room has not got, by what is written there. */
const PLANTED: readonly (readonly [file: string, text: string, missing: string])[] = [
  ['src/spec/node.ts', 'export const home = process.cwd();', "Cannot find name 'process'"],
  ['src/model/bytes.ts', "export const bytes = Buffer.from('');", "Cannot find name 'Buffer'"],
  ['src/rules/files.ts', "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;", 'node:fs'],
  ['src/local/journal/page.ts', 'export const title = document.title;', "Cannot find name 'document'"],
  ['src/local/engine/timer.ts', 'setTimeout(() => {}, 1);\nexport {};', "Cannot find name 'setTimeout'"],
  ['src/local/time/virtual-clock.ts', 'console.log(1);\nexport {};', "Cannot find name 'console'"],
  ['src/local/services/sqs/store.ts', "export const get = fetch('');", "Cannot find name 'fetch'"],
];

describe('pure rooms', () => {
  let printed: string;
  beforeAll(() => {
    const tree = plantedTree({
      ...Object.fromEntries(PLANTED.map(([file, text]) => [file, `${text}\n`])),
      'src/local/time/system-clock.ts': 'setTimeout(() => {}, 1);\nexport {};\n',
      'src/local/services/sqs/api.ts': 'export const bytes = Buffer.alloc(1);\n',
    });
    try {
      printed = printedBy(tree.folder, 'tsc', ['-p', 'tsconfig.pure.json', '--pretty', 'false']);
    } finally {
      tree.remove();
    }
  });

  test.each(PLANTED)('fails when %s leans on Node or on a browser', (file, _text, missing) => {
    const lines = printed.split('\n').filter((line) => line.startsWith(`${file}(`));

    expect(lines.join('\n')).toContain(missing);
  });

  test('the system clock and the doors of services may lean on Node', () => {
    expect(printed).not.toMatch(/system-clock|api\.ts/);
  });
});

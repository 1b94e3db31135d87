import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as ts from 'typescript';

const DOOR = resolve(__dirname, '../../src/environment/index.ts');

const DECLARED = `
import { defineEnvironment, flag, integer, json, oneOf, optional, seconds, text, url } from 'cdk-lambda-kit/environment';
const environment = defineEnvironment({
  TABLE_NAME: text(),
  RETRIES: integer({ min: 0, max: 5, default: 2 }),
  MODE: oneOf('fast', 'safe'),
  API: optional(url()),
  VERBOSE: optional(flag(), false),
  WAIT: seconds({ default: 30 }),
  SETTINGS: json<{ rate: number }>({ default: { rate: 1 } }),
});
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const all: true = true as Same<
  ReturnType<typeof environment.read>,
  {
    readonly TABLE_NAME: string;
    readonly RETRIES: number;
    readonly MODE: 'fast' | 'safe';
    readonly API: string | undefined;
    readonly VERBOSE: boolean;
    readonly WAIT: number;
    readonly SETTINGS: { rate: number };
  }
>;
`;

/** What is written by users, by the message of the compiler; null where it is sound. */
const WRITTEN: readonly (readonly [what: string, text: string, message: RegExp | null])[] = [
  ['everything that must be given', `environment.values({ TABLE_NAME: 'orders', MODE: 'fast' });`, null],
  [
    'everything',
    `environment.values({ TABLE_NAME: 'a', MODE: 'safe', RETRIES: 1, API: 'b', VERBOSE: true, WAIT: { toSeconds: () => 1 }, SETTINGS: { rate: 2 } });`,
    null,
  ],
  ['what is read, where a number is expected', 'const retries: number = environment.read().RETRIES;', null],
  ['too little', `environment.values({ TABLE_NAME: 'orders' });`, /Property 'MODE' is missing/],
  ['what is not declared', `environment.values({ TABLE_NAME: 'a', MODE: 'fast', MOOD: 'good' });`, /'MOOD' does not exist/],
  ['none of the choices', `environment.values({ TABLE_NAME: 'a', MODE: 'slow' });`, /'"slow"' is not assignable/],
  ['a text for a number', `environment.values({ TABLE_NAME: 'a', MODE: 'fast', RETRIES: '1' });`, /'string' is not assignable/],
  ['what is read and not declared', 'environment.read().MOOD;', /'MOOD' does not exist/],
  ['what may be undefined, where it may not', 'const api: string = environment.read().API;', /'undefined' is not assignable/],
  ['an option that there is not', 'integer({ lowest: 1 });', /'lowest' does not exist|No overload/],
  ['an option of a flag that there is not', 'flag({ defualt: true });', /'defualt' does not exist|No overload/],
  ['a default of another type', `integer({ default: 'a' });`, /not assignable|No overload/],
  ['a default that is none of the choices', `optional(oneOf('fast', 'safe'), 'slow');`, /not assignable|No overload/],
];

/** What the compiler says of each text, without the types of Node, of browsers and of the CDK. */
function messagesOf(texts: readonly string[]): readonly (readonly string[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'lambda-kit-types-'));
  try {
    const files = texts.map((text, number) => {
      const file = join(folder, `snippet-${number}.ts`);
      writeFileSync(file, `${DECLARED}\n${text}\n`);
      return file;
    });
    const program = ts.createProgram([...files, join(folder, 'process.d.ts')], {
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts'],
      types: [],
      module: ts.ModuleKind.Node16,
      paths: { 'cdk-lambda-kit/environment': [DOOR] },
    });
    return files.map((file) =>
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(file))
        .filter((diagnostic) => diagnostic.file?.fileName === file)
        .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the compiler', () => {
  let messages: readonly (readonly string[])[];
  beforeAll(() => {
    messages = messagesOf(WRITTEN.map(([, text]) => text));
  });

  const numbered = WRITTEN.map(([what, , message], number) => [what, message, number] as const);

  test.each(numbered.filter(([, message]) => message === null))('takes %s', (_what, _message, number) => {
    expect(messages[number]).toEqual([]);
  });

  test.each(numbered.filter(([, message]) => message !== null))('fails for %s', (_what, message, number) => {
    expect(messages[number]).toHaveLength(1);
    expect(messages[number]?.[0]).toMatch(message!);
  });
});

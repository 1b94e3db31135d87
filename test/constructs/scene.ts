import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';

/** Every folder made here is gone after the tests of the file. */
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lambda-kit-test-'));
  folders.push(folder);
  return folder;
}

/** Writes sources into a folder of their own, or into the given one, and gives its path. */
export function sources(files: Readonly<Record<string, string>>, folder = temporaryFolder()): string {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

export const HANDLER_SOURCE = 'export const handler = async (event: unknown) => ({ echo: event });\n';

/** The path of a single source file. */
export function sourceFile(text = HANDLER_SOURCE, name = 'handler.ts'): string {
  return path.join(sources({ [name]: text }), name);
}

/** A stack in an app whose assembly goes into a temporary folder; on a day on which runtimes stand as the tests expect. */
export function stackIn(context: Record<string, unknown> = {}, app = new App({ outdir: temporaryFolder(), context })): Stack {
  const stack = new Stack(app, 'Shop');
  const today = 'cdk-lambda-kit:today';
  if (stack.node.tryGetContext(today) === undefined) stack.node.setContext(today, '2026-11-20');
  return stack;
}

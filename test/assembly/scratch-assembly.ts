import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { readAssembly } from '../../src/assembly/read-assembly';
import type { Application } from '../../src/model/application';
import type { LambdaFunction } from '../../src/model/function';

export const FROZEN = resolve(__dirname, '..', 'fixtures', 'assemblies');

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files; what is not text is written as JSON. */
export function folderWith(files: Record<string, unknown>): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  made.push(folder);
  for (const [name, contents] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof contents === 'string' ? contents : JSON.stringify(contents));
  }
  return folder;
}

type Template = Record<string, unknown>;

interface Stacks {
  readonly [id: string]: Template;
}

/**
 * A cloud assembly of these stacks, in this order; `properties` and `environment` of a stack may be given beside it, and
 * artifacts that are no stacks.
 */
export function assemblyOf(
  stacks: Stacks,
  more: Record<string, unknown> = {},
  artifact: Record<string, unknown> = {},
  others: Record<string, unknown> = {},
): string {
  const artifacts = Object.fromEntries(
    Object.keys(stacks).map((id) => {
      const { properties, ...rest } = artifact[id]
        ? (artifact[id] as Record<string, Record<string, unknown>>)
        : { properties: {} };
      const declared = { templateFile: `${id}.template.json`, ...properties };
      return [
        id,
        { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', ...rest, properties: declared },
      ];
    }),
  );
  const templates = Object.fromEntries(Object.entries(stacks).map(([id, template]) => [`${id}.template.json`, template]));
  return folderWith({ 'manifest.json': { version: '55.0.0', artifacts: { ...artifacts, ...others } }, ...templates, ...more });
}

/** A function that lacks nothing, with these properties beside or instead. */
export function fn(properties: Record<string, unknown> = {}, body: Record<string, unknown> = {}): Record<string, unknown> {
  const code = { ZipFile: 'exports.handler = async () => 1;' };
  const needed = { Code: code, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: 'arn:aws:iam::000000000000:role/r' };
  return { Type: 'AWS::Lambda::Function', Properties: { ...needed, ...properties }, ...body };
}

/** The app of one stack `S` with these resources and sections. */
export function appOf(resources: Record<string, unknown>, sections: Template = {}): Application {
  return readAssembly(assemblyOf({ S: { Resources: resources, ...sections } }));
}

/** What an expression comes to in the environment variable of a function, and the codes of what was found. */
export function valueOf(expression: unknown, sections: Template = {}, resources: Record<string, unknown> = {}) {
  const app = appOf({ ...resources, F: fn({ Environment: { Variables: { V: expression } } }) }, sections);
  return { value: functionIn(app, 'S/F').configuration.environment.V, codes: app.findings.map(({ code }) => code) };
}

export function functionIn(app: Application, path: string): LambdaFunction {
  const found = app.functions.find(({ address }) => address.path === path);
  if (found === undefined)
    throw new Error(`no function ${path} among ${app.functions.map(({ address }) => address.path).join(', ')}`);
  return found;
}

export function environmentOf(app: Application, path: string): Readonly<Record<string, string>> {
  return functionIn(app, path).configuration.environment;
}

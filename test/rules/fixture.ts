import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readInventory } from '../../src/assembly/read-assembly';
import { checkRules, type Outcome } from '../../src/rules/check-rules';

export type Resources = Readonly<
  Record<string, { readonly Type: string; readonly Properties?: unknown; readonly [key: string]: unknown }>
>;

/** An app that a rule is shown on: the resources of one stack, or several stacks, with files beside them. */
export type Scene =
  | Resources
  | {
      readonly stacks: Readonly<Record<string, Resources>>;
      /** `aws://ACCOUNT/REGION` by stack. */
      readonly environments?: Readonly<Record<string, string>>;
      /** Sections of every template besides the resources, as Parameters. */
      readonly sections?: Readonly<Record<string, unknown>>;
      /** Files of the assembly, by path; `asset.NAME` folders are assets that `S3Key: 'NAME.zip'` names. */
      readonly files?: Readonly<Record<string, string | Uint8Array>>;
      readonly today?: string;
    };

/** A rule is shown by the least that breaks it, and by its legal twin. */
export interface Fixture {
  readonly fails: Scene;
  readonly passes: Scene;
  /** More that must not alarm: unknown values, imported resources, the other side of an edge. */
  readonly alsoPasses?: readonly Scene[];
  readonly alsoFails?: readonly Scene[];
  /** A part of what the failing scene makes it say. */
  readonly says: RegExp;
  /** The logical id of what is wrong in the failing scene. */
  readonly on: string;
  /** Other rules that the failing scene cannot help breaking. */
  readonly withRules?: readonly string[];
}

/** The fixtures of some rules, by rule id. */
export type Fixtures = Readonly<Record<string, Fixture>>;

/** A function that lacks nothing, with these properties beside or instead. */
export function fn(properties: Record<string, unknown> = {}): Resources[string] {
  const code = { ZipFile: 'exports.handler = async () => 1;' };
  const role = 'arn:aws:iam::000000000000:role/r';
  return {
    Type: 'AWS::Lambda::Function',
    Properties: { Code: code, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: role, ...properties },
  };
}

/** A resource with these properties. */
export function resource(type: string, properties: Record<string, unknown> = {}): Resources[string] {
  return { Type: type, Properties: properties };
}

export const ref = (id: string) => ({ Ref: id });
export const arn = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });
/** A value that nobody knows before the deployment. */
export const UNKNOWN_VALUE = { 'Fn::ImportValue': 'of-another-app' };

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The cloud assembly of a scene. */
export function assemblyOf(scene: Scene): string {
  const { stacks, environments = {}, sections = {}, files = {} } = isStacks(scene) ? scene : { stacks: { S: scene } };
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  made.push(folder);
  const write = (name: string, contents: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), contents);
  };
  const assets = [...new Set(Object.keys(files).flatMap((name) => /^asset\.([^/]+)/.exec(name)?.[1] ?? []))];
  const artifacts: Record<string, unknown> = {};
  for (const [id, Resources] of Object.entries(stacks)) {
    write(`${id}.template.json`, JSON.stringify({ ...sections, Resources }));
    artifacts[id] = {
      type: 'aws:cloudformation:stack',
      environment: environments[id] ?? 'aws://unknown-account/unknown-region',
      properties: { templateFile: `${id}.template.json` },
    };
  }
  artifacts.assets = { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } };
  const declared = Object.fromEntries(
    assets.map((name) => [
      name,
      { source: { path: `asset.${name}`, packaging: 'zip' }, destinations: { here: { objectKey: `${name}.zip` } } },
    ]),
  );
  write('assets.json', JSON.stringify({ version: '55.0.0', files: declared }));
  write('manifest.json', JSON.stringify({ version: '55.0.0', artifacts }));
  for (const [name, contents] of Object.entries(files)) write(name, contents);
  return folder;
}

/** What the rules say of a scene. */
export function judged(scene: Scene): Outcome {
  return checkRules(readInventory(assemblyOf(scene)), (isStacks(scene) && scene.today) || '2026-11-20');
}

function isStacks(scene: Scene): scene is Extract<Scene, { stacks: unknown }> {
  return 'stacks' in scene && !('Type' in scene.stacks);
}

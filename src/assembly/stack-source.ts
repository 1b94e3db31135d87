import { resolve } from 'node:path';
import type { AssetShelf } from './asset-shelf';
import { readNamedObject } from './files';
import { type Json, type JsonObject, member, textMember } from './json';
import { hasLegacyAssets, takeLegacyAssets } from './legacy-assets';
import { madeUpName } from './made-up';
import type { StackArtifact } from './manifest';
import { type Template, templateFrom } from './template';

/** A stack with its template, before anything in it is evaluated. */
export interface StackSource {
  /** Nested stacks have their parent's id before theirs. */
  readonly id: string;
  readonly name: string;
  readonly constructPath: string;
  readonly account: string;
  readonly region: string;
  readonly isForAnyAccount: boolean;
  readonly isForAnyRegion: boolean;
  readonly directory: string;
  readonly templateFile: string;
  readonly template: Template;
  /** Values that come with the assembly; those of nested stacks come from their parents. */
  readonly parameters: JsonObject;
  readonly notificationArns: readonly string[];
  /** Of the stack and of all that are nested in it. */
  metadata(): JsonObject;
  readonly parent?: { readonly source: StackSource; readonly logicalId: string };
  readonly nested: ReadonlyMap<string, StackSource>;
}

export const NESTED_STACK = 'AWS::CloudFormation::Stack';

/** The stack with all that are nested in it. */
export function loadStack(artifact: StackArtifact, shelf: AssetShelf): StackSource {
  const template = templateFrom(readNamedObject(artifact.templateFile, `the stack ${artifact.id}`), artifact.templateFile);
  const legacy = hasLegacyAssets(template) ? takeLegacyAssets(artifact.metadata(), artifact.directory, shelf) : {};
  const nested = new Map<string, StackSource>();
  const { metadata: read, ...known } = artifact;
  let metadata: JsonObject | undefined;
  const source = {
    ...known,
    template,
    parameters: { ...legacy, ...artifact.parameters },
    nested,
    metadata: () => {
      metadata ??= read();
      return metadata;
    },
  };
  loadNested(source, nested, shelf, [artifact.templateFile]);
  return source;
}

/** Fills `nested`; `above` holds the templates that the stack stands in, so that one in itself is not read for ever. */
function loadNested(parent: StackSource, nested: Map<string, StackSource>, shelf: AssetShelf, above: readonly string[]): void {
  const stacks = Object.entries(parent.template.resources).filter(
    ([, resource]) => textMember(resource, 'Type') === NESTED_STACK,
  );
  const isNoted = stacks.some(([, resource]) => pathInTemplate(resource) === undefined);
  const noted = isNoted ? notedPaths(parent) : new Map<string, string>();
  for (const [logicalId, resource] of stacks) {
    const file = nestedTemplateFile(parent, resource, shelf);
    if (file === undefined || above.includes(file)) continue;
    const id = `${parent.id}/${logicalId}`;
    const children = new Map<string, StackSource>();
    const source: StackSource = {
      id,
      name: madeUpName(parent.name, logicalId, id, 128),
      constructPath: nestedConstructPath(
        pathInTemplate(resource) ?? noted.get(logicalId) ?? `${parent.constructPath}/${logicalId}`,
      ),
      account: parent.account,
      region: parent.region,
      isForAnyAccount: parent.isForAnyAccount,
      isForAnyRegion: parent.isForAnyRegion,
      directory: parent.directory,
      templateFile: file,
      template: templateFrom(readNamedObject(file, `the nested stack ${id}`), file),
      parameters: {},
      notificationArns: parent.notificationArns,
      metadata: parent.metadata,
      parent: { source: parent, logicalId },
      nested: children,
    };
    nested.set(logicalId, source);
    loadNested(source, children, shelf, [...above, file]);
  }
}

function nestedTemplateFile(parent: StackSource, resource: Json | undefined, shelf: AssetShelf): string | undefined {
  const noted = textMember(member(resource, 'Metadata'), 'aws:asset:path');
  if (noted !== undefined) return resolve(parent.directory, noted);
  // The URL is put together of references and, at its end, the asset's key; or of the parameters named after the asset's hash.
  const url = JSON.stringify(member(member(resource, 'Properties'), 'TemplateURL')) ?? '';
  const key = /([^/"|]+\.(?:json|template))"[\]}]*$/.exec(url)?.[1];
  const hash = /AssetParameters([0-9a-f]{64})/.exec(url)?.[1];
  return shelf.find(key ?? `${hash}.json`, parent.directory)?.path;
}

/** The nested stack `Orders/Parts` is the resource `Orders/Parts.NestedStack/Parts.NestedStackResource`. */
function nestedConstructPath(path: string): string {
  return path.replace(/\.NestedStack\/[^/]*\.NestedStackResource$/, '');
}

/** The construct path that the template itself has for a resource. */
export function pathInTemplate(resource: Json | undefined): string | undefined {
  return textMember(member(resource, 'Metadata'), 'aws:cdk:path');
}

/** The construct paths that the assembly's metadata has for logical ids of one stack, not of those nested in it. */
export function notedPaths(source: StackSource): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  const nested = [...source.nested.values()].map((child) => `/${child.constructPath}/`);
  for (const [path, entries] of Object.entries(source.metadata())) {
    if (!path.startsWith(`/${source.constructPath}/`) || nested.some((prefix) => path.startsWith(prefix))) continue;
    for (const entry of Array.isArray(entries) ? entries : []) {
      const logicalId = textMember(entry, 'data');
      if (textMember(entry, 'type') === 'aws:cdk:logicalId' && logicalId !== undefined) paths.set(logicalId, path.slice(1));
    }
  }
  return paths;
}

import { resolve } from 'node:path';
import type { ImageCache, ImageSource } from '../model/image';
import { defined, isList, isObject, type Json, member, textFrom, textMember } from './json';

/** How an asset manifest says that an image is made; undefined when it does not. `folder` holds the manifest. */
export function imageSourceIn(source: Json | undefined, hash: string, folder: string): ImageSource | undefined {
  const words = textsIn(member(source, 'executable'));
  if (words && words.length > 0) return { kind: 'command', words, folder };
  const path = textMember(source, 'directory');
  if (path === undefined) return undefined;
  return defined({
    kind: 'build' as const,
    hash,
    path: resolve(folder, path),
    file: textMember(source, 'dockerFile'),
    target: textMember(source, 'dockerBuildTarget'),
    buildArguments: namedTextsIn(member(source, 'dockerBuildArgs')),
    contexts: namedTextsIn(member(source, 'dockerBuildContexts')),
    secrets: namedTextsIn(member(source, 'dockerBuildSecrets')),
    ssh: textMember(source, 'dockerBuildSsh'),
    network: textMember(source, 'networkMode'),
    platform: textMember(source, 'platform'),
    outputs: textsIn(member(source, 'dockerOutputs')),
    cacheFrom: cachesIn(member(source, 'cacheFrom')),
    cacheTo: cacheIn(member(source, 'cacheTo')),
    isCacheDisabled: member(source, 'cacheDisabled') === true || undefined,
  });
}

/** The same as the legacy synthesizer notes it in the metadata of a stack, under names of its own. */
export function legacyImageSourceIn(entry: Json, hash: string, folder: string): ImageSource | undefined {
  return imageSourceIn(
    defined({
      directory: textMember(entry, 'path'),
      dockerFile: textMember(entry, 'file'),
      dockerBuildTarget: textMember(entry, 'target'),
      dockerBuildArgs: member(entry, 'buildArgs'),
      dockerBuildContexts: member(entry, 'buildContexts'),
      dockerBuildSecrets: member(entry, 'buildSecrets'),
      dockerBuildSsh: textMember(entry, 'buildSsh'),
      networkMode: textMember(entry, 'networkMode'),
      platform: textMember(entry, 'platform'),
      dockerOutputs: member(entry, 'outputs'),
      cacheFrom: member(entry, 'cacheFrom'),
      cacheTo: member(entry, 'cacheTo'),
      cacheDisabled: member(entry, 'cacheDisabled'),
    }),
    hash,
    folder,
  );
}

function textsIn(value: Json | undefined): string[] | undefined {
  return isList(value) ? value.map(textFrom) : undefined;
}

function namedTextsIn(value: Json | undefined): Readonly<Record<string, string>> | undefined {
  if (!isObject(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, textFrom(text)]));
}

function cachesIn(value: Json | undefined): ImageCache[] | undefined {
  return isList(value) ? value.flatMap((each) => cacheIn(each) ?? []) : undefined;
}

function cacheIn(value: Json | undefined): ImageCache | undefined {
  const type = textMember(value, 'type');
  return type === undefined ? undefined : { type, parameters: namedTextsIn(member(value, 'params')) ?? {} };
}

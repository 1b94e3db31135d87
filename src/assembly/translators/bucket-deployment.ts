import { posix } from 'node:path';
import type { Bucket } from '../../model/bucket';
import type { BucketDeployment, DeployedSource } from '../../model/bucket-deployment';
import { kindOf } from '../files';
import { isList, isObject, type Json, member, textFrom, textMember } from '../json';
import type { Resource } from '../resource';
import { Unresolved } from '../unresolved';
import { type Translation, translated } from './draft';

/** What a `BucketDeployment` of the CDK copies; undefined, with a report, when its files or its bucket are not the app's. */
export function translateBucketDeployment(
  resource: Resource,
  buckets: readonly Bucket[],
  context: Translation,
): BucketDeployment | undefined {
  const read = translated(resource, context, () => ({
    bucket: resource.required('DestinationBucketName'),
    prefix: prefixOf(resource.text('DestinationBucketKeyPrefix')),
    exclude: resource.texts('Exclude') ?? [],
    include: resource.texts('Include') ?? [],
    headers: textsOf(resource.value('SystemMetadata')),
    metadata: textsOf(resource.value('UserMetadata')),
    sources: sourcesOf(resource, context),
  }));
  if (read === undefined) return undefined;
  const { sources, ...rest } = read;
  if (!buckets.some(({ name }) => name === rest.bucket)) {
    context.report.leaveOut(resource, `The bucket ${rest.bucket} is not one of this app, so no files are copied to it.`);
    return undefined;
  }
  if (typeof sources === 'string') {
    context.report.leaveOut(resource, `${sources}, so no files are copied.`);
    return undefined;
  }
  return { address: resource.address, ...rest, sources };
}

/** Or why they cannot be had. */
function sourcesOf(resource: Resource, { app }: Translation): readonly DeployedSource[] | string {
  const keys = resource.texts('SourceObjectKeys') ?? [];
  const markers = listed(resource.value('SourceMarkers'));
  const settings = listed(resource.value('SourceMarkersConfig'));
  const isUnpacked = resource.flag('Extract') ?? true;
  const sources: DeployedSource[] = [];
  for (const [i, key] of keys.entries()) {
    const path = app.assets.find(key, resource.home.directory)?.path;
    const kind = path && kindOf(path);
    if (path === undefined || kind === undefined) return `The source ${key} is not a file or folder of the assembly`;
    if (!isUnpacked && kind === 'directory') return `The archive ${key} is only made of its folder at deployment`;
    const is = kind === 'directory' ? kind : isUnpacked ? 'archive' : 'file';
    const replaced = isUnpacked ? markersOf(markers[i], settings[i]) : {};
    sources.push({ kind: is, path, name: posix.basename(key), markers: replaced });
  }
  return sources;
}

/** Each value as it is written into files. */
function markersOf(markers: Json | undefined, settings: Json | undefined): Readonly<Record<string, string>> {
  const usual = textFrom(member(settings, 'jsonEscape')).toLowerCase() === 'true' ? 'UNQUOTED_JSON_VALUE' : 'LITERAL';
  const encodings = member(settings, 'markerEncodings');
  const found = Object.entries(isObject(markers) ? markers : {}).map(([name, value]) => {
    const encoding = textMember(encodings, name) ?? usual;
    return [name, encoded(value ?? '', encoding)] as const;
  });
  return Object.fromEntries(found);
}

function encoded(value: Json, encoding: string): string {
  if (encoding === 'LITERAL') return textFrom(value);
  // As Python writes it, whose JSON is of ASCII alone.
  const json = JSON.stringify(value).replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (encoding === 'JSON_VALUE') return json;
  if (encoding === 'UNQUOTED_JSON_VALUE') return typeof value === 'string' ? json.slice(1, -1) : json;
  throw new Unresolved('PROPERTY_INVALID', `SourceMarkersConfig has the encoding ${encoding}, which is not known here`);
}

function prefixOf(written: string | undefined): string {
  if (written === undefined || written === '' || written === '/') return '';
  return written.endsWith('/') ? written : `${written}/`;
}

function listed(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

/** Names know no case. */
function textsOf(value: Json | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).map(([name, text]) => [name.toLowerCase(), textFrom(text)]),
  );
}

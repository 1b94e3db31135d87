import type { AppScope } from '../app-scope';
import { AssemblyError } from '../assembly-error';
import { kindOf, readObject } from '../files';
import { isList, isObject, type Json, member } from '../json';
import type { Resource } from '../resource';
import { Unresolved } from '../unresolved';
import { plainText } from './json-values';
import { knownParts, whyUnknown } from './openapi-parts';

/** What an API is made from: a document, none at all, or one that is not to be had, with the reason as a sentence. */
export type DocumentFound = { readonly document: Json | undefined } | { readonly absent: string };

/** The OpenAPI document of an API: in the template, or a file that the app uploads to S3. Throws when it is lost as a whole. */
export function openApiDocument(resource: Resource, app: AppScope): DocumentFound {
  const body = knownParts(resource.open('Body'), resource.home);
  for (const part of [body, member(body, 'paths')]) {
    const problem = whyUnknown(part) ?? notExpanded(part);
    if (problem !== undefined) throw problem;
  }
  const found = body === undefined && resource.has('BodyS3Location') ? documentInS3(resource, app) : { document: body };
  if ('absent' in found || found.document === undefined) return found;
  return { document: withAwsVariables(found.document, resource) };
}

/** As `AWS::Include`, which puts another document there. */
function notExpanded(part: Json | undefined): Unresolved | undefined {
  if (member(part, 'Fn::Transform') === undefined) return undefined;
  return new Unresolved('INTRINSIC_UNKNOWN', 'Fn::Transform in Body is not expanded here');
}

function documentInS3(resource: Resource, { assets }: AppScope): DocumentFound {
  const key = resource.required('BodyS3Location', 'Key');
  const path = assets.find(key, resource.home.directory)?.path;
  if (path === undefined || kindOf(path) !== 'file') {
    return { absent: `It is made of the document ${key} in S3, which is not in the assembly; give it as Body.` };
  }
  try {
    return { document: readObject(path) };
  } catch (error) {
    if (!(error instanceof AssemblyError)) throw error;
    return { absent: `It is made of the document ${path}, which is not an object in JSON; other forms, as YAML, are not read.` };
  }
}

/** API Gateway itself fills in these variables, which CloudFormation leaves alone outside of `Fn::Sub`. */
function withAwsVariables(value: Json, { account, partition, region }: Resource): Json {
  const variables: Readonly<Record<string, string>> = { AccountId: account, Partition: partition, Region: region };
  return filled(value);

  function filled(each: Json): Json {
    if (typeof each === 'string') {
      return each.replace(/\$\{AWS::(AccountId|Partition|Region)\}/g, (_, name: string) => variables[name] as string);
    }
    if (isList(each)) return each.map(filled);
    if (!isObject(each) || whyUnknown(each)) return each;
    return Object.fromEntries(Object.entries(each).map(([name, one]) => [name, one === undefined ? one : filled(one)]));
  }
}

/** What a `$ref` into the same document names, or the value itself when it is none. */
export function dereferenced(value: Json | undefined, document: Json): Json | undefined {
  let found = value;
  for (const seen = new Set<string>(); ; ) {
    const ref = plainText(member(found, '$ref'));
    if (ref === undefined) return found;
    const target = ref.startsWith('#/') && !seen.has(ref) ? named(ref, document) : undefined;
    if (target === undefined) throw new Unresolved('REFERENCE_UNKNOWN', `the document has nothing at ${ref}`);
    seen.add(ref);
    found = target;
  }
}

function named(ref: string, document: Json): Json | undefined {
  return ref
    .slice(2)
    .split('/')
    .reduce<Json | undefined>((found, name) => member(found, name.replaceAll('~1', '/').replaceAll('~0', '~')), document);
}

/** An object, or an empty one in the place of anything else. */
export function objectOf(value: Json | undefined): Readonly<Record<string, Json | undefined>> {
  return isObject(value) ? value : {};
}

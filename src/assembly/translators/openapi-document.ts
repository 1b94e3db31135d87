import type { AppScope } from '../app-scope';
import { isList, isObject, type Json, member } from '../json';
import type { Resource } from '../resource';
import { Unresolved } from '../unresolved';
import { plainText } from './json-values';
import { withIncludes } from './openapi-include';
import { knownParts, whyUnknown } from './openapi-parts';
import { type DocumentFound, uploadedDocument } from './uploaded-document';

/** The OpenAPI document of an API: in the template, or a file that the app uploads to S3. Throws when it is lost as a whole. */
export function openApiDocument(resource: Resource, { assets }: AppScope): DocumentFound {
  const { home } = resource;
  const body = member(resource.written, 'Body');
  if (body !== undefined) return { document: filledIn(knownParts(withIncludes(body, home, assets), home), resource) };
  if (!resource.has('BodyS3Location')) return { document: undefined };
  const found = uploadedDocument(resource.required('BodyS3Location', 'Key'), home, assets);
  return 'absent' in found ? found : { document: filledIn(found.document, resource) };
}

function filledIn(document: Json | undefined, resource: Resource): Json | undefined {
  for (const part of [document, member(document, 'paths')]) {
    const problem = whyUnknown(part);
    if (problem !== undefined) throw problem;
  }
  return document === undefined ? undefined : withAwsVariables(document, resource);
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

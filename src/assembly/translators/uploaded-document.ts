import { AssemblyError } from '../assembly-error';
import type { AssetShelf } from '../asset-shelf';
import { kindOf, readObject } from '../files';
import type { Json } from '../json';
import type { Home } from '../resource';

/** What an API is made from: a document, none at all, or one that is not to be had, with the reason. */
export type DocumentFound = { readonly document: Json | undefined } | { readonly absent: string };

/** The document in S3 with this key, when the app uploads it from the assembly. */
export function uploadedDocument(key: string, home: Home, assets: AssetShelf): DocumentFound {
  const path = assets.find(key, home.directory)?.path;
  if (path === undefined || kindOf(path) !== 'file') {
    return { absent: `the document ${key} in S3 is not in the assembly` };
  }
  try {
    return { document: readObject(path) };
  } catch (error) {
    if (!(error instanceof AssemblyError)) throw error;
    return { absent: `the document ${path} is not an object in JSON, and other forms, as YAML, are not read` };
  }
}

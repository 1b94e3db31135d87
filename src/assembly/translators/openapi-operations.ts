import type { Json } from '../json';
import { objectOf } from './openapi-document';

/** An operation as the document writes it, which may be anything. */
export interface OpenApiOperation {
  /** `GET`, or `ANY`. */
  readonly method: string;
  readonly operation: Json | undefined;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];
const ANY = 'x-amazon-apigateway-any-method';

/** The operations of a path, those for every method last. */
export function operationsOf(item: Json | undefined): readonly OpenApiOperation[] {
  const given = objectOf(item);
  return [...METHODS, ANY].flatMap((name) => {
    if (!Object.hasOwn(given, name) || given[name] === undefined) return [];
    return [{ method: name === ANY ? 'ANY' : name.toUpperCase(), operation: given[name] }];
  });
}

/** What stands beside operations in a path, with the names of extensions. */
const BESIDE = /^(?:\$ref|summary|description|servers|parameters|x-.*)$/;

/** The names in a path of what is neither an operation nor stands beside one, as `trace`. */
export function othersOf(item: Json): readonly string[] {
  return Object.keys(objectOf(item)).filter((name) => !METHODS.includes(name) && !BESIDE.test(name));
}

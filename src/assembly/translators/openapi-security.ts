import { isList, isObject, type Json, member } from '../json';
import { wrongKind } from '../resource';
import type { Unresolved } from '../unresolved';
import { plainText } from './json-values';
import { objectOf } from './openapi-document';
import { problemIn, whyUnknown } from './openapi-parts';

/** A security scheme of the document, and what API Gateway is told of it beside. */
export interface OpenApiScheme {
  readonly name: string;
  readonly scheme: Json | undefined;
  /** `x-amazon-apigateway-authorizer` */
  readonly authorizer?: Json;
  /** The caller signs its requests. */
  readonly isIam: boolean;
}

export function schemesIn(document: Json): readonly OpenApiScheme[] {
  const ofComponents = objectOf(member(member(document, 'components'), 'securitySchemes'));
  const given = { ...ofComponents, ...objectOf(member(document, 'securityDefinitions')) };
  return Object.entries(given).map(([name, scheme]) => {
    const authorizer = member(scheme, 'x-amazon-apigateway-authorizer');
    const authType = plainText(member(scheme, 'x-amazon-apigateway-authtype'));
    return { name, scheme, authorizer, isIam: authorizer === undefined && authType?.toLowerCase() === 'awssigv4' };
  });
}

/** Why none of the schemes can be had, so that nobody knows what one of them would ask. */
export function whySchemesUnknown(document: Json): Unresolved | undefined {
  const components = member(document, 'components');
  const places = [member(document, 'securityDefinitions'), components, member(components, 'securitySchemes')];
  return places.map(whyUnknown).find((problem) => problem !== undefined);
}

/**
 * What is asked of callers: by the operation itself, or by the document for all; each with scopes by the name of a scheme. Throws
 * when it is written in another way, since an operation that asks nothing is open to everybody.
 */
export function requirementsOf(operation: Json, document: Json): readonly Requirement[] {
  const given = member(operation, 'security') ?? member(document, 'security');
  const problem = problemIn(given);
  if (problem !== undefined) throw problem;
  if (given === undefined) return [];
  if (!isList(given) || !given.every(isRequirement))
    throw wrongKind(['security'], given, 'a list of objects with lists of scopes');
  return given;
}

type Requirement = Readonly<Record<string, readonly string[]>>;

function isRequirement(value: Json): value is Requirement {
  return (
    isObject(value) && Object.values(value).every((scopes) => isList(scopes) && scopes.every((each) => typeof each === 'string'))
  );
}

/** `x-amazon-apigateway-auth`, in capitals. */
export function ownAuthorization(operation: Json): string | undefined {
  return plainText(member(member(operation, 'x-amazon-apigateway-auth'), 'type'))?.toUpperCase();
}

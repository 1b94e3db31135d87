import { isObject, type Json, member } from '../json';
import { listOf, plainText } from './json-values';

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
  const given = member(document, 'securityDefinitions') ?? member(member(document, 'components'), 'securitySchemes');
  return Object.entries(isObject(given) ? given : {}).map(([name, scheme]) => {
    const authorizer = member(scheme, 'x-amazon-apigateway-authorizer');
    const authType = plainText(member(scheme, 'x-amazon-apigateway-authtype'));
    return { name, scheme, authorizer, isIam: authorizer === undefined && authType?.toLowerCase() === 'awssigv4' };
  });
}

/** What is asked of callers: by the operation itself, or by the document for all; each with scopes by the name of a scheme. */
export function requirementsOf(operation: Json, document: Json): readonly Json[] {
  return listOf(member(operation, 'security') ?? member(document, 'security')).filter(isObject);
}

/** `x-amazon-apigateway-auth`, in capitals. */
export function ownAuthorization(operation: Json): string | undefined {
  return plainText(member(member(operation, 'x-amazon-apigateway-auth'), 'type'))?.toUpperCase();
}

import type { HttpIntegration } from '../../model/http-api';
import { defined, isObject, type Json, member } from '../json';
import { among } from '../resource';
import { Unresolved } from '../unresolved';
import { textsByName } from './json-values';
import { OpenApiMembers, payloadFormat } from './openapi-members';

const NAME = 'x-amazon-apigateway-integration';
const CHANGE = /^(?:append|overwrite|remove):/;

/** `x-amazon-apigateway-integration` of an HTTP API; `note` is told, as a sentence, what is not carried out of it. */
export function httpOpenApiIntegration(given: Json | undefined, id: string, note: (problem: string) => void): HttpIntegration {
  if (!isObject(given)) throw new Unresolved('PROPERTY_INVALID', `${NAME} must be an object`);
  const members = new OpenApiMembers(given, NAME);
  const type = members.text('type')?.toUpperCase();
  if (type !== 'AWS_PROXY' && type !== 'HTTP_PROXY') {
    const written = type === undefined ? 'has no type' : `is of type ${type}`;
    throw new Unresolved('PROPERTY_INVALID', `its integration ${written}, and those of HTTP APIs are AWS_PROXY or HTTP_PROXY`);
  }
  const subtype = members.text('integrationSubtype');
  const uri = members.text('uri');
  if (uri === undefined && subtype === undefined) throw new Unresolved('PROPERTY_INVALID', 'its integration has no uri');
  const format = payloadFormat(members, 'payloadFormatVersion');
  if (format === undefined && subtype === undefined && type === 'AWS_PROXY') {
    note(`${NAME} has no payloadFormatVersion, which HTTP APIs require; events are of version 1.0.`);
  }
  if (members.has('responseParameters')) {
    note(`responseParameters of ${NAME}: it is not documented how HTTP APIs read them there, so responses are not changed.`);
  }
  return defined<HttpIntegration>({
    id,
    type,
    uri,
    subtype,
    method: members.text('httpMethod')?.toUpperCase(),
    payloadFormat: format ?? '1.0',
    timeoutMs: members.number('timeoutInMillis'),
    credentialsArn: members.text('credentials'),
    connectionType: among(['INTERNET', 'VPC_LINK'], members.text('connectionType')?.toUpperCase(), [NAME, 'connectionType']),
    requestParameters: requestParameters(member(given, 'requestParameters'), subtype, note),
  });
}

/** Those of a service by their names, those of all others as changes of the request. */
function requestParameters(
  given: Json | undefined,
  subtype: string | undefined,
  note: (problem: string) => void,
): HttpIntegration['requestParameters'] {
  if (given === undefined) return undefined;
  if (!isObject(given)) throw new Unresolved('PROPERTY_INVALID', 'its requestParameters must be an object');
  const all = Object.entries(textsByName(given));
  if (subtype !== undefined) return Object.fromEntries(all);
  const changes = all.filter(([name]) => CHANGE.test(name));
  if (changes.length < all.length) {
    const others = all.filter(([name]) => !CHANGE.test(name)).map(([name]) => name);
    note(`requestParameters of ${NAME}: HTTP APIs have no ${others.join(', ')}, which is left out.`);
  }
  return changes.length === 0 ? undefined : Object.fromEntries(changes);
}

import { isList, isObject, type Json } from './json';

/** `{{resolve:ssm:…}}`, `{{resolve:ssm-secure:…}}` or `{{resolve:secretsmanager:…}}`. */
const REFERENCE = /\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]+)\}\}/g;

export type DynamicService = 'ssm' | 'ssm-secure' | 'secretsmanager';

/** False for what certainly holds none. */
export function mayHoldDynamicReferences(value: Json): boolean {
  return typeof value === 'string' ? value.includes('{{resolve:') : typeof value === 'object';
}

/** The value with what `resolve` gives in the place of every dynamic reference in it. */
export function withDynamicReferences(value: Json, resolve: (service: DynamicService, reference: string) => string): Json {
  if (typeof value === 'string') {
    if (!value.includes('{{resolve:')) return value;
    return value.replace(REFERENCE, (_, service: DynamicService, reference: string) => resolve(service, reference));
  }
  if (isList(value)) return value.map((each) => withDynamicReferences(each, resolve));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withDynamicReferences(each ?? null, resolve)]));
}

/** What a reference to Secrets Manager asks for. */
export interface SecretReference {
  /** A name or an ARN. */
  readonly secret: string;
  /** The member of the secret's JSON; absent for all of it. */
  readonly jsonKey?: string;
}

/** `SECRET:SecretString:JSON-KEY:STAGE:VERSION`, everything after the first part left out at will; an ARN has colons of its own. */
export function parseSecretReference(reference: string): SecretReference {
  const parts = reference.split(':');
  const length = parts[0] === 'arn' ? 7 : 1;
  return { secret: parts.slice(0, length).join(':'), jsonKey: parts[length + 1] || undefined };
}

/** `NAME` or `NAME:VERSION`, of which the version plays no part. */
export function parseParameterReference(reference: string): string {
  return reference.replace(/:\d+$/, '');
}

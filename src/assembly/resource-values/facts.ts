import type { Json } from '../json';
import type { ALPHABETS } from '../made-up';

/** A resource, as the rows of the table of values see it. What cannot be resolved is thrown as `Unresolved`. */
export interface Facts {
  readonly logicalId: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly urlSuffix: string;
  /** The value of a property; undefined when it is not given. */
  value(...path: string[]): Json | undefined;
  /** The same as text. */
  text(...path: string[]): string | undefined;
  /** The name that the property gives, or the one that CloudFormation would make up. */
  named(property: string, limit?: number): string;
  /** An id that AWS would make up: always the same for this resource and `purpose`. */
  madeUp(length: number, alphabet?: keyof typeof ALPHABETS, purpose?: string): string;
  uuid(purpose?: string): string;
  /** `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`. */
  arn(service: string, resource: string, region?: string, account?: string): string;
  /** Of versions and layer versions: which of its function or layer it is, counted from 1. */
  ordinal(): string;
  /** The value of an SSM parameter of the app, in whatever Region it is. */
  stored(parameterName: string): Json;
}

/** What `Ref` and `Fn::GetAtt` give for one resource type. */
export interface Row {
  readonly ref: (resource: Facts) => string;
  readonly attributes: Readonly<Record<string, (resource: Facts) => Json>>;
  /** For types whose attributes have names of their own making; undefined for those there are not. */
  readonly other?: (resource: Facts, attribute: string) => Json | undefined;
}

export type Rows = Readonly<Record<string, Row>>;

type Value = (resource: Facts) => Json;
type Text = (resource: Facts) => string;

export function row(ref: Text, attributes: Readonly<Record<string, Value>> = {}): Row {
  return { ref, attributes };
}

/** A resource that is called by the id `prefix` and so many characters, which some of its attributes give, too. */
export function idRow(id: Text, ...same: string[]): Row {
  return row(id, Object.fromEntries(same.map((attribute) => [attribute, id])));
}

/** A resource that is called by its ARN, which some of its attributes give, too. */
export function arnRow(arn: Text, same: readonly string[], attributes: Readonly<Record<string, Value>> = {}): Row {
  return row(arn, { ...Object.fromEntries(same.map((attribute) => [attribute, arn])), ...attributes });
}

/** A resource that is called by its name, with an ARN made of it. */
export function namedRow(
  property: string,
  limit: number,
  service: string,
  resource: (name: string) => string,
  same: readonly string[] = [],
): Row {
  const name: Text = (r) => r.named(property, limit);
  return row(name, {
    Arn: (r) => r.arn(service, resource(name(r))),
    ...Object.fromEntries(same.map((attribute) => [attribute, name])),
  });
}

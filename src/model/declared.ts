import type { ResourceAddress } from './address';

/** A value of a template after every expression in it is worked out; what cannot be told is a `{ 'Fn::Unknown': why }`. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** The one key of an object that stands for a value nobody knows before the deployment. */
export const UNKNOWN = 'Fn::Unknown';

/** A resource as its template declares it, of whatever type. */
export interface DeclaredResource {
  readonly address: ResourceAddress;
  readonly type: string;
  /** Absent for a stack that is for any account. */
  readonly account?: string;
  /** Absent for a stack that is for any Region. */
  readonly region?: string;
  readonly properties: { readonly [key: string]: Value };
  /** The properties as the template writes them: what a value was made of. */
  readonly written: { readonly [key: string]: Value };
  /** The attribute `UpdatePolicy`, as the template writes it. */
  readonly updatePolicy?: Value;
  /** What `Ref` gives; absent when that cannot be told. */
  readonly ref?: string;
  /** Its ARN, where the type has one that can be told before the deployment. */
  readonly arn?: string;
  /** Logical ids of its stack. */
  readonly dependsOn: readonly string[];
  /** Of the CDK itself, such as the functions behind its custom resources: the author of the app can do nothing about them. */
  readonly isHelper: boolean;
  /** `file:line:column` of the app's own code that created it, where the assembly tells. */
  readonly createdAt?: string;
}

import { partitionOf } from '../../../../spec/pseudo-parameters';
import type { Call } from '../../service-port';

/** A resource that is asked about, in every way that policies are known to write it; the first is what texts name. */
export type Asked = string | readonly [string, ...string[]];

/** The resources of a request that are meant; undefined where the request does not tell. */
export type Place = (input: never, call: Call) => readonly Asked[] | undefined;

export type Places<Name extends string> = Readonly<Record<Name | 'everything', Place>>;

/** Actions that are for no resource in particular. */
export const EVERYTHING: Place = () => ['*'];

export function arnOf(service: string, resource: string, { region, account }: Pick<Call, 'region' | 'account'>): string {
  return `arn:${partitionOf(region).id}:${service}:${region}:${account}:${resource}`;
}

/** Each once. */
export function distinct(arns: readonly string[]): readonly string[] {
  return arns.length < 2 ? arns : [...new Set(arns)];
}

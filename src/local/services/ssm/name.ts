import { parameterArn } from '../../../model/parameter';
import { HIERARCHY_LEVELS_MAX, PARAMETER_ARN_MAX, PARAMETER_NAME } from '../../../spec/ssm';
import type { Call } from '../../engine/service-port';
import { notEmulated } from '../refusal';
import { badName, noParameter, noVersion, reservedName, tooManyLevels, validation } from './refusals';
import { type HeldParameter, latest, type ParameterStore, type ParameterVersion, type Place } from './store';

/** A version of a parameter, as a request names it. */
export interface Found {
  readonly parameter: HeldParameter;
  readonly version: ParameterVersion;
  /** The name as it was asked for, so that both forms of a name of one part are answered alike. */
  readonly name: string;
  /** The version or label behind the name. */
  readonly selector?: string;
}

const ARN = /^arn:[^:]+:ssm:([^:]+):(\d{12}):parameter\/([^:]+)(?::([^:]+))?$/;
const NAMED = /^([^:]+)(?::([^:]+))?$/;

/** By `name`, `name:version`, `name:label` or an ARN with or without one of those. */
export function found(store: ParameterStore, given: string, call: Call): Found {
  const { parameter, name, selector } = parameterFor(store, given, call);
  if (selector === undefined) return { parameter, name, version: latest(parameter) };
  const isNumber = /^\d+$/.test(selector);
  const version = parameter.versions.find((each) =>
    isNumber ? each.version === Number(selector) : each.labels.includes(selector),
  );
  if (!version) throw noVersion(selector, name);
  return { parameter, name, version, selector };
}

function parameterFor(store: ParameterStore, given: string, call: Call): Omit<Found, 'version'> {
  const { place, name, selector, isArn } = reference(given.trim(), call);
  if (!isReadable(name)) throw badName();
  refuseReserved(name, call.operation);
  const parameter = store.named(place, name);
  if (!parameter) throw noParameter();
  return { parameter, name: isArn ? parameter.name : name, ...(selector !== undefined && { selector }) };
}

interface Reference {
  readonly place: Place;
  readonly name: string;
  readonly selector?: string | undefined;
  readonly isArn: boolean;
}

function reference(given: string, call: Call): Reference {
  const [, region, account, inArn, ofArn] = ARN.exec(given) ?? [];
  if (region !== undefined && account !== undefined && inArn !== undefined) {
    return { place: { region, account }, name: inArn.includes('/') ? `/${inArn}` : inArn, selector: ofArn, isArn: true };
  }
  const [, name, selector] = NAMED.exec(given) ?? [];
  if (name === undefined) throw badName();
  return { place: call, name, selector, isArn: false };
}

function isReadable(name: string): boolean {
  return PARAMETER_NAME.test(name) && !/^\/?ssm/i.test(name);
}

/** What AWS itself gives under names of its own. */
export function refuseReserved(name: string, operation: string): void {
  if (/^\/?aws\/reference\/secretsmanager(\/|$)/i.test(name)) {
    throw notEmulated(operation, 'secrets under /aws/reference/secretsmanager', 'ask Secrets Manager for them.');
  }
  if (/^\/aws(\/|$)/i.test(name)) {
    throw notEmulated(operation, `public parameters as ${name}`, 'give the function what it needs in another way.');
  }
}

/** The name of a parameter that is to be written; it is no ARN. */
export function writable(given: string, place: Place): string {
  const name = given.trim();
  if (/^\/?aws/i.test(name)) throw reservedName(name);
  if (!isReadable(name)) throw badName();
  if (name.split('/').filter((level) => level !== '').length > HIERARCHY_LEVELS_MAX) throw tooManyLevels();
  if (parameterArn(place, name).length > PARAMETER_ARN_MAX) {
    throw validation(`The ARN of a parameter, with its name, can have a maximum of ${PARAMETER_ARN_MAX} characters.`);
  }
  return name;
}

/** One that is there, and may be changed by its name alone. */
export function own(store: ParameterStore, given: string, call: Call): HeldParameter {
  const name = given.trim();
  if (!isReadable(name)) throw badName();
  const parameter = store.named(call, name);
  if (!parameter) throw noParameter();
  return parameter;
}

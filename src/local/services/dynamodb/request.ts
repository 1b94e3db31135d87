import { TABLE_NAME } from '../../../spec/dynamodb/limits';
import type { Call } from '../../engine/service-port';
import { notEmulated } from '../refusal';
import type { HeldTable, Place } from './held-table';
import { invalid, noSuchTable, violation } from './refusal';
import type { TableStore } from './store';

/** Parameters from before there were expressions, and what to write instead. */
const LEGACY: Readonly<Record<string, string>> = {
  Expected: 'ConditionExpression',
  ConditionalOperator: 'AND and OR in an expression',
  AttributeUpdates: 'UpdateExpression',
  AttributesToGet: 'ProjectionExpression',
  KeyConditions: 'KeyConditionExpression',
  QueryFilter: 'FilterExpression',
  ScanFilter: 'FilterExpression',
};

export function refuseLegacy(operation: string, input: object): void {
  for (const [member, instead] of Object.entries(LEGACY)) {
    if ((input as Readonly<Record<string, unknown>>)[member] === undefined) continue;
    throw notEmulated(operation, member, `it is a legacy parameter; use ${instead}.`);
  }
}

/** The table that a request names, by its name or its ARN. */
export function tableOf(store: TableStore, nameOrArn: string, call: Call): HeldTable {
  const { place, name } = named(nameOrArn, call);
  const table = store.table(place, name);
  if (!table) throw noSuchTable();
  return table;
}

const ARN = /^arn:[\w-]+:dynamodb:([\w-]+):(\d+):table\/([\w.-]+)$/;

export function named(nameOrArn: string, call: Call): { readonly place: Place; readonly name: string } {
  const [, region = call.region, account = call.account, name = nameOrArn] = ARN.exec(nameOrArn) ?? [];
  return { place: { account, region }, name };
}

/** The name of a table or an index that is to be made. */
export function checkName(name: string, member: 'TableName' | 'IndexName', at: string): void {
  const { pattern, printed, min, max } = TABLE_NAME;
  if (member === 'TableName' && (name.length < min || name.length > max)) {
    throw invalid(`${member} must be at least ${min} characters long and at most ${max} characters long`);
  }
  if (name.length < min) throw violation(name, at, `Member must have length greater than or equal to ${min}`);
  if (name.length > max) throw violation(name, at, `Member must have length less than or equal to ${max}`);
  if (!pattern.test(name)) throw violation(name, at, `Member must satisfy regular expression pattern: ${printed}`);
}

/** Refuses a value that is not of the list. */
export function checkOneOf(value: string | undefined, at: string, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value)) return;
  throw violation(value, at, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
}

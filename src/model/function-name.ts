import { partitionOf } from '../spec/pseudo-parameters';

/** A function as a template may name it: by name, ARN or part of one (FN-02). */
export interface FunctionName {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** An alias or a version. */
  readonly qualifier?: string;
}

interface Environment {
  readonly account: string;
  readonly region: string;
}

const ARN =
  /^(?:arn:[^:]+:lambda:(?<region>[^:]+):)?(?:(?<account>\d{12}):)?function:(?<name>[\w.-]+)(?::(?<qualifier>\$?[\w.-]+))?$/;
const PLAIN = /^(?<name>[\w.-]+)(?::(?<qualifier>\$?[\w.-]+))?$/;

/** What the text names, as seen from a stack; undefined when it cannot be a function. */
export function parseFunctionName(text: string, { account, region }: Environment): FunctionName | undefined {
  const parts = (ARN.exec(text) ?? PLAIN.exec(text))?.groups;
  if (parts === undefined) return undefined;
  const { name = '', qualifier } = parts;
  return { account: parts.account ?? account, region: parts.region ?? region, name, qualifier };
}

export function functionArn({ account, region, name }: FunctionName): string {
  return `arn:${partitionOf(region).id}:lambda:${region}:${account}:function:${name}`;
}

/** The unqualified ARN of what the text names; the text itself when it names no function. */
export function functionArnFrom(text: string, environment: Environment): string {
  const parsed = parseFunctionName(text, environment);
  return parsed === undefined ? text : functionArn(parsed);
}

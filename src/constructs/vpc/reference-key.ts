import {
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Reference,
  Tokenization,
} from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Resolves values as CloudFormation would be given them, but with the path of a construct in place of a reference to it. */
class PathResolver extends DefaultTokenResolver {
  constructor() {
    super({ join: (left, right) => `${textOf(left)}${textOf(right)}` });
  }

  override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (!Reference.isReference(token)) return super.resolveToken(token, context, postProcessor) as unknown;
    const { displayName, target } = token;
    return displayName.startsWith('AWS::') ? displayName : target.node.path;
  }
}

/** A value in which the same resource looks the same, whichever stack uses it, and whether by id, name or ARN. */
export function withPaths(user: IConstruct, value: unknown): unknown {
  return Tokenization.resolve(value, { scope: user, resolver: new PathResolver(), preparing: false }) as unknown;
}

/** What tells one resource from another: the path of the construct that makes it, otherwise its id, name or ARN. */
export function keyOf(user: IConstruct, value: unknown): string {
  return textOf(withPaths(user, value));
}

/** The keys of a list, which may as a whole be known later only. */
export function keysOf(user: IConstruct, list: unknown): string[] {
  return listOf(withPaths(user, list)).map(textOf);
}

/** The construct whose attribute this is; undefined when it is not made in this app. */
export function madeBy(value: unknown): IConstruct | undefined {
  const text = typeof value === 'string' ? Tokenization.reverseString(value) : undefined;
  const token = text ? (text.length === 1 ? text.firstToken : undefined) : value;
  return Reference.isReference(token) ? token.target : undefined;
}

/** What may be one or many, or nothing. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

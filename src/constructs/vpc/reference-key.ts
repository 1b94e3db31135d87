import { Reference, Stack, Token, Tokenization } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * What tells one resource from another wherever in the app its id, name or ARN is used: the path of the construct that makes it,
 * otherwise the text itself.
 */
export function keyOf(user: IConstruct, value: unknown): string {
  if (typeof value === 'string' && !Token.isUnresolved(value)) return value;
  const made = madeBy(value);
  return made ? made.node.path : JSON.stringify(Stack.of(user).resolve(value));
}

/** The construct whose attribute this is; undefined when it is not made in this app. */
export function madeBy(value: unknown): IConstruct | undefined {
  const text = typeof value === 'string' ? Tokenization.reverseString(value) : undefined;
  const token = text ? (text.length === 1 ? text.firstToken : undefined) : value;
  return Reference.isReference(token) ? token.target : undefined;
}

/** The keys of a list, which may as a whole be unknown until deployment. */
export function keysOf(user: IConstruct, list: unknown): string[] {
  const known = Token.isUnresolved(list) ? Stack.of(user).resolve(list) : list;
  if (known === undefined || known === null) return [];
  return Array.isArray(known) ? known.map((value) => keyOf(user, value)) : [keyOf(user, known)];
}

import { isList, isObject, type Json } from '../json';
import { invalid } from './arguments';
import { chosen } from './conditions';
import { INTRINSICS } from './functions';
import type { Evaluation, Scope } from './scope';

/** Evaluates the expressions of one scope. */
export function evaluationIn(scope: Scope): Evaluation {
  const context: Evaluation = { scope, evaluate: (value) => evaluate(value, context) };
  return context;
}

/** What a template's value comes to; undefined when `AWS::NoValue` takes it away. Throws `Unresolved`. */
export function evaluate(value: Json | undefined, context: Evaluation): Json | undefined {
  if (isList(value)) return value.map((each) => evaluate(each, context)).filter((each) => each !== undefined);
  if (!isObject(value)) return value;

  const name = functionIn(value);
  if (name !== undefined) {
    const intrinsic = INTRINSICS.get(name);
    if (intrinsic === undefined) throw invalid(`${name} is not a function that is known here`, 'INTRINSIC_UNKNOWN');
    return intrinsic(value[name], context);
  }
  const members = Object.entries(value).map(([key, each]) => [key, evaluate(each, context)] as const);
  return Object.fromEntries(members.filter(([, each]) => each !== undefined));
}

/** The value with every `Fn::If` around it decided and nothing inside it touched, so that each part can fail by itself. */
export function opened(value: Json | undefined, context: Evaluation): Json | undefined {
  const name = isObject(value) ? functionIn(value) : undefined;
  if (name === undefined || !isObject(value)) return value;
  return name === 'Fn::If' ? opened(chosen(value[name], context), context) : evaluate(value, context);
}

/** Whether the value is the call of a function. */
export function isExpression(value: Json): boolean {
  return isObject(value) && functionIn(value) !== undefined;
}

/** The name of the function that the value calls: an object calls one when that is all it has. */
function functionIn(value: object): string | undefined {
  let name: string | undefined;
  for (const key in value) {
    if (name !== undefined) return undefined;
    name = key;
  }
  return name === 'Ref' || name?.startsWith('Fn::') ? name : undefined;
}

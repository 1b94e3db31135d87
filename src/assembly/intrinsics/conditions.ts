import { isObject, type Json, shown, textFrom } from '../json';
import { elements, invalid } from './arguments';
import type { Evaluation, Intrinsic } from './scope';

/** CloudFormation takes 2 to 10 conditions in `Fn::And` and `Fn::Or`. */
const MOST_CONDITIONS = 10;

/** Whether a condition, as the template writes it, holds. */
export function holds(condition: Json | undefined, context: Evaluation): boolean {
  const [name, argument] = isObject(condition) ? (Object.entries(condition)[0] ?? []) : [];
  if (name === 'Condition' && typeof argument === 'string') return context.scope.condition(argument);
  if (name === 'Fn::Equals') {
    const [left, right] = elements(argument, name, 2);
    // As text: `true` equals `"true"` and `1` equals `"1"`.
    return textFrom(context.evaluate(left)) === textFrom(context.evaluate(right));
  }
  if (name === 'Fn::Not') return !holds(elements(argument, name, 1)[0], context);
  if (name === 'Fn::And') return elements(argument, name, 2, MOST_CONDITIONS).every((each) => holds(each, context));
  if (name === 'Fn::Or') return elements(argument, name, 2, MOST_CONDITIONS).some((each) => holds(each, context));
  if (name?.startsWith('Fn::')) throw invalid(`${name} is not a function of conditions that is known here`, 'INTRINSIC_UNKNOWN');
  throw invalid(`${shown(condition)} is not a condition`);
}

/** Which of two values a condition chooses, without looking at the other. */
export const choose: Intrinsic = (argument, context) => context.evaluate(chosen(argument, context));

/** The branch of `Fn::If`, as the template writes it. */
export function chosen(argument: Json | undefined, context: Evaluation): Json | undefined {
  const [condition, whenTrue, whenFalse] = elements(argument, 'Fn::If', 3);
  const isTrue = typeof condition === 'string' ? context.scope.condition(condition) : holds(condition, context);
  return isTrue ? whenTrue : whenFalse;
}

import { isObject, member, shown } from '../json';
import { asText, elements, invalid, withinReason } from './arguments';
import type { Evaluation, Intrinsic } from './scope';

/** `Fn::Sub`: a text, or a text and a map of values that only it knows. */
export const substitute: Intrinsic = (argument, context) => {
  const [pattern, values] = typeof argument === 'string' ? [argument, {}] : elements(argument, 'Fn::Sub', 2);
  if (typeof pattern !== 'string') throw invalid(`Fn::Sub takes a text that is written out, not ${shown(pattern)}`);
  if (!isObject(values)) throw invalid(`Fn::Sub takes a map of values, not ${shown(values)}`);

  const filled = pattern.replaceAll(/\$\{([^}]*)\}/g, (_, variable: string) => {
    if (variable.startsWith('!')) return `\${${variable.slice(1)}}`;
    if (!/^[A-Za-z0-9_.:]+$/.test(variable)) {
      throw invalid(`Fn::Sub takes names of letters, digits, underscores, periods and colons, not ${shown(variable)}`);
    }
    const given = member(values, variable);
    const value = given === undefined ? lookUp(variable, context) : context.evaluate(given);
    return value === undefined ? '' : asText(value, `Fn::Sub, for ${variable},`);
  });
  return withinReason(filled, 'Fn::Sub');
};

function lookUp(variable: string, { scope }: Evaluation) {
  const dot = variable.indexOf('.');
  return dot === -1 ? scope.ref(variable) : scope.attribute(variable.slice(0, dot), variable.slice(dot + 1));
}

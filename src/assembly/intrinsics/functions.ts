import { isList, isObject, member, shown } from '../json';
import { asText, elements, invalid, list, text, wholeNumber, withinReason } from './arguments';
import { cidr } from './cidr';
import { choose } from './conditions';
import type { Intrinsic } from './scope';
import { substitute } from './substitute';

const getAtt: Intrinsic = (argument, context) => {
  const parts = typeof argument === 'string' ? argument.split('.') : isList(argument) ? argument : [];
  const [logicalId, ...attribute] = parts;
  if (typeof logicalId !== 'string' || attribute.length === 0) {
    throw invalid(`Fn::GetAtt takes a logical id and an attribute, not ${shown(argument)}`);
  }
  return context.scope.attribute(logicalId, attribute.map((part) => text(part, 'Fn::GetAtt', context)).join('.'));
};

const join: Intrinsic = (argument, context) => {
  const [delimiter, values] = elements(argument, 'Fn::Join', 2);
  const parts = list(values, 'Fn::Join', context).map((part) => asText(part, 'Fn::Join'));
  return withinReason(parts.join(text(delimiter, 'Fn::Join', context)), 'Fn::Join');
};

const select: Intrinsic = (argument, context) => {
  const [index, values] = elements(argument, 'Fn::Select', 2);
  const at = wholeNumber(index, 'Fn::Select', context);
  const candidates = list(values, 'Fn::Select', context);
  const found = candidates[at];
  if (found === undefined) throw invalid(`Fn::Select cannot take number ${at} of ${shown(candidates)}, counted from 0`);
  return found;
};

const split: Intrinsic = (argument, context) => {
  const [delimiter, source] = elements(argument, 'Fn::Split', 2);
  const separator = text(delimiter, 'Fn::Split', context);
  if (separator === '') throw invalid('Fn::Split takes a delimiter that is not empty');
  return text(source, 'Fn::Split', context).split(separator);
};

const findInMap: Intrinsic = (argument, context) => {
  const [mapping, topLevel, secondLevel, options] = elements(argument, 'Fn::FindInMap', 3, 4);
  const keys = [mapping, topLevel, secondLevel].map((key) => text(key, 'Fn::FindInMap', context)) as [string, string, string];
  const found = context.scope.mapped(...keys);
  if (found !== undefined) return context.evaluate(found);
  const otherwise = member(options, 'DefaultValue');
  if (otherwise === undefined) throw invalid(`the mapping ${keys.join('.')} is not in the template`, 'MAPPING_UNKNOWN');
  return context.evaluate(otherwise);
};

const getStackOutput: Intrinsic = (argument, context) => {
  if (!isObject(argument)) throw invalid(`Fn::GetStackOutput takes an object, not ${shown(argument)}`);
  const { StackName, OutputName, Region } = argument;
  const region = Region === undefined ? undefined : text(Region, 'Fn::GetStackOutput', context);
  return context.scope.stackOutput(
    text(StackName, 'Fn::GetStackOutput', context),
    text(OutputName, 'Fn::GetStackOutput', context),
    region,
  );
};

const ref: Intrinsic = (argument, context) => {
  if (typeof argument !== 'string') throw invalid(`Ref takes a name, not ${shown(argument)}`);
  return context.scope.ref(argument);
};

/** Every function that a property's value can be made with. */
export const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', ref],
  ['Fn::GetAtt', getAtt],
  ['Fn::Join', join],
  ['Fn::Sub', substitute],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::If', choose],
  ['Fn::FindInMap', findInMap],
  ['Fn::ImportValue', (argument, context) => context.scope.importValue(text(argument, 'Fn::ImportValue', context))],
  ['Fn::GetStackOutput', getStackOutput],
  ['Fn::Base64', (argument, context) => Buffer.from(text(argument, 'Fn::Base64', context)).toString('base64')],
  ['Fn::Cidr', cidr],
  ['Fn::GetAZs', (argument, context) => context.scope.zones(text(argument, 'Fn::GetAZs', context))],
  ['Fn::Length', (argument, context) => list(argument, 'Fn::Length', context).length],
  ['Fn::ToJsonString', (argument, context) => withinReason(JSON.stringify(context.evaluate(argument)) ?? '', 'Fn::ToJsonString')],
]);

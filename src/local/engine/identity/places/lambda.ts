import type { LambdaPlace } from '../../../../spec/iam/lambda';
import { partitionOf } from '../../../../spec/pseudo-parameters';
import type { Call } from '../../service-port';
import { parseReference } from '../../target';
import { EVERYTHING, type Places } from './place';

interface OfFunction {
  readonly FunctionName?: string;
  readonly Qualifier?: string;
  /** Of an alias. */
  readonly Name?: string;
}

function named(input: OfFunction, call: Call): { readonly arn: string; readonly qualifier?: string } | undefined {
  const { FunctionName = '', Qualifier } = input;
  const reference = parseReference(FunctionName, Qualifier);
  if (reference.kind === 'awsError' || reference.name === '') return undefined;
  const { name, region = call.region, account = call.account, qualifier } = reference;
  const arn = `arn:${partitionOf(region).id}:lambda:${region}:${account}:function:${name}`;
  return { arn, ...(qualifier !== undefined && { qualifier }) };
}

export const LAMBDA_PLACES: Places<LambdaPlace> = {
  everything: EVERYTHING,
  invoked: (input: OfFunction, call) => {
    const found = named(input, call);
    return found && [found.qualifier === undefined ? found.arn : `${found.arn}:${found.qualifier}`];
  },
  /** Policies name the function, or one of its aliases and versions. */
  function: (input: OfFunction, call) => {
    const found = named(input, call);
    const qualifier = found?.qualifier ?? input.Name;
    return found && [qualifier === undefined ? found.arn : [found.arn, `${found.arn}:${qualifier}`]];
  },
};

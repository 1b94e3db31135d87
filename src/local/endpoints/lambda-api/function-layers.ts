import type { FunctionLayer } from '../../../model/layer';
import { LAYERS } from '../../../spec/layer-limits';
import type { AwsError } from '../../engine/aws-error';
import { invalidParameter } from '../../engine/registry/preconditions';
import type { Context } from './context';

/** The layers that a request names for a function, or why it cannot have them (FN-50, FN-51). */
export function layersNamed(arns: readonly string[], region: string, { layers }: Context): readonly FunctionLayer[] | AwsError {
  if (arns.length > LAYERS.max) return invalidParameter(`Cannot reference more than ${LAYERS.max} layers.`);
  const found: FunctionLayer[] = [];
  const seen = new Map<string, string>();
  for (const arn of arns) {
    const nameless = arn.slice(0, arn.lastIndexOf(':'));
    const twin = seen.get(nameless);
    if (twin !== undefined) {
      return invalidParameter(
        `Two different versions of the same layer are not allowed to be referenced in the same function. ${twin} and ${arn} are versions of the same layer.`,
      );
    }
    seen.set(nameless, arn);
    if (![region, ''].includes(arn.split(':')[3] ?? '')) {
      return invalidParameter(
        `Layers are not in the same region as the function. Layers are expected to be in region ${region}.`,
      );
    }
    const layer = layers.find((each) => each.arn === arn);
    if (!layer) return invalidParameter(`Layer version ${arn} does not exist.`);
    found.push({ ...layer.code, arn });
  }
  return found;
}

import type { FunctionLayer } from '../../model/layer';
import { asText } from '../intrinsics/arguments';
import { isList, type Json } from '../json';
import { type Resource, wrongKind } from '../resource';
import { codeOf } from './code';
import type { Translation } from './draft';

/** The layers of a function, in the order in which they are unpacked; one that cannot be told is absent, not skipped. */
export function layersOf(resource: Resource, { app, report }: Pick<Translation, 'app' | 'report'>): readonly FunctionLayer[] {
  if (!resource.has('Layers')) return [];
  const listed = report.readOr<readonly Json[]>(resource, 'Layers', 'The layers are left out', [], () => {
    const written = resource.open('Layers') ?? [];
    if (!isList(written)) throw wrongKind(['Layers'], written, 'a list');
    return written;
  });
  return listed.flatMap((each, i) => {
    const unknown: FunctionLayer = { kind: 'absent', why: 'It cannot be told which layer this is; a finding says why.' };
    const layer = report.readOr<FunctionLayer | undefined>(
      resource,
      `Layers.${i}`,
      `Layer ${i + 1} has no files`,
      unknown,
      () => {
        const arn = resource.home.resolve(each);
        return arn === undefined ? undefined : layerOf(asText(arn, 'A layer'), resource);
      },
    );
    return layer === undefined ? [] : [layer];
  });

  function layerOf(arn: string, from: Resource): FunctionLayer {
    const layer = app.layerNamed(arn, from.home);
    if (layer !== undefined) return { ...codeOf(layer, 'Content', app.assets), arn };
    return { kind: 'absent', why: `The layer ${arn} is not made by this app, so its files are not here.`, arn };
  }
}

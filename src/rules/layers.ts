import { LAYER_VERSION_ARN, LAYER_VERSION_ARN_FORM } from '../spec/layer-arn';
import { LAYERS as LAYERS_LIMIT } from '../spec/layer-limits';
import type { App } from './app';
import type { Declaration } from './declaration';
import { architectureOf, arnParts, FUNCTION, isOfOtherRegion, runtimeOf } from './lambda-function';
import { each, type Rule } from './rule';

const PROPERTY = 'Properties.Layers';
const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html';

/** The layers that are known, by their ARNs; with the resource when it is of this app. */
function layersOf(fn: Declaration, app: App): readonly { readonly arn: string; readonly layer?: Declaration }[] {
  const known = fn.parts('Layers').filter((part) => part.isKnown());
  return known.flatMap((part) => {
    const arn = part.text();
    return arn === undefined ? [] : [{ arn, layer: app.named(arn, 'AWS::Lambda::LayerVersion') }];
  });
}

/** The ARN without the version; the same for all versions of a layer. */
function layerIn(arn: string): string {
  return LAYER_VERSION_ARN.exec(arn)?.groups?.version === undefined ? arn : arn.replace(/:\d+$/, '');
}

/** A rule about each layer of this app that says what it is for. */
function unfit(property: string, wanted: (fn: Declaration) => string | undefined): Rule['check'] {
  return each(FUNCTION, function* (fn, app) {
    const own = wanted(fn);
    for (const { layer } of layersOf(fn, app)) {
      const fits = layer?.isKnown(property) ? layer.texts(property) : [];
      if (layer === undefined || own === undefined || fits.length === 0 || fits.includes(own)) continue;
      yield { on: fn, property: PROPERTY, message: `${layer.path} is for ${fits.join(', ')}, but the function has ${own}.` };
    }
  });
}

export const LAYERS: readonly Rule[] = [
  {
    id: 'FN-50',
    severity: 'error',
    title: 'A function has more than five layers',
    why: 'Lambda refuses the function. Extensions that come as layers, as Lambda Insights, count as well.',
    remedy: 'Put the contents of several layers into one.',
    source: LAYERS_LIMIT.source,
    check: each(FUNCTION, function* (fn) {
      const count = fn.parts('Layers').length;
      if (count > LAYERS_LIMIT.max) yield { on: fn, property: PROPERTY, seenByCdk: 'F3032', message: `It has ${count} layers.` };
    }),
  },
  {
    id: 'FN-51',
    severity: 'error',
    title: 'A layer is not named by the ARN of a version',
    why: 'Lambda refuses the function.',
    remedy: `Name it as ${LAYER_VERSION_ARN_FORM}.`,
    source: SOURCE,
    check: each(FUNCTION, function* (fn, app) {
      for (const { arn } of layersOf(fn, app)) {
        if (LAYER_VERSION_ARN.test(arn)) continue;
        yield { on: fn, property: PROPERTY, seenByCdk: 'F3031', message: `'${arn}' is no ARN of a version of a layer.` };
      }
    }),
  },
  {
    id: 'FN-51-twice',
    severity: 'error',
    title: 'A function has a layer twice',
    why: 'Lambda refuses the function, whether the versions are the same or not.',
    remedy: 'Keep one of them.',
    source: SOURCE,
    check: each(FUNCTION, function* (fn, app) {
      const seen = new Map<string, string>();
      for (const { arn } of layersOf(fn, app)) {
        const id = layerIn(arn);
        const first = seen.get(id);
        seen.set(id, arn);
        if (first === undefined) continue;
        const same = first === arn;
        const message = same ? `${arn} is there twice.` : `${first} and ${arn} are versions of one layer.`;
        yield { on: fn, property: PROPERTY, ...(same && { seenByCdk: 'F3037' }), message };
      }
    }),
  },
  {
    id: 'FN-51-region',
    severity: 'error',
    title: 'A layer is in another Region than the function',
    why: 'Lambda refuses the function.',
    remedy: 'Publish the layer in every Region where it is used, and name the one beside the function.',
    source: SOURCE,
    check: each(FUNCTION, function* (fn, app) {
      for (const { arn, layer } of layersOf(fn, app)) {
        const parts = arnParts(arn);
        // The ARN of a layer in a stack for any Region has a stand-in for it.
        if (parts === undefined || (layer !== undefined && layer.region === undefined) || !isOfOtherRegion(fn, parts)) continue;
        yield { on: fn, property: PROPERTY, message: `${arn} is in ${parts.region}, but the function in ${fn.region}.` };
      }
    }),
  },
  {
    id: 'FN-53-runtime',
    severity: 'warning',
    title: 'A layer is for other runtimes',
    why: 'Lambda takes it, but the code in it may not run, or not be found.',
    remedy: 'Take a layer for the runtime of the function, or add the runtime to those that the layer is compatible with.',
    source: SOURCE,
    check: unfit('CompatibleRuntimes', runtimeOf),
  },
  {
    id: 'FN-53-architecture',
    severity: 'warning',
    title: 'A layer is for another architecture',
    why: 'Lambda takes it, but programs and native modules in it fail when they are loaded.',
    remedy: 'Take a layer for the architecture of the function, or say that it is for both when nothing in it is compiled.',
    source: SOURCE,
    check: unfit('CompatibleArchitectures', architectureOf),
  },
];

import * as fs from 'node:fs';
import type { Metafile } from 'esbuild';
import { type BundleFile, bundleHash } from './bundle';
import { exportsOf } from './bundle-exports';
import { type BundleInput, inputsOf } from './bundle-inputs';
import { type BuildOutputs, type BuiltFile, NAME, noteOf } from './bundle-outputs';
import type { BundleRequest, NodeBundle } from './bundle-request';
import { contentsOfBundle } from './bundle-sizes';
import { isPortable, portableJson, portableText } from './portable-paths';

export interface Finished {
  readonly bundle: NodeBundle;
  readonly inputs: readonly BundleInput[];
}

/** Which of the entries of a build it is. */
interface Part {
  readonly index: number;
  readonly isAlone: boolean;
  /** Of esbuild. */
  readonly version: string;
}

/** What a build has made of one entry, as if it had been built alone, and alike on every machine. */
export function finished(request: BundleRequest, { index, isAlone, version }: Part, outputs: BuildOutputs): Finished {
  const { root, entry, options } = request;
  const { metafile, warnings } = outputs;
  const isModule = options.format === 'esm';
  const name = `${NAME}${index}`;
  const main = `${name}${isModule ? '.mjs' : '.js'}`;
  const output = Object.entries(metafile.outputs).find(([file]) => file === main || file.endsWith(`/${main}`))?.[1];
  const own = outputs.files.filter((file) => isAlone || file.name.startsWith(`${name}.`));
  const mainFile = own.find((file) => file.name === main);
  if (!output?.entryPoint || !mainFile) throw new Error(`bug: esbuild gave nothing for ${entry}`);

  const { reached, files: inputs } = inputsOf(metafile, output.entryPoint, root.folder);
  const foreign = [...reached].filter((input) => !isPortable(input));
  const code = fs.readFileSync(mainFile.at);
  const exports = exportsOf(metafile.inputs[output.entryPoint], output, { entry, isModule, code });
  const files = own.map((file) => bundleFile(file, name, foreign));
  if (request.metafile) files.push(metafileOf(metafile, name, reached, foreign));
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const notes = warnings
    .filter(({ location }) => isAlone || !location || reached.has(location.file))
    .map((warning) => noteOf(warning, root.folder));
  const contents = contentsOfBundle(output);
  return { bundle: { files, hash: bundleHash(files), exports, notes, contents, esbuild: version, warnings: [] }, inputs };
}

function bundleFile({ name: given, at }: BuiltFile, name: string, foreign: readonly string[]): BundleFile {
  const own = given.replace(name, 'index').replaceAll('\\', '/');
  const isText = /\.(m?js|css|map)$/.test(own);
  if (isText) makePortable(at, own, name, foreign);
  return {
    path: own,
    source: at,
    get contents() {
      return fs.readFileSync(at);
    },
  };
}

function makePortable(at: string, own: string, name: string, foreign: readonly string[]): void {
  const bytes = fs.readFileSync(at);
  // At the end, where there is a source map of its own.
  const pointer = own.endsWith('.map') ? -1 : bytes.lastIndexOf(`sourceMappingURL=${name}.`);
  if (foreign.length === 0 && pointer < 0) return;
  const text =
    pointer < 0
      ? bytes.toString()
      : bytes.subarray(0, pointer).toString() + bytes.subarray(pointer).toString().replace(name, 'index');
  fs.writeFileSync(at, own.endsWith('.map') ? portableJson(text, foreign) : portableText(text, foreign));
}

/** That of one entry, with nothing of the others. */
function metafileOf(metafile: Metafile, name: string, reached: ReadonlySet<string>, foreign: readonly string[]): BundleFile {
  const inputs = Object.entries(metafile.inputs).filter(([input]) => reached.has(input));
  const outputs = Object.entries(metafile.outputs)
    .map(([output, about]) => [output.slice(output.lastIndexOf('/') + 1), about] as const)
    .filter(([output]) => !output.startsWith(NAME) || output.startsWith(`${name}.`))
    .map(([output, about]) => [output.replace(name, 'index'), about] as const);
  // Their order is that of the whole build.
  const [sortedInputs, sortedOutputs] = [inputs.sort(byName), outputs.sort(byName)];
  const own = { inputs: Object.fromEntries(sortedInputs), outputs: Object.fromEntries(sortedOutputs) };
  const text = JSON.stringify(own, undefined, 2);
  return { path: 'index.meta.json', contents: Buffer.from(portableJson(text.replaceAll(`${name}.`, 'index.'), foreign)) };
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

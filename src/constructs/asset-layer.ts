import * as path from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IgnoreMode, IgnoreStrategy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { isSearched, isSearchedSomewhere, SEARCHED_FOLDERS, searchedFolders } from '../spec/layer-search-paths';
import type { BundledFile } from './bundle-archive';
import { contentsOf, hasEntry } from './bundle-contents';
import { ConstructError, type Place, placeOf } from './construct-error';
import { whereToMove } from './layer-advice';
import { checkLayerOptions, checkLayerPermission } from './layer-options';
import { rememberPaths } from './layer-paths';
import { checkLayerSize } from './unzipped-size';

export interface AssetLayerProps extends lambda.LayerVersionOptions {
  /**
   * The folder, or the .zip or .jar archive, that is unpacked into `/opt`.
   *
   * A relative path starts at the current working directory, which is the folder of `cdk.json` under `cdk synth`.
   */
  readonly path: string;

  /**
   * What of the folder is left out, in the form of `.gitignore`; not for archives.
   *
   * @default - Nothing.
   */
  readonly exclude?: string[];

  /**
   * The runtimes that may use the layer, 15 at most. Each must find at least one file of the layer.
   *
   * @default - Every runtime that finds a file of the layer.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
   */
  readonly compatibleRuntimes?: lambda.Runtime[];

  /**
   * The architectures that may use the layer. A function of another one is refused at synthesis, unlike by `aws-cdk-lib`.
   *
   * @default - Both.
   */
  readonly compatibleArchitectures?: lambda.Architecture[];

  /**
   * Whether handlers name the files by their absolute paths, `/opt/…`, so that no runtime has to find them by itself.
   *
   * @default false
   */
  readonly readByPath?: boolean;
}

/**
 * A layer from a folder or an archive whose files lie where runtimes look for them.
 *
 * That is `nodejs/node_modules`, `python`, `java/lib` and `ruby/lib`, the folders for single versions of a runtime, and for all
 * runtimes `bin`, `lib` and `extensions`. Fails when no file lies there, and when there are 250 MB or more.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
 */
export class AssetLayer extends lambda.LayerVersion {
  constructor(scope: Construct, id: string, props: AssetLayerProps) {
    const place = placeOf(scope, id);
    checkLayerOptions(place, props);
    const { path: given, exclude, readByPath = false, ...options } = props;
    const files = filesOf(place, given, exclude);
    if (!readByPath) checkSearched(place, given, files, props.compatibleRuntimes);
    checkLayerSize(
      place,
      files.reduce((sum, { bytes }) => sum + bytes, 0),
    );

    super(scope, id, { ...options, code: lambda.Code.fromAsset(path.resolve(given), { exclude, ignoreMode: IgnoreMode.GIT }) });
    const known = files.map((file) => file.path);
    if (!readByPath) rememberPaths(this, known);
  }

  /** Lets an account, or all of an organization, use this version; fails when Lambda would refuse whom it names. */
  public override addPermission(id: string, permission: lambda.LayerVersionPermission): void {
    checkLayerPermission(this, permission);
    super.addPermission(id, permission);
  }
}

function filesOf(place: Place, given: string, exclude: string[] = []): readonly BundledFile[] {
  const root = path.resolve(given);
  if (given === '' || !hasEntry(root)) {
    throw new ConstructError(place, 'LAYER_PATH_MISSING', `path '${given}' is not there (looked for ${root}).`);
  }
  const isArchive = /\.(zip|jar)$/i.test(root);
  if (isArchive && exclude.length > 0) {
    throw new ConstructError(place, 'LAYER_PATH_MISSING', `exclude must not be given for an archive, but path is '${given}'.`);
  }
  const ignored = IgnoreStrategy.fromCopyOptions({ exclude, ignoreMode: IgnoreMode.GIT }, root);
  const files = contentsOf(root, (file) => ignored.ignores(file));
  if (!files) {
    const message = isArchive ? `path '${given}' is not a whole archive.` : `path '${given}' is neither a folder nor an archive.`;
    throw new ConstructError(place, isArchive ? 'LAYER_ARCHIVE_INVALID' : 'LAYER_PATH_MISSING', message);
  }
  if (files.length === 0) throw new ConstructError(place, 'LAYER_EMPTY', `path '${given}' has no files.`);
  return files;
}

function checkSearched(
  place: Place,
  given: string,
  files: readonly BundledFile[],
  runtimes: readonly lambda.Runtime[] = [],
): void {
  const paths = files.map((file) => file.path);
  const refuse = (who: string, folders: readonly string[]) => {
    const advice = whereToMove(paths, folders);
    throw new ConstructError(place, 'LAYER_NOT_SEARCHED', `path '${given}' has no file where ${who} looks. ${advice}`);
  };
  if (runtimes.length === 0 && !paths.some(isSearchedSomewhere)) refuse('a runtime', SEARCHED_FOLDERS);
  for (const { name } of runtimes) {
    if (!paths.some((file) => isSearched(file, name))) refuse(name, searchedFolders(name));
  }
}

import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../model/application';
import { PLACEHOLDER_ACCOUNT, PLACEHOLDER_REGION } from '../spec/pseudo-parameters';
import { AssemblyError } from './assembly-error';
import { AssetShelf } from './asset-shelf';
import { kindOf, readNamedObject, readObject } from './files';
import { isList, isObject, type Json, type JsonObject, member, textMember } from './json';

/** The newest schema that is known: what aws-cdk-lib 2.276 writes. */
const NEWEST_SCHEMA = 55;

/** A stack as the manifest declares it. */
export interface StackArtifact {
  /** Unique in the app. */
  readonly id: string;
  readonly name: string;
  /** Of the construct, as `Prod/Orders`. */
  readonly constructPath: string;
  readonly account: string;
  readonly region: string;
  readonly isForAnyAccount: boolean;
  readonly isForAnyRegion: boolean;
  /** The folder that the stack's files are named from. */
  readonly directory: string;
  readonly templateFile: string;
  readonly parameters: JsonObject;
  readonly notificationArns: readonly string[];
  /** What the CDK noted on the stack's constructs, by construct path; read when asked for, empty when it is not there. */
  metadata(): JsonObject;
}

export interface Manifest {
  readonly stacks: readonly StackArtifact[];
  readonly assets: AssetShelf;
  /** The tree of constructs; read when asked for, empty when it is not there. */
  tree(): JsonObject;
  readonly findings: readonly Finding[];
}

/** Everything that the manifest of a cloud assembly, and those of its stages, declare; `assets` takes in those of them. */
export function readManifest(directory: string, assets = new AssetShelf()): Manifest {
  const kind = kindOf(directory);
  if (kind !== 'directory') throw new AssemblyError('ASSEMBLY_NOT_FOUND', `${directory} is ${kind ? 'a file' : 'not there'}.`);
  const reader = new ManifestReader(assets);
  reader.read(directory, '');
  const { stacks, findings, treeFile } = reader;
  return { stacks, assets, findings, tree: () => readIfThere(treeFile) };
}

class ManifestReader {
  readonly stacks: StackArtifact[] = [];
  readonly findings: Finding[] = [];
  treeFile: string | undefined;
  private readonly stackIds = new Set<string>();
  /** A stage that names a folder again would be read for ever. */
  private readonly seen = new Set<string>();
  /** An assembly lists what its stages lack as well. */
  private readonly missing = new Set<string>();

  constructor(private readonly assets: AssetShelf) {}

  read(directory: string, stage: string): void {
    this.seen.add(realpathSync(directory));
    const file = join(directory, 'manifest.json');
    for (const [id, artifact] of Object.entries(this.artifacts(file))) {
      const named = (property: string) => join(directory, fileName(artifact, property, id, file));
      const type = textMember(artifact, 'type');
      if (type === 'aws:cloudformation:stack') {
        this.stacks.push(stackArtifact(this.unusedId(stage, id), id, artifact, directory, named('templateFile')));
      } else if (type === 'cdk:asset-manifest') {
        const assets = named('file');
        this.assets.add(readNamedObject(assets, file), assets, directory);
      } else if (type === 'cdk:cloud-assembly') {
        this.readStage(named('directoryName'), id, file);
      } else if (type === 'cdk:tree') {
        this.treeFile ??= named('file');
      }
    }
  }

  private readStage(directory: string, id: string, namedBy: string): void {
    if (kindOf(directory) !== 'directory') {
      throw new AssemblyError('ASSET_MISSING', `${directory} is not a folder, but ${namedBy} names it.`);
    }
    if (!this.seen.has(realpathSync(directory))) this.read(directory, id);
  }

  private artifacts(file: string): JsonObject {
    if (kindOf(file) !== 'file') throw new AssemblyError('ASSEMBLY_EMPTY', `${file} is not there.`);
    const manifest = readObject(file);
    const version = textMember(manifest, 'version');
    const artifacts = member(manifest, 'artifacts');
    if (version === undefined || !/^\d+\./.test(version) || !isObject(artifacts)) {
      throw new AssemblyError(
        'ASSEMBLY_INVALID',
        `${file} is not the manifest of a cloud assembly: it lacks a version or artifacts.`,
      );
    }
    if (Number.parseInt(version, 10) > NEWEST_SCHEMA && this.findings.length === 0) {
      const message = `The assembly has schema ${version}, newer than ${NEWEST_SCHEMA}: what is new in it was not read. Update cdk-lambda-kit.`;
      this.findings.push({ code: 'ASSEMBLY_NEWER', where: 'manifest.json', message });
    }
    this.noteMissing(member(manifest, 'missing'));
    return artifacts;
  }

  private noteMissing(missing: Json | undefined): void {
    for (const each of isList(missing) ? missing : []) {
      const key = textMember(each, 'key');
      if (key === undefined || this.missing.has(key)) continue;
      this.missing.add(key);
      const message = `The app looks up ${key}, which cdk.context.json does not have: a made-up value stands for it. Run \`cdk synth\` once with credentials for the account.`;
      this.findings.push({ code: 'CONTEXT_MISSING', where: 'manifest.json', message });
    }
  }

  /** Two stages may each have a stack of the same id. */
  private unusedId(stage: string, id: string): string {
    let candidate = id;
    for (let n = 1; this.stackIds.has(candidate); n++) candidate = n === 1 ? `${stage}/${id}` : `${stage}/${id}/${n}`;
    this.stackIds.add(candidate);
    return candidate;
  }
}

function fileName(artifact: Json | undefined, property: string, id: string, file: string): string {
  const name = textMember(member(artifact, 'properties'), property);
  if (name !== undefined) return name;
  throw new AssemblyError('ASSEMBLY_INVALID', `The artifact ${id} in ${file} has no ${property}.`);
}

function stackArtifact(
  id: string,
  artifactId: string,
  artifact: Json | undefined,
  directory: string,
  templateFile: string,
): StackArtifact {
  const properties = member(artifact, 'properties');
  const environment = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(textMember(artifact, 'environment') ?? '');
  const known = (value: string | undefined) => (value?.startsWith('unknown-') ? undefined : value);
  const [account, region] = [known(environment?.[1]), known(environment?.[2])];
  const parameters = member(properties, 'parameters');
  const notified = member(properties, 'notificationArns');
  return {
    id,
    name: textMember(properties, 'stackName') ?? artifactId,
    // Older schemas write `Prod/Orders (Prod-Orders)`.
    constructPath: textMember(artifact, 'displayName')?.replace(/ \(.*\)$/, '') ?? artifactId,
    account: account ?? PLACEHOLDER_ACCOUNT,
    region: region ?? PLACEHOLDER_REGION,
    isForAnyAccount: account === undefined,
    isForAnyRegion: region === undefined,
    directory,
    templateFile,
    parameters: isObject(parameters) ? parameters : {},
    notificationArns: isList(notified) ? notified.filter((arn) => typeof arn === 'string') : [],
    metadata: () => metadataOf(artifact, directory),
  };
}

/** In the manifest itself, or since schema 48 also in a file of its own. */
function metadataOf(artifact: Json | undefined, directory: string): JsonObject {
  const own = member(artifact, 'metadata');
  const file = textMember(artifact, 'additionalMetadataFile');
  return { ...(isObject(own) && own), ...readIfThere(file && join(directory, file)) };
}

/** What only gives names to things is not worth refusing an assembly for. */
function readIfThere(file: string | undefined): JsonObject {
  return file !== undefined && kindOf(file) === 'file' ? readObject(file) : {};
}

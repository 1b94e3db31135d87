import { type FunctionName, functionArn, parseFunctionName } from '../model/function-name';
import type { AssetShelf } from './asset-shelf';
import type { ConstructPaths } from './construct-paths';
import { type DynamicService, parseParameterReference, parseSecretReference } from './dynamic-references';
import type { Json } from './json';
import { Known, Memo } from './memo';
import { type Named, NameIndex } from './name-index';
import { Publications } from './publications';
import type { Resource } from './resource';
import { Secrets } from './secrets';
import { StackScope, type Surroundings } from './stack-scope';
import type { StackSource } from './stack-source';
import { StoredParameters } from './stored-parameters';
import { attempt, Unresolved } from './unresolved';

type Output = { readonly stack: StackScope; readonly name: string };

/** All stacks of the app, and what they know of each other. */
export class AppScope implements Surroundings {
  readonly memo = new Memo();
  /** Nested stacks come after their parents. */
  readonly stacks: readonly StackScope[];

  private readonly references = new Known('the dynamic reference', 'the app');
  private readonly ordinals = new Known('the number of', 'the app');
  private readonly byType = new Map<string, Resource[]>();
  private readonly exports = new NameIndex<Output>(() => this.stacks.filter(isThere).flatMap(exportsOf));
  private readonly stacksByName = new NameIndex<StackScope>(() =>
    this.stacks.map((stack) => ({ item: stack, place: stack, literal: stack.name, name: () => stack.name })),
  );
  private readonly layersByArn = new NameIndex<Resource>(() =>
    this.ofType('AWS::Lambda::LayerVersion').map((layer) => ({
      item: layer,
      place: layer.home,
      name: () => String(layer.home.ref(layer.logicalId)),
    })),
  );
  private readonly functions = new NameIndex<Resource>(() => this.ofType('AWS::Lambda::Function').map(functionName));
  private readonly parameters = new StoredParameters(
    () => this.ofType('AWS::SSM::Parameter'),
    () => this.ofType('Custom::CrossRegionExportWriter'),
  );
  readonly secrets = new Secrets((type) => this.ofType(type));
  private readonly versions = new Publications(
    () => this.ofType('AWS::Lambda::Version'),
    (version) => this.ownerOfVersion(version),
  );
  private readonly layers = new Publications(
    () => this.ofType('AWS::Lambda::LayerVersion'),
    (layer) => ({ key: `${layer.account}/${layer.region}/${layer.named('LayerName', 140)}`, stack: layer.home.id }),
  );

  constructor(
    sources: readonly StackSource[],
    paths: ConstructPaths,
    readonly assets: AssetShelf,
  ) {
    this.stacks = sources.flatMap((source) => this.scopesOf(source, paths));
  }

  /** Every resource of the type that exists. */
  ofType(type: string): readonly Resource[] {
    if (this.byType.size === 0) {
      for (const resource of this.stacks.filter(isThere).flatMap((stack) => [...stack.resources.values()])) {
        const others = this.byType.get(resource.type);
        if (others === undefined) this.byType.set(resource.type, [resource]);
        else others.push(resource);
      }
    }
    return (this.byType.get(type) ?? []).filter(isThere);
  }

  /** The app's function of this name, as seen from a stack. */
  functionNamed(name: FunctionName, from: Resource['home']): Resource | undefined {
    return this.functions.find(functionArn(name), from);
  }

  /** The app's layer version of this ARN, as seen from a stack. */
  layerNamed(arn: string, from: Resource['home']): Resource | undefined {
    return this.layersByArn.find(arn, from);
  }

  importValue(exportName: string, from: StackScope): Json {
    const found = this.exports.find(exportName, from);
    if (found === undefined) throw new Unresolved('IMPORT_UNKNOWN', `no stack of the app exports ${exportName}`);
    return found.stack.output(found.name);
  }

  stackOutput(stackName: string, outputName: string, region: string | undefined, from: StackScope): Json {
    const { account, directory } = from;
    const found = this.stacksByName.find(stackName, { id: '', account, region: region ?? from.region, directory });
    if (found === undefined) throw new Unresolved('OUTPUT_UNKNOWN', `no stack of the app is called ${stackName}`);
    return found.output(outputName);
  }

  dynamicValue(service: DynamicService, reference: string, from: StackScope): string {
    const name = `{{resolve:${service}:${reference}}} in ${from.id}`;
    return this.memo.once(this.references, name, () => this.referenced(service, reference, from));
  }

  private referenced(service: DynamicService, reference: string, from: StackScope): string {
    if (service === 'secretsmanager') {
      const asked = parseSecretReference(reference);
      const label = [asked.secret, asked.jsonKey].filter((part) => part !== undefined).join(':');
      return this.secrets.value(asked, from) ?? this.placeholder('SECRET_UNKNOWN', label);
    }
    const name = parseParameterReference(reference);
    return this.parameters.value(name, from) ?? this.placeholder('SSM_PARAMETER_UNKNOWN', name);
  }

  ordinalOf(resource: Resource): string {
    const publications = resource.type === 'AWS::Lambda::Version' ? this.versions : this.layers;
    const name = `${resource.home.id}/${resource.logicalId}`;
    const number = this.memo.once(this.ordinals, name, () => publications.numberOf(resource));
    if (number === undefined) throw new Unresolved('CIRCULAR_REFERENCE', `the number of ${name} cannot be told`);
    return number;
  }

  private scopesOf(source: StackSource, paths: ConstructPaths, parent?: StackScope): StackScope[] {
    const scope = new StackScope(source, this, paths.get(source) ?? new Map(), parent);
    const below = [...source.nested].flatMap(([logicalId, child]) => {
      const [nested, ...deeper] = this.scopesOf(child, paths, scope);
      if (nested !== undefined) scope.nested.set(logicalId, nested);
      return nested === undefined ? [] : [nested, ...deeper];
    });
    return [scope, ...below];
  }

  private ownerOfVersion(version: Resource): { readonly key: string; readonly stack: string } {
    const name = version.required('FunctionName');
    const parsed = parseFunctionName(name, version.home);
    const owner = parsed && this.functionNamed(parsed, version.home);
    return owner === undefined
      ? { key: name, stack: version.home.id }
      : { key: `${owner.home.id}/${owner.logicalId}`, stack: owner.home.id };
  }

  private placeholder(code: 'SECRET_UNKNOWN' | 'SSM_PARAMETER_UNKNOWN', name: string): string {
    const kind = code === 'SECRET_UNKNOWN' ? 'secret' : 'ssm';
    const value = `unknown-${kind}:${name}`;
    const what = code === 'SECRET_UNKNOWN' ? 'The secret' : 'The SSM parameter';
    this.memo.note({ code, message: `${what} ${name} is not made by any stack of the app; ${value} stands for it.` });
    return value;
  }
}

function isThere(thing: Resource | StackScope): boolean {
  return !thing.isConditional || attempt(() => thing.exists()).value === true;
}

function exportsOf(stack: StackScope): Named<Output>[] {
  return stack.exports.map(({ name, output }) => ({
    item: { stack, name: output },
    place: stack,
    literal: typeof name === 'string' ? name : undefined,
    name: () => String(stack.resolve(name)),
  }));
}

function functionName(resource: Resource): Named<Resource> {
  const { account, region, home: place } = resource;
  const literal = resource.literal('FunctionName');
  const arn = (name: string) => functionArn({ account, region, name });
  return {
    item: resource,
    place,
    literal: literal && arn(literal),
    name: () => arn(resource.named('FunctionName', 64)),
  };
}

import { partitionOf, zonesOf } from '../spec/pseudo-parameters';
import { type DynamicService, mayHoldDynamicReferences, withDynamicReferences } from './dynamic-references';
import { asText } from './intrinsics/arguments';
import { holds } from './intrinsics/conditions';
import { evaluate, evaluationIn, opened } from './intrinsics/evaluate';
import { isList, isObject, type Json, member, textMember } from './json';
import { madeUpUuid } from './made-up';
import { Known, type Memo } from './memo';
import { type Home, Resource } from './resource';
import { attributeOf, placeholderOf, refOf } from './resource-values/table';
import { NESTED_STACK, type StackSource } from './stack-source';
import { Unresolved } from './unresolved';

/** What a stack asks of the app around it. */
export interface Surroundings {
  readonly memo: Memo;
  importValue(exportName: string, from: StackScope): Json;
  stackOutput(stackName: string, outputName: string, region: string | undefined, from: StackScope): Json;
  /** The value behind a dynamic reference, or a placeholder. */
  dynamicValue(service: DynamicService, reference: string, from: StackScope): string;
  ordinalOf(resource: Resource): string;
}

/** A stack whose expressions can be evaluated. */
export class StackScope implements Home {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly directory: string;
  readonly isForAnyAccount: boolean;
  readonly isForAnyRegion: boolean;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly nested = new Map<string, StackScope>();
  readonly evaluation = evaluationIn(this);
  private readonly known: Record<'refs' | 'attributes' | 'conditions' | 'parameters' | 'outputs', Known>;

  constructor(
    private readonly source: StackSource,
    private readonly app: Surroundings,
    paths: ReadonlyMap<string, string>,
    private readonly parent?: StackScope,
  ) {
    ({ id: this.id, name: this.name, account: this.account, region: this.region, directory: this.directory } = source);
    this.isForAnyAccount = source.isForAnyAccount;
    this.isForAnyRegion = source.isForAnyRegion;
    this.known = {
      refs: new Known('Ref', source.id),
      attributes: new Known('Fn::GetAtt', source.id),
      conditions: new Known('the condition', source.id),
      parameters: new Known('the parameter', source.id),
      outputs: new Known('the output', source.id),
    };
    const declared = Object.entries(source.template.resources).filter(([, body]) => textMember(body, 'Type') !== undefined);
    this.resources = new Map(
      declared.map(([id, body]) => [id, new Resource(this, id, body, paths.get(id) ?? `${source.id}/${id}`)]),
    );
  }

  /** Logical ids of the template that declare no resource. */
  get malformed(): readonly string[] {
    return Object.keys(this.source.template.resources).filter((id) => !this.resources.has(id));
  }

  /** Only nested stacks may not exist. */
  get isConditional(): boolean {
    return this.parent !== undefined;
  }

  /** False for a stack that is nested in one that does not exist, or whose own condition is false. */
  exists(): boolean {
    if (this.parent === undefined || this.source.parent === undefined) return true;
    return this.parent.exists() && this.parent.resource(this.source.parent.logicalId).exists();
  }

  resolve(value: Json | undefined): Json | undefined {
    const evaluated = evaluate(value, this.evaluation);
    if (evaluated === undefined || !mayHoldDynamicReferences(evaluated)) return evaluated;
    return withDynamicReferences(evaluated, (service, reference) => this.app.dynamicValue(service, reference, this));
  }

  decide(value: Json): Json | undefined {
    return isIf(value) ? opened(value, this.evaluation) : value;
  }

  ref(name: string): Json | undefined {
    if (name.startsWith('AWS::')) return this.pseudoParameter(name);
    if (Object.hasOwn(this.source.template.parameters, name)) return this.parameter(name);
    const resource = this.existing(name);
    return this.app.memo.once(this.known.refs, name, () =>
      resource.type === NESTED_STACK ? this.nestedIn(name).stackId : refOf(resource.type, resource),
    );
  }

  attribute(logicalId: string, attribute: string): Json {
    const resource = this.existing(logicalId);
    const output = resource.type === NESTED_STACK ? /^Outputs\.(.+)$/.exec(attribute)?.[1] : undefined;
    if (output !== undefined) return this.nestedIn(logicalId).output(output);
    return this.app.memo.once(this.known.attributes, `${logicalId}.${attribute}`, () => {
      const value = attributeOf(resource.type, resource, attribute);
      return value ?? this.madeUpAttribute(resource, attribute);
    });
  }

  condition(name: string): boolean {
    if (!Object.hasOwn(this.source.template.conditions, name)) {
      throw new Unresolved('CONDITION_UNKNOWN', `the condition ${name} is not in the template of ${this.id}`);
    }
    return this.app.memo.once(this.known.conditions, name, () => holds(this.source.template.conditions[name], this.evaluation));
  }

  mapped(mapping: string, topLevelKey: string, secondLevelKey: string): Json | undefined {
    return member(member(member(this.source.template.mappings, mapping), topLevelKey), secondLevelKey);
  }

  importValue(exportName: string): Json {
    return this.app.importValue(exportName, this);
  }

  stackOutput(stackName: string, outputName: string, region: string | undefined): Json {
    return this.app.stackOutput(stackName, outputName, region, this);
  }

  zones(region: string): readonly string[] {
    return zonesOf(region === '' ? this.region : region);
  }

  ordinalOf(resource: Resource): string {
    return this.app.ordinalOf(resource);
  }

  /** The exports of the stack: the name as the template writes it, and the output that has it. */
  get exports(): readonly { readonly name: Json; readonly output: string }[] {
    return Object.entries(this.source.template.outputs).flatMap(([output, body]) => {
      const name = member(member(body, 'Export'), 'Name');
      return name === undefined ? [] : [{ name, output }];
    });
  }

  hasOutput(name: string): boolean {
    return Object.hasOwn(this.source.template.outputs, name);
  }

  output(name: string): Json {
    const body = member(this.source.template.outputs, name);
    return this.app.memo.once(this.known.outputs, name, () => {
      const condition = textMember(body, 'Condition');
      const isThere = body !== undefined && (condition === undefined || this.condition(condition));
      const value = isThere ? this.resolve(member(body, 'Value')) : undefined;
      if (value === undefined) throw new Unresolved('OUTPUT_UNKNOWN', `the stack ${this.id} has no output ${name}`);
      return value;
    });
  }

  get stackId(): string {
    const partition = partitionOf(this.region).id;
    return `arn:${partition}:cloudformation:${this.region}:${this.account}:stack/${this.name}/${madeUpUuid(this.id)}`;
  }

  private pseudoParameter(name: string): Json | undefined {
    switch (name) {
      case 'AWS::AccountId':
        return this.account;
      case 'AWS::Region':
        return this.region;
      case 'AWS::Partition':
        return partitionOf(this.region).id;
      case 'AWS::URLSuffix':
        return partitionOf(this.region).urlSuffix;
      case 'AWS::StackName':
        return this.name;
      case 'AWS::StackId':
        return this.stackId;
      case 'AWS::NotificationARNs':
        return this.source.notificationArns;
      case 'AWS::NoValue':
        return undefined;
      default:
        throw new Unresolved('REFERENCE_UNKNOWN', `${name} is not a pseudo parameter`);
    }
  }

  private parameter(name: string): Json {
    return this.app.memo.once(this.known.parameters, name, () => {
      const declared = member(this.source.template.parameters, name);
      const type = textMember(declared, 'Type') ?? 'String';
      const value = this.passedIn(name) ?? member(declared, 'Default');
      if (value === undefined)
        throw new Unresolved('PARAMETER_WITHOUT_VALUE', `the parameter ${name} of ${this.id} has no value`);
      const stored = /^AWS::SSM::Parameter::Value<(.+)>$/.exec(type)?.[1];
      if (stored === undefined) return typed(value, type, name);
      return typed(this.app.dynamicValue('ssm', asText(value, `The parameter ${name}`), this), stored, name);
    });
  }

  /** The value that the assembly, or the parent of a nested stack, gives a parameter. */
  private passedIn(name: string): Json | undefined {
    if (this.parent === undefined || this.source.parent === undefined) return member(this.source.parameters, name);
    return this.parent.resource(this.source.parent.logicalId).value('Parameters', name);
  }

  private resource(logicalId: string): Resource {
    const found = this.resources.get(logicalId);
    if (found === undefined) throw new Unresolved('REFERENCE_UNKNOWN', `${logicalId} is not in the template of ${this.id}`);
    return found;
  }

  private existing(logicalId: string): Resource {
    const found = this.resource(logicalId);
    if (!found.exists()) throw new Unresolved('RESOURCE_ABSENT', `${logicalId} does not exist: its condition is false`);
    return found;
  }

  private nestedIn(logicalId: string): StackScope {
    const found = this.nested.get(logicalId);
    if (found === undefined)
      throw new Unresolved('NESTED_TEMPLATE_UNKNOWN', `the template of ${logicalId} is not in the assembly`);
    return found;
  }

  private madeUpAttribute(resource: Resource, attribute: string): Json {
    const value = placeholderOf(resource.type, resource, attribute);
    const isCustom = resource.type.startsWith('Custom::') || resource.type === 'AWS::CloudFormation::CustomResource';
    const why = isCustom
      ? 'is what the handler of the custom resource answers at deployment'
      : `of ${resource.type} is only known in AWS`;
    const message = `${attribute} ${why}; ${value} stands for it.`;
    this.app.memo.note({ code: 'ATTRIBUTE_MADE_UP', where: resource.address.path, message });
    return value;
  }
}

/** Lists are written with commas. */
function typed(value: Json, type: string, name: string): Json {
  const isOfLists = type === 'CommaDelimitedList' || /^List</.test(type);
  if (isList(value)) return isOfLists ? value : value.map((each) => asText(each, `The parameter ${name}`)).join(',');
  const written = isObject(value) ? JSON.stringify(value) : asText(value, `The parameter ${name}`);
  return isOfLists ? written.split(',').map((each) => each.trim()) : written;
}

function isIf(value: Json): boolean {
  return isObject(value) && Object.hasOwn(value, 'Fn::If');
}

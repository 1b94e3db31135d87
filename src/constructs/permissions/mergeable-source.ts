import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnResource, Stack, Token } from 'aws-cdk-lib/core';
import { SURE_OF_STACK_NAME } from '../../spec/generated-names';
import { LOG_GROUP, NAMED_SOURCES, type NamedSource } from '../../spec/named-sources';
import { madeBy } from '../vpc/reference-key';
import { propertyOf } from './likely-text';
import { knownPart, SourceArn } from './source-arn';

/** The source of a permission that others may share a statement with. */
export interface MergeableSource {
  /** Sources with the same can become one. */
  readonly group: string;
  /** All that is known of its name; empty where the name does not matter. */
  readonly name: string;
  /** The ARN with wildcards for sources of this group; undefined when it would be for too many. */
  readonly together: (names: readonly string[]) => string | undefined;
}

/** Shorter beginnings of names would be shared with too many. */
const SHORTEST_PREFIX = 3;

/**
 * How the source of a permission may be widened, by its kind; undefined for all that must stay as it is.
 *
 * - Methods and routes of an API: all of one stage of one API, `API/STAGE/*`; where the ARN names no stage, all of the API. Which
 *   methods call the function, the API says itself.
 * - Rules, alarms and topics: those whose names begin alike, on the same bus, in one account and Region. Names that CloudFormation
 *   makes begin with that of the stack; of those that are given, the common beginning is taken, at least three characters.
 * - Log groups: the same, and where their names have nothing in common, all log groups of one account and Region.
 */
export function mergeableSource(permission: lambda.CfnPermission): MergeableSource | undefined {
  if (permission.sourceArn === undefined) return undefined;
  const arn = SourceArn.of(permission, permission.sourceArn);
  if (CfnResource.isCfnResource(arn.madeBy)) return named(permission, arn.madeBy);

  const service = arn.head[2];
  if (service === 'execute-api') return ofApi(arn);
  const source = NAMED_SOURCES.find((each) => each.service === service && arn.resource.startsWith(each.before));
  return source && given(arn, source);
}

function ofApi(arn: SourceArn): MergeableSource | undefined {
  const [api = '', stage = '', ...method] = arn.resource.split('/');
  if (api === '' || api.includes('*') || stage === '') return undefined;
  const kept = method.length > 0 ? [api, stage] : [api];
  const prefix = [...arn.head, kept.join('/')].join(':');
  return { group: `${arn.key(prefix)}/`, name: '', together: () => `${arn.written(prefix)}/*` };
}

/** A source whose ARN is written out. */
function given(arn: SourceArn, source: NamedSource): MergeableSource | undefined {
  const behind = source.behind ?? '';
  const path = arn.resource.slice(source.before.length, behind && arn.resource.endsWith(behind) ? -behind.length : undefined);
  const slash = source === LOG_GROUP ? -1 : path.lastIndexOf('/');
  const bus = path.slice(0, slash + 1);
  if (bus.includes('*')) return undefined;
  const prefix = `${arn.head.join(':')}:${source.before}${bus}`;
  return byName(source, arn.key(prefix), arn.written(prefix), knownPart(path.slice(slash + 1)));
}

/** A source that is made in this app. */
function named(permission: lambda.CfnPermission, resource: CfnResource): MergeableSource | undefined {
  const source = NAMED_SOURCES.find(({ type }) => type === resource.cfnResourceType);
  const stack = Stack.of(resource);
  // Of another stack, what it calls itself would have to be told, too.
  if (!source || stack !== Stack.of(permission)) return undefined;

  const bus = busOf(propertyOf(resource, 'eventBusName'));
  if (bus === undefined) return undefined;
  const arn = SourceArn.of(
    permission,
    `arn:${stack.partition}:${source.service}:${stack.region}:${stack.account}:${source.before}${bus}`,
  );
  const prefix = `${arn.head.join(':')}:${arn.resource}`;
  const name = propertyOf(resource, source.nameProperty);
  if (name !== undefined) {
    const known = knownPart(SourceArn.of(permission, `:::::${String(name)}`).resource);
    return byName(source, arn.key(prefix), arn.written(prefix), known);
  }
  const ofStack = beginningOfNames(stack);
  const together = `${arn.written(prefix)}${ofStack}*${source.behind ?? ''}`;
  return ofStack === undefined ? undefined : { group: `${arn.key(prefix)} of ${ofStack}`, name: '', together: () => together };
}

/** What stands in the ARN of a rule for its bus; undefined when that may be anything. */
function busOf(name: unknown): string | undefined {
  if (name === undefined || name === 'default') return '';
  if (typeof name !== 'string') return undefined;
  if (!Token.isUnresolved(name)) return /^[\w.-]+$/.test(name) ? `${name}/` : undefined;
  const bus = madeBy(name);
  return CfnResource.isCfnResource(bus) && bus.cfnResourceType === 'AWS::Events::EventBus' ? `${name}/` : undefined;
}

function byName(source: NamedSource, key: string, prefix: string, name: string): MergeableSource | undefined {
  const widest = source === LOG_GROUP ? 0 : SHORTEST_PREFIX;
  const word = source === LOG_GROUP ? '' : (/^[A-Za-z]+/.exec(name)?.[0] ?? '');
  if (word.length < widest) return undefined;
  const together = (names: readonly string[]): string | undefined => {
    const common = commonBeginning(names);
    if (common.length >= SHORTEST_PREFIX) return `${prefix}${common}*${source.behind ?? ''}`;
    return widest === 0 ? `${prefix}*` : undefined;
  };
  return { group: `${key} ${word}`, name, together };
}

/** What every name begins with that CloudFormation makes in a stack, or in one that is nested in it. */
function beginningOfNames(stack: Stack): string | undefined {
  const outermost = stack.nestedStackParent ? beginningOfNames(stack.nestedStackParent) : stack.stackName;
  if (outermost === undefined || Token.isUnresolved(outermost)) return undefined;
  if (stack.nestedStackParent) return outermost;
  return `${outermost}-`.slice(0, SURE_OF_STACK_NAME);
}

/** Up to the last separator that all share, so that one more name seldom changes it. */
function commonBeginning(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = first.length;
  for (const other of others) {
    while (!other.startsWith(first.slice(0, length))) length -= 1;
  }
  const common = first.slice(0, length);
  const atSeparator = /^.*[-_./]/.exec(common)?.[0] ?? '';
  return atSeparator.length >= SHORTEST_PREFIX ? atSeparator : common;
}

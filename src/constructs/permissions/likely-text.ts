import {
  type CfnParameter,
  CfnResource,
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Reference,
  Stack,
  Token,
  Tokenization,
} from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { generatedName } from '../../spec/generated-names';
import { NAMED_SOURCES } from '../../spec/named-sources';

/** What nobody knows before the deployment, and nothing tells the length of. */
const UNKNOWN = 'unknown-value';
/** Names of services mostly are as long. */
const NAME_LENGTH = 64;
const ID_OF_API = 'abcdefghij';

/**
 * A value as the deployment will most likely write it, to measure it before that.
 *
 * Names that CloudFormation makes have the length that it makes them with. An account has 12 digits. A Region that is not known
 * counts as the shortest there is (9), the id of an API as 10, the number of a version as 1, a parameter without a default and
 * whatever else is unknown as 13. So the text is about as long as it will be, and rather shorter than longer.
 */
export function likelyText(user: IConstruct, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string' && !Token.isUnresolved(value)) return value;
  return textOf(user, Tokenization.resolve(value, { scope: user, resolver: new LikelyResolver(user), preparing: false }));
}

/** The name that a stack has, also one within another, which CloudFormation gives its name. */
export function likelyStackName(stack: Stack): string {
  if (!Token.isUnresolved(stack.stackName)) return stack.stackName;
  const { nestedStackParent: parent, nestedStackResource: resource } = stack;
  if (!parent || !resource) return UNKNOWN;
  return generatedName(likelyStackName(parent), logicalIdOf(resource), 128);
}

/** A property that has a value; a name that is left to CloudFormation may be a token for nothing. */
export function propertyOf(resource: CfnResource, name: string): unknown {
  const value = (resource as unknown as Readonly<Record<string, unknown>>)[name];
  return Stack.of(resource).resolve(value) === undefined ? undefined : value;
}

export function logicalIdOf(resource: CfnResource): string {
  return `${Stack.of(resource).resolve(resource.logicalId)}`;
}

class LikelyResolver extends DefaultTokenResolver {
  constructor(private readonly user: IConstruct) {
    super({ join: (left, right) => `${textOf(user, left)}${textOf(user, right)}` });
  }

  override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) return textOfReference(this.user, token.target, token.displayName);
    return evaluated(this.user, super.resolveToken(token, context, postProcessor));
  }
}

/** Of what is resolved, in which only intrinsic functions are left that nothing was known of. */
function textOf(user: IConstruct, value: unknown): string {
  const known = evaluated(user, value);
  return Array.isArray(known) ? known.map((item) => textOf(user, item)).join(',') : known;
}

function evaluated(user: IConstruct, value: unknown): string | unknown[] {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const [[name, argument] = ['', undefined]] = Object.entries(value);
  const list: unknown[] = Array.isArray(argument) ? argument : [argument];
  if (name === 'Ref') return textOfReference(user, user, String(argument));
  if (name === 'Fn::Join') return itemsOf(user, list[1]).join(textOf(user, list[0]));
  if (name === 'Fn::Split') return textOf(user, list[1]).split(textOf(user, list[0]));
  if (name === 'Fn::Select') return itemsOf(user, list[1])[Number(list[0])] ?? UNKNOWN;
  return UNKNOWN;
}

function itemsOf(user: IConstruct, list: unknown): string[] {
  const known = evaluated(user, list);
  return Array.isArray(known) ? known.map((item) => textOf(user, item)) : [known];
}

function textOfReference(user: IConstruct, target: IConstruct, attribute: string): string {
  const stack = Stack.of(target);
  switch (attribute) {
    case 'AWS::AccountId':
      return Token.isUnresolved(stack.account) ? '123456789012' : stack.account;
    case 'AWS::Region':
      return Token.isUnresolved(stack.region) ? 'us-east-1' : stack.region;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    case 'AWS::StackName':
      return likelyStackName(stack);
  }
  if (CfnResource.isCfnResource(target)) return textOfResource(target, attribute);
  const { default: initial } = target as Partial<CfnParameter>;
  return target !== user && initial !== undefined && typeof initial !== 'object' ? String(initial) : UNKNOWN;
}

function textOfResource(resource: CfnResource, attribute: string): string {
  const type = resource.cfnResourceType;
  const property = (name: string): unknown => propertyOf(resource, name);
  const arn = (service: string, rest: string): string =>
    likelyText(resource, Stack.of(resource).formatArn({ service, resource: '' })) + rest;
  const named = (name: string, length: number): string =>
    property(name) === undefined
      ? generatedName(likelyStackName(Stack.of(resource)), logicalIdOf(resource), length)
      : likelyText(resource, property(name));

  const source = NAMED_SOURCES.find((each) => each.type === type);
  if (source) {
    const name = named(source.nameProperty, source.nameLength);
    if (attribute !== source.arnAttribute && attribute !== 'TopicArn') return name;
    const bus = property('eventBusName') === undefined ? '' : `${likelyText(resource, property('eventBusName'))}/`;
    return arn(source.service, `${source.before}${bus}${name}${source.behind ?? ''}`);
  }
  switch (type) {
    case 'AWS::Lambda::Function':
      return attribute === 'Arn'
        ? arn('lambda', `function:${named('functionName', NAME_LENGTH)}`)
        : named('functionName', NAME_LENGTH);
    case 'AWS::Lambda::Alias':
      return qualified(resource, likelyText(resource, property('name')));
    case 'AWS::Lambda::Version':
      return attribute === 'Version' ? '1' : qualified(resource, '1');
    case 'AWS::ApiGateway::RestApi':
    case 'AWS::ApiGatewayV2::Api':
      return ID_OF_API;
    case 'AWS::ApiGateway::Stage':
      return likelyText(resource, property('stageName'));
    case 'AWS::Events::EventBus':
      return attribute === 'Arn' ? arn('events', `event-bus/${named('name', 256)}`) : named('name', 256);
    case 'AWS::S3::Bucket':
      return `${attribute === 'Arn' ? 'arn:aws:s3:::' : ''}${named('bucketName', 63)}`;
  }
  const generated = named('name', NAME_LENGTH);
  return attribute.endsWith('Arn') ? arn(type.split('::')[1]?.toLowerCase() ?? '', generated) : generated;
}

/** Of a version or an alias. */
function qualified(resource: CfnResource, qualifier: string): string {
  const { functionName } = resource as unknown as { readonly functionName: unknown };
  const name = likelyText(resource, functionName);
  const arn = likelyText(resource, Stack.of(resource).formatArn({ service: 'lambda', resource: '' }));
  return `${name.startsWith('arn:') ? name : `${arn}function:${name}`}:${qualifier}`;
}

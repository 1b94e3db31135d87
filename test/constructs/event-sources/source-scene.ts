import type { Stack } from 'aws-cdk-lib';
import * as assertions from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { InlineFunction, type InlineFunctionProps } from '../../../src/constructs/inline-function';
import { stackIn } from '../scene';

/** A function `Ship` with an alias `live` and a version. */
export function shipIn(stack: Stack = stackIn(), options: Partial<InlineFunctionProps> = {}) {
  const code = 'exports.handler = async () => 1;';
  const ship = new InlineFunction(stack, 'Ship', { runtime: lambda.Runtime.NODEJS_24_X, code, ...options });
  const version = ship.currentVersion;
  return { stack, ship, version, alias: new lambda.Alias(stack, 'Live', { aliasName: 'live', version }) };
}

type Properties = Record<string, unknown>;

/** The properties of all resources of a type, as the template has them. */
export function propertiesOf(stack: Stack, type: string): Properties[] {
  return Object.values(assertions.Template.fromStack(stack).findResources(type)).map(({ Properties = {} }) => Properties);
}

/** What the policies beside the basic ones let the function's role do: statements of every policy of the stack but those on logs. */
export function statementsOf(stack: Stack): Properties[] {
  return propertiesOf(stack, 'AWS::IAM::Policy')
    .flatMap(({ PolicyDocument }) => (PolicyDocument as { Statement: Properties[] }).Statement)
    .filter(({ Action }) => ![Action].flat().some((action) => String(action).startsWith('logs:')));
}

/** The permissions of the template without what they are called by: action, principal, conditions, and the target. */
export function permissionsOf(stack: Stack): Properties[] {
  return propertiesOf(stack, 'AWS::Lambda::Permission');
}

/** What the template calls the resource of a construct: `{ 'Fn::GetAtt': [ID, 'Arn'] }` and `{ Ref: ID }`. */
export function names(stack: Stack, construct: { node: { defaultChild?: unknown } }) {
  const { logicalId } = construct.node.defaultChild as { logicalId: string };
  const id = stack.resolve(logicalId) as string;
  return { arn: { 'Fn::GetAtt': [id, 'Arn'] }, ref: { Ref: id } };
}

/** Texts of the warnings with this code. */
export function warningsOf(stack: Stack, code: string): string[] {
  assertions.Template.fromStack(stack);
  const found = assertions.Annotations.fromStack(stack).findWarning(
    '*',
    assertions.Match.stringLikeRegexp(`cdk-lambda-kit:${code}]`),
  );
  return found.map(({ entry }) => String(entry.data));
}

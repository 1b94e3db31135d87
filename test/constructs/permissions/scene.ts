import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import { temporaryFolder } from '../scene';

/** One more stack beside that of a function. */
export function besides(stack: Stack, id: string, props?: StackProps): Stack {
  return new Stack(stack.node.root as App, id, props);
}

export function appWith(context: Record<string, unknown>): App {
  return new App({ outdir: temporaryFolder(), context });
}

/** So many methods of a REST API, each with the permissions for its stage and for test calls. */
export function restApi(stack: Stack, handler: lambda.IFunction, methods: number, id = 'Api'): apigateway.RestApi {
  const api = new apigateway.RestApi(stack, id);
  for (let n = 0; n < methods; n++)
    api.root.addResource(`orders${n}`).addMethod('GET', new apigateway.LambdaIntegration(handler));
  return api;
}

export function rules(
  stack: Stack,
  handler: lambda.IFunction,
  count: number,
  props: (n: number) => events.RuleProps = () => ({}),
): events.Rule[] {
  return Array.from({ length: count }, (_, n) => {
    const eventPattern = { source: [`source${n}`] };
    return new events.Rule(stack, `Rule${n}`, { eventPattern, targets: [new LambdaFunction(handler)], ...props(n) });
  });
}

/** Subscription filters of log groups that are made here, or that are there under these names. */
export function logGroups(
  stack: Stack,
  handler: lambda.IFunction,
  count: number,
  name?: (n: number) => string,
): logs.SubscriptionFilter[] {
  return Array.from({ length: count }, (_, n) => {
    const group = name ? logs.LogGroup.fromLogGroupName(stack, `Group${n}`, name(n)) : new logs.LogGroup(stack, `Group${n}`);
    const destination = new LambdaDestination(handler);
    return group.addSubscriptionFilter('Filter', { destination, filterPattern: logs.FilterPattern.allEvents() });
  });
}

/** The properties of all permissions in the template of a stack. */
export function permissions(stack: Stack): any[] {
  const found = Template.fromStack(stack).findResources('AWS::Lambda::Permission');
  return Object.values(found).map(({ Properties }) => Properties);
}

/** Where the permissions of a stack let calls come from, with references in angle brackets. */
export function sources(stack: Stack): string[] {
  return permissions(stack)
    .map(({ SourceArn }) => textOf(SourceArn))
    .sort();
}

export function textOf(value: any): string {
  if (typeof value === 'string') return value;
  if (value?.Ref) return `<${value.Ref}>`;
  if (value?.['Fn::GetAtt']) return `<${value['Fn::GetAtt'].join('.')}>`;
  if (value?.['Fn::Join']) return value['Fn::Join'][1].map(textOf).join(value['Fn::Join'][0]);
  if (value?.['Fn::ImportValue']) return `<import ${value['Fn::ImportValue']}>`;
  return JSON.stringify(value);
}

/** Every DependsOn and Ref of a template names something that is there. */
export function dangling(stack: Stack): string[] {
  const template = Template.fromStack(stack).toJSON();
  const { Resources: resources = {}, Parameters: parameters = {} } = template;
  const names = new Set([...Object.keys(resources), ...Object.keys(parameters)]);
  const used = new Set<string>();
  const walk = (value: any): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries<any>(value)) {
      if (key === 'DependsOn') for (const name of [inner].flat()) used.add(name);
      else if (key === 'Ref') used.add(inner);
      else if (key === 'Fn::GetAtt') used.add(inner[0]);
      else walk(inner);
    }
  };
  walk(template);
  return [...used].filter((name) => !names.has(name) && !name.startsWith('AWS::'));
}

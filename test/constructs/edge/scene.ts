import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { EdgeFunction, type EdgeFunctionProps } from 'cdk-lambda-kit';
import type { Construct } from 'constructs';
import { sourceFile, temporaryFolder } from '../scene';

const TODAY = { 'cdk-lambda-kit:today': '2026-11-20' };

export const { LambdaEdgeEventType: On } = cloudfront;

export function app(context: Record<string, unknown> = {}): App {
  return new App({ outdir: temporaryFolder(), context: { ...TODAY, ...context } });
}

/** A stack in a Region, in an app of its own unless one is given. */
export function stackOf(region = 'us-east-1', scope: Construct = app(), id = 'Shop', props: StackProps = {}): Stack {
  return new Stack(scope, id, { ...props, env: { region, ...props.env } });
}

/** A function at the edge, called `Rewrite`. */
export function rewriteIn(scope: Construct, props: EdgeFunctionProps = {}, id = 'Rewrite'): EdgeFunction {
  const code = props.code === undefined && props.entry === undefined ? { entry: sourceFile() } : {};
  return new EdgeFunction(scope, id, { ...code, ...props });
}

/** A distribution that calls functions at the edge. */
export function siteIn(scope: Construct, edgeLambdas: cloudfront.EdgeLambda[], id = 'Site'): cloudfront.Distribution {
  return new cloudfront.Distribution(scope, id, {
    defaultBehavior: { origin: new HttpOrigin('shop.example.com'), edgeLambdas },
  });
}

/** The associations of each distribution of a stack. */
export function associationsIn(stack: Stack): any[] {
  const distributions = Object.values(Template.fromStack(stack).findResources('AWS::CloudFront::Distribution'));
  return distributions.map(
    ({ Properties }) => Properties.DistributionConfig.DefaultCacheBehavior.LambdaFunctionAssociations as unknown,
  );
}

/** The only function of a stack, with its policies. */
export function functionIn(stack: Stack): any {
  const functions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  expect(functions).toHaveLength(1);
  return functions[0];
}

export function resourceOf(edge: EdgeFunction): lambda.CfnFunction {
  return edge.lambda.node.defaultChild as lambda.CfnFunction;
}

/** Synthesizes the app of a stack. */
export function synthesis(stack: Stack): () => Template {
  return () => Template.fromStack(stack);
}

/** How another stack reads the ARN of a version: with the id of the version beside it, so that its template changes with it. */
export function read(output: object, version: string): object {
  return { 'Fn::Select': [0, { 'Fn::Split': ['|', { 'Fn::Join': ['|', [{ 'Fn::GetStackOutput': output }, version]] }] }] };
}

import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Duration, type Stack } from 'aws-cdk-lib/core';
import { PushedApp } from './pushed-app';

const { ORIGIN_REQUEST, VIEWER_REQUEST } = cloudfront.LambdaEdgeEventType;
const HERE = { account: '111111111111', region: 'us-east-1' };
const EUROPE = { account: '111111111111', region: 'eu-west-1' };

function distribute(stack: Stack, functionVersion: lambda.IVersion, eventType = ORIGIN_REQUEST): void {
  const origin = new origins.HttpOrigin('example.com');
  new cloudfront.Distribution(stack, 'Site', { defaultBehavior: { origin, edgeLambdas: [{ eventType, functionVersion }] } });
}

test('a version in us-east-1 is fine, by itself and as EdgeFunction from another Region', () => {
  const scene = new PushedApp(HERE);
  distribute(scene.stack, scene.fn('Fn', { timeout: Duration.seconds(30), memorySize: 1024 }).currentVersion);
  const europe = scene.another('Europe', EUROPE);
  const runtime = lambda.Runtime.NODEJS_24_X;
  const code = lambda.Code.fromInline('exports.handler = async () => 1;');
  const edge = new cloudfront.experimental.EdgeFunction(europe, 'Edge', { runtime, code, handler: 'index.handler' });
  distribute(europe, edge.currentVersion, VIEWER_REQUEST);

  expect(scene.findings()).toEqual([]);
});

test('what Lambda@Edge does not have is found', () => {
  const scene = new PushedApp(HERE);
  const fn = scene.fn('Fn', {
    architecture: lambda.Architecture.ARM_64,
    timeout: Duration.seconds(60),
    deadLetterQueueEnabled: true,
  });
  distribute(scene.stack, fn.currentVersion);

  expect(scene.findings()).toEqual(['EDG-03 S/Fn', 'EDG-04 S/Fn', 'EDG-04 S/Fn']);
});

test('what an EdgeFunction of another Region has too much of is found in its own stack', () => {
  const scene = new PushedApp(EUROPE);
  const edge = new cloudfront.experimental.EdgeFunction(scene.stack, 'Edge', {
    runtime: lambda.Runtime.NODEJS_24_X,
    code: lambda.Code.fromInline('exports.handler = async () => 1;'),
    handler: 'index.handler',
    timeout: Duration.seconds(31),
  });
  distribute(scene.stack, edge.currentVersion);

  const findings = scene.findings();
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatch(/^EDG-03 edge-lambda-stack-\w+\/Edge$/);
});

test('a function of another Region is found', () => {
  const scene = new PushedApp(EUROPE);
  distribute(scene.stack, scene.fn().currentVersion);

  expect(scene.findings()).toEqual(['EDG-02-region S/Site']);
});

test('more memory than every source agrees on is told of for viewers only', () => {
  const scene = new PushedApp(HERE);
  distribute(scene.stack, scene.fn('Fn', { memorySize: 256 }).currentVersion, VIEWER_REQUEST);

  expect(scene.findings()).toEqual(['EDG-03-viewer S/Fn']);
});

import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { FunctionAlias, Traffic } from 'cdk-lambda-kit';
import { stackIn } from './scene';

function plainFunction(stack: Stack, id: string): lambda.Function {
  return new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async (event) => event;'),
  });
}

function alarm(stack: Stack, id: string): cloudwatch.Alarm {
  const metric = new cloudwatch.Metric({ namespace: 'Shop', metricName: id });
  return new cloudwatch.Alarm(stack, id, { metric, threshold: 1, evaluationPeriods: 1 });
}

/** The alias of a function that is deployed so. */
function deployed(traffic: (version: lambda.IVersion, stack: Stack) => Traffic): FunctionAlias {
  const stack = stackIn();
  const orders = plainFunction(stack, 'Orders');
  return new FunctionAlias(stack, 'Live', { aliasName: 'live', traffic: traffic(orders.currentVersion, stack) });
}

const templateOf = (alias: FunctionAlias) => Template.fromStack(Stack.of(alias));

test('a canary is deployed with alarms, hooks and a rollback', () => {
  const alias = deployed((version, stack) =>
    Traffic.canary(version, {
      alarms: [alarm(stack, 'Errors')],
      preHook: plainFunction(stack, 'Before'),
      postHook: plainFunction(stack, 'After'),
      autoRollback: { stoppedDeployment: true },
    }),
  );

  const template = templateOf(alias);
  template.hasResource('AWS::Lambda::Alias', {
    UpdatePolicy: {
      CodeDeployLambdaAliasUpdate: {
        ApplicationName: { Ref: Match.stringLikeRegexp('^LiveDeploymentApplication') },
        DeploymentGroupName: { Ref: Match.stringLikeRegexp('^LiveDeployment') },
        BeforeAllowTrafficHook: { Ref: Match.stringLikeRegexp('^Before') },
        AfterAllowTrafficHook: { Ref: Match.stringLikeRegexp('^After') },
      },
    },
  });
  template.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
    AlarmConfiguration: { Enabled: true, Alarms: [{ Name: { Ref: Match.stringLikeRegexp('^Errors') } }] },
    AutoRollbackConfiguration: {
      Enabled: true,
      Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
    },
    DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
  });
  expect(alias.deploymentGroup).toBeInstanceOf(codedeploy.LambdaDeploymentGroup);
});

/** The name of the configuration, or what a new one says. */
function configurationOf(traffic: (version: lambda.IVersion) => Traffic): unknown {
  const template = templateOf(deployed(traffic));
  const [own] = Object.values(template.findResources('AWS::CodeDeploy::DeploymentConfig'));
  const [group] = Object.values(template.findResources('AWS::CodeDeploy::DeploymentGroup'));
  return own?.Properties.TrafficRoutingConfig ?? group?.Properties.DeploymentConfigName;
}

test.each([5, 10, 15, 30])('a canary of %p minutes needs no configuration of its own', (minutes) => {
  expect(configurationOf((version) => Traffic.canary(version, { interval: Duration.minutes(minutes) }))).toBe(
    `CodeDeployDefault.LambdaCanary10Percent${minutes}Minutes`,
  );
});

test.each([
  [1, 'Minute'],
  [2, 'Minutes'],
  [3, 'Minutes'],
  [10, 'Minutes'],
])('a linear deployment every %p %s needs no configuration of its own', (minutes, unit) => {
  expect(configurationOf((version) => Traffic.linear(version, { interval: Duration.minutes(minutes) }))).toBe(
    `CodeDeployDefault.LambdaLinear10PercentEvery${minutes}${unit}`,
  );
});

test('what is left out is a tenth, for five minutes or every minute', () => {
  expect(configurationOf((version) => Traffic.canary(version))).toBe('CodeDeployDefault.LambdaCanary10Percent5Minutes');
  expect(configurationOf((version) => Traffic.linear(version))).toBe('CodeDeployDefault.LambdaLinear10PercentEvery1Minute');
  expect(configurationOf((version) => Traffic.allAtOnce(version))).toBe('CodeDeployDefault.LambdaAllAtOnce');
});

test('other steps get a configuration of their own', () => {
  const options = { percentage: 25, interval: Duration.minutes(7) };

  expect(configurationOf((version) => Traffic.canary(version, options))).toEqual({
    Type: 'TimeBasedCanary',
    TimeBasedCanary: { CanaryInterval: 7, CanaryPercentage: 25 },
  });
  expect(configurationOf((version) => Traffic.linear(version, options))).toEqual({
    Type: 'TimeBasedLinear',
    TimeBasedLinear: { LinearInterval: 7, LinearPercentage: 25 },
  });
});

test.each([1, 99])('a canary may get %p percent', (percentage) => {
  expect(() => deployed((version) => Traffic.canary(version, { percentage }))).not.toThrow();
});

test.each([0, 100, 2.5])('fails when a canary or a step gets %p percent', (percentage) => {
  const message = /Shop\/Live: percentage must be a whole number of percent from 1 to 99, but is/;

  expect(() => deployed((version) => Traffic.canary(version, { percentage }))).toThrow(message);
  expect(() => deployed((version) => Traffic.linear(version, { percentage }))).toThrow(message);
});

test.each([1, 2880])('a canary may take %p minutes', (minutes) => {
  expect(() => deployed((version) => Traffic.canary(version, { interval: Duration.minutes(minutes) }))).not.toThrow();
});

test.each([0, 30, 2881 * 60])('fails when the interval is %p seconds', (seconds) => {
  expect(() => deployed((version) => Traffic.canary(version, { interval: Duration.seconds(seconds) }))).toThrow(
    /Shop\/Live: interval must be a whole number of minutes from 1 to 2880, but is/,
  );
});

test.each([
  [10, 320],
  [50, 2880],
  [51, 2880],
])('a linear deployment of %p percent every %p minutes ends in two days', (percentage, minutes) => {
  const interval = (more: number) => Duration.minutes(minutes + more);

  expect(() => deployed((version) => Traffic.linear(version, { percentage, interval: interval(0) }))).not.toThrow();
  expect(() => deployed((version) => Traffic.linear(version, { percentage, interval: interval(1) }))).toThrow(
    /DEPLOYMENT_TOO_LONG|2880/,
  );
});

test('fails when all steps together take more than two days', () => {
  expect(() => deployed((version) => Traffic.linear(version, { interval: Duration.minutes(321) }))).toThrow(
    /Shop\/Live: interval must be at most 320 minutes with 10 percent a step, .* but is 321 .*\n.*\[DEPLOYMENT_TOO_LONG\]/,
  );
});

test('a percentage that only the deployment knows is let through', () => {
  const percentage = Lazy.number({ produce: () => 40 });

  expect(configurationOf((version) => Traffic.linear(version, { percentage }))).toMatchObject({
    TimeBasedLinear: { LinearPercentage: 40 },
  });
});

test('fails when more than 50 alarms are watched', () => {
  const alarms = (stack: Stack, count: number) => Array.from({ length: count }, (_, index) => alarm(stack, `Alarm${index}`));

  expect(() => deployed((version, stack) => Traffic.allAtOnce(version, { alarms: alarms(stack, 50) }))).not.toThrow();
  expect(() => deployed((version, stack) => Traffic.allAtOnce(version, { alarms: alarms(stack, 51) }))).toThrow(
    /the length of alarms must be a whole number of alarms from 0 to 50, but is 51/,
  );
});

test('fails when $LATEST is to be deployed', () => {
  expect(() => deployed((version) => Traffic.canary(version.lambda.latestVersion))).toThrow(
    /Shop\/Live: traffic must not be deployed to \$LATEST by CodeDeploy\.\n.*VERSION_NOT_PUBLISHED/,
  );
});

test('fails when an alias with weights gets a deployment group', () => {
  const alias = deployed((version) =>
    Traffic.split(lambda.Version.fromVersionAttributes(version, 'One', { lambda: version.lambda, version: '1' }), version, 0.1),
  );
  new codedeploy.LambdaDeploymentGroup(Stack.of(alias), 'Group', { alias });

  expect(() => templateOf(alias)).toThrow(
    /traffic must not be split on an alias that CodeDeploy moves\.\n.*WEIGHTS_WITH_DEPLOYMENT/,
  );
});

test('a gradual deployment that nobody watches is warned of, until it has an alarm or a hook', () => {
  const warnings = (alias: FunctionAlias) =>
    Annotations.fromStack(Stack.of(alias)).findWarning('/Shop/Live', Match.stringLikeRegexp('deploymentUnwatched'));

  expect(warnings(deployed((version) => Traffic.linear(version)))).toHaveLength(1);
  expect(warnings(deployed((version) => Traffic.allAtOnce(version)))).toHaveLength(0);
  expect(warnings(deployed((version, stack) => Traffic.linear(version, { alarms: [alarm(stack, 'Errors')] })))).toHaveLength(0);
  expect(warnings(deployed((version, stack) => Traffic.canary(version, { preHook: plainFunction(stack, 'Hook') })))).toHaveLength(
    0,
  );
});

test('CodeDeploy is loaded only when it is used', () => {
  const root = path.join(__dirname, '../..');
  const loaded = (traffic: string) => {
    const script = `
      const { App, Stack } = require('aws-cdk-lib/core');
      const lambda = require('aws-cdk-lib/aws-lambda');
      const { FunctionAlias } = require('./src/constructs/function-alias.ts');
      const { Traffic } = require('./src/constructs/traffic.ts');
      const stack = new Stack(new App(), 'Shop');
      const orders = new lambda.Function(stack, 'Orders', {
        runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('//'),
      });
      new FunctionAlias(stack, 'Live', { aliasName: 'live', traffic: Traffic.${traffic}(orders.currentVersion) });
      console.log(Object.keys(require.cache).some((file) => /aws-codedeploy/.test(file)));
    `;
    return execFileSync(process.execPath, ['--import', 'tsx', '-e', script], { cwd: root, encoding: 'utf8' }).trim();
  };

  expect([loaded('all'), loaded('canary')]).toEqual(['false', 'true']);
});

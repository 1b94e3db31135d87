import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { type App, Stack, Stage } from 'aws-cdk-lib/core';
import { fn, HERE, said } from './function-app';

test('an alias with one additional version needs no word', () => {
  expect(
    said((stack) => {
      const made = fn(stack);
      new lambda.Alias(stack, 'Live', {
        aliasName: 'live',
        version: made.currentVersion,
        additionalVersions: [{ version: lambda.Version.fromVersionArn(stack, 'Old', `${made.functionArn}:7`), weight: 0.1 }],
      });
      made.addAlias('next').addAutoScaling({ maxCapacity: 10 }).scaleOnUtilization({ utilizationTarget: 0.5 });
    }),
  ).toEqual([]);
});

test('an alias that shares its traffic as Lambda does not let it is found', () => {
  const alias = (share: (made: lambda.Function, stack: Stack) => Partial<lambda.AliasProps>) => (stack: Stack) => {
    const made = fn(stack);
    new lambda.Alias(stack, 'Live', { aliasName: 'live', version: made.currentVersion, ...share(made, stack) });
  };
  const old = (stack: Stack, made: lambda.Function, number: string) => ({
    version: lambda.Version.fromVersionArn(stack, `Old${number}`, `${made.functionArn}:${number}`),
    weight: 0.1,
  });

  expect(said(alias((made, stack) => ({ additionalVersions: [old(stack, made, '7'), old(stack, made, '8')] })))).toEqual([
    'ALS-04 S/Live',
  ]);
  expect(said(alias((made) => ({ additionalVersions: [{ version: made.currentVersion, weight: 0.1 }] })))).toEqual([
    'ALS-04-same S/Live',
  ]);
  expect(said(alias((made) => ({ additionalVersions: [{ version: made.latestVersion, weight: 0.1 }] })))).toEqual([
    'ALS-04-latest S/Live',
  ]);
  expect(said(alias((made, stack) => ({ version: made.latestVersion, additionalVersions: [old(stack, made, '7')] })))).toEqual([
    'ALS-04-latest S/Live',
  ]);
  expect(
    said(alias((_, stack) => ({ additionalVersions: [{ version: fn(stack, {}, 'Other').currentVersion, weight: 0.1 }] }))),
  ).toContain('ALS-03 S/Live');
});

test('two aliases of one name, and two versions of one function, are found', () => {
  expect(
    said((stack) => {
      const made = fn(stack);
      for (const id of ['One', 'Two']) new lambda.Alias(stack, id, { aliasName: 'live', version: made.currentVersion });
    }),
  ).toEqual(['ALS-02 S/Two']);
  expect(
    said((stack) =>
      ['One', 'Two'].map(
        (id) => new lambda.Version(stack, id, { lambda: (stack.node.tryFindChild('Fn') as lambda.Function) ?? fn(stack) }),
      ),
    ),
  ).toEqual(['VER-02 S/Two']);
  expect(said((stack) => new lambda.Version(stack, 'One', { lambda: fn(stack), codeSha256: 'bogus' }))).toEqual(['VER-04 S/One']);
});

test('CodeDeploy shifts the traffic of an alias without weights', () => {
  const deployed = (stack: Stack, isWeighted: boolean) => {
    const made = fn(stack);
    const version = lambda.Version.fromVersionArn(stack, 'Old', `${made.functionArn}:7`);
    const additionalVersions = isWeighted ? [{ version, weight: 0.1 }] : [];
    const alias = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: made.currentVersion, additionalVersions });
    new codedeploy.LambdaDeploymentGroup(stack, 'Group', { alias });
  };

  expect(said((stack) => deployed(stack, false))).toEqual([]);
  expect(said((stack) => deployed(stack, true))).toEqual(['ALS-04-deployment S/Live']);
});

test('an alias in another stack than its function takes the version from an export', () => {
  const spread = (stack: Stack, app: App) => {
    const made = fn(stack);
    new lambda.Alias(new Stack(app, 'Aliases'), 'Live', { aliasName: 'live', version: made.currentVersion });
  };

  expect(said(spread)).toEqual(['VER-01 Aliases/Live']);
});

test('provisioned concurrency stays within what is reserved', () => {
  const provisioned = (amount: number, most: number) => (stack: Stack) => {
    const made = fn(stack, { reservedConcurrentExecutions: 10 });
    made.addAlias('live', { provisionedConcurrentExecutions: amount }).addAutoScaling({ maxCapacity: most });
  };

  expect(said(provisioned(10, 10))).toEqual([]);
  expect(said(provisioned(11, 11))).toEqual(['CON-05 S/Fn/Aliaslive', 'CON-05-scaling S/Fn/Aliaslive/AliasScaling/Target']);
  expect(said(provisioned(10, 5))).toEqual(['CON-06-scaling S/Fn/Aliaslive']);
});

test('concurrency is provisioned for an alias or for its version, and never for $LATEST', () => {
  expect(
    said((stack) => {
      const made = fn(stack, { currentVersionOptions: { provisionedConcurrentExecutions: 1 } });
      made.addAlias('live', { provisionedConcurrentExecutions: 1 });
    }),
  ).toEqual(['ALS-10 S/Fn/Aliaslive']);
  expect(
    said((stack) => {
      const version = fn(stack).latestVersion;
      new lambda.Alias(stack, 'Live', { aliasName: 'live', version, provisionedConcurrentExecutions: 1 });
    }),
  ).toEqual(['CON-04-latest S/Live']);
});

test('reservations are summed in an account and Region, across stacks, but not across stages', () => {
  const reserving = (stack: Stack, id: string, reservedConcurrentExecutions: number) =>
    fn(stack, { reservedConcurrentExecutions }, id);
  const five = (stack: Stack) => ['A', 'B', 'C', 'D', 'E'].map((id, i) => reserving(stack, id, 300 + i));

  expect(said(five)).toEqual(['CON-02 S/E']);
  expect(
    said((stack, app) => {
      reserving(stack, 'One', 500);
      reserving(new Stack(app, 'T', { env: HERE }), 'Two', 600);
    }, HERE),
  ).toEqual(['CON-02 T/Two']);
  expect(
    said((_, app) => {
      for (const stage of ['Dev', 'Prod']) reserving(new Stack(new Stage(app, stage), 'Orders'), 'Fn', 600);
    }),
  ).toEqual([]);
});

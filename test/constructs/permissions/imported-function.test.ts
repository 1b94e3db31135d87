import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LambdaDestination, SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3n from 'aws-cdk-lib/aws-s3-notifications';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { FunctionAlias, ImportedFunction, type ImportedFunctionOptions, Traffic, UrlAuth } from 'cdk-lambda-kit';
import { inline, refusal } from '../functions/kinds';
import { stackIn, temporaryFolder } from '../scene';
import { permissions } from './scene';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:greeter';
const S3 = new iam.ServicePrincipal('s3.amazonaws.com');

function stackOf(account = '111122223333', region = 'eu-west-1'): Stack {
  return new Stack(new App({ outdir: temporaryFolder() }), 'Shop', { env: { account, region } });
}

function imported(stack: Stack, options?: ImportedFunctionOptions, arn = ARN): ImportedFunction {
  return ImportedFunction.fromFunctionArn(stack, 'Greeter', arn, options);
}

/** Everything that asks a function for a permission on it. */
const ASKING: Readonly<Record<string, (fn: lambda.IFunction, stack: Stack) => void>> = {
  addPermission: (fn) => fn.addPermission('P', { principal: S3 }),
  grantInvoke: (fn) => fn.grantInvoke(S3),
  grantInvokeUrl: (fn) => fn.grantInvokeUrl(new iam.AccountPrincipal('999900009999')),
  'a bucket': (fn, stack) =>
    new s3.Bucket(stack, 'Bucket').addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.LambdaDestination(fn)),
  'an SNS topic': (fn, stack) => fn.addEventSource(new sources.SnsEventSource(new sns.Topic(stack, 'Topic'))),
  'a rule': (fn, stack) => new events.Rule(stack, 'Rule', { eventPattern: { source: ['a'] }, targets: [new LambdaFunction(fn)] }),
};

/** Everything that is a resource of its own in the account and Region of the function. */
const MAKING: Readonly<Record<string, (fn: ImportedFunction, stack: Stack) => void>> = {
  addEventSource: (fn, stack) => fn.addEventSource(new sources.SqsEventSource(new sqs.Queue(stack, 'Queue'))),
  'a stream': (fn, stack) => {
    const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
    const table = new dynamodb.Table(stack, 'Table', { partitionKey, stream: dynamodb.StreamViewType.KEYS_ONLY });
    fn.addEventSource(new sources.DynamoEventSource(table, { startingPosition: lambda.StartingPosition.LATEST }));
  },
  addEventSourceMapping: (fn) => fn.addEventSourceMapping('M', { eventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:orders' }),
  configureAsyncInvoke: (fn) => fn.configureAsyncInvoke({ retryAttempts: 1 }),
  addFunctionUrl: (fn) => fn.addFunctionUrl(),
  addUrl: (fn) => fn.addUrl({ auth: UrlAuth.public() }),
};

const WITH_ROLE = (stack: Stack) => ({ role: iam.Role.fromRoleName(stack, 'Role', 'greeter-role') });

describe('a function of the account and Region of the stack', () => {
  test.each(Object.entries(ASKING))('is given the permission by %s', (_title, ask) => {
    const stack = stackOf();
    ask(imported(stack), stack);

    expect(permissions(stack).map(({ FunctionName }) => FunctionName)).toContain(ARN);
  });

  test.each(Object.entries(MAKING))('can have %s', (_title, make) => {
    const stack = stackOf();

    expect(() => make(imported(stack, WITH_ROLE(stack)), stack)).not.toThrow();
  });

  test('is known by its name in any stack', () => {
    const stack = stackIn();
    const greeter = ImportedFunction.fromFunctionName(stack, 'Greeter', 'greeter');
    greeter.addPermission('P', { principal: S3 });
    greeter.addUrl({ auth: UrlAuth.public() });

    const arn = {
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, ':lambda:', Match.anyValue(), ':', Match.anyValue(), ':function:greeter'],
      ],
    };
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', {
      FunctionName: arn,
      Principal: 's3.amazonaws.com',
    });
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 3);
    expect(greeter.functionName).toBe('greeter');
  });

  test('may be said to be that where nobody knows it', () => {
    const stack = stackIn();
    imported(stack, { sameEnvironment: true }).addPermission('P', { principal: S3 });

    expect(permissions(stack)).toHaveLength(1);
  });

  test('is called by a role of the app without a permission on the function', () => {
    const stack = stackOf();
    imported(stack).grantInvoke(new iam.Role(stack, 'Caller', { assumedBy: S3 }));

    expect(permissions(stack)).toEqual([]);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'lambda:InvokeFunction', Resource: [ARN, `${ARN}:*`] }] },
    });
  });
});

describe('a function whose account or Region is another, or not known', () => {
  const STACKS: [string, () => Stack][] = [
    ['another account', () => stackOf('444455556666')],
    ['another Region', () => stackOf('111122223333', 'us-east-1')],
    ['an account that nobody knows', () => stackIn()],
  ];

  test.each(
    STACKS.flatMap(([where, make]) => Object.entries(ASKING).map(([title, ask]) => [title, where, ask, make] as const)),
  )('fails on %s from %s', (_title, _where, ask, make) => {
    const stack = make();

    expect(refusal(() => ask(imported(stack), stack)).code).toBe('IMPORTED_PERMISSION_UNCHANGEABLE');
  });

  test.each(
    STACKS.flatMap(([where, make]) => Object.entries(MAKING).map(([title, act]) => [title, where, act, make] as const)),
  )('fails on %s from %s, also when it is said to have its permissions', (_title, _where, act, make) => {
    for (const skipPermissions of [false, true]) {
      const stack = make();

      expect(refusal(() => act(imported(stack, { ...WITH_ROLE(stack), skipPermissions }), stack)).code).toBe(
        'IMPORTED_ELSEWHERE',
      );
    }
  });

  test.each(Object.entries(ASKING))('is left alone by %s when it is said to have the permission', (_title, ask) => {
    const stack = stackIn();
    ask(imported(stack, { skipPermissions: true }), stack);

    expect(permissions(stack).filter(({ FunctionName }) => FunctionName === ARN)).toEqual([]);
  });

  test('names what has to be allowed by hand', () => {
    const stack = stackOf('444455556666');
    const sourceArn = 'arn:aws:s3:::orders';
    const there = refusal(() => imported(stack).addPermission('P', { principal: S3, sourceArn, sourceAccount: '444455556666' }));
    const unknown = refusal(() =>
      imported(stackIn()).addPermission('P', {
        principal: new iam.OrganizationPrincipal('o-aaaaaaaaaa'),
        action: 'lambda:InvokeFunctionUrl',
      }),
    );

    expect(there.message).toBe(
      `Shop/Greeter: the function ${ARN} is not in account 444455556666 and Region eu-west-1 of this stack, so that this stack cannot allow ` +
        's3.amazonaws.com to lambda:InvokeFunction from arn:aws:s3:::orders of account 444455556666.\n' +
        'Set `sameEnvironment: true` when the function is in the account and Region of this stack; otherwise allow it where the function is made, and set `skipPermissions: true`. [IMPORTED_PERMISSION_UNCHANGEABLE]',
    );
    expect(unknown.message).toContain(
      `the function ${ARN} may be in another account or Region than this stack, so that this stack cannot allow * to lambda:InvokeFunctionUrl.`,
    );
  });

  test('names the construct that the call comes from, where the deployment makes its ARN', () => {
    const stack = stackIn();
    const topic = new sns.Topic(stack, 'Topic');

    expect(refusal(() => imported(stack).addEventSource(new sources.SnsEventSource(topic))).message).toContain(
      'from Shop/Topic/Resource.',
    );
  });

  test('is not said to be here by sameEnvironment: false', () => {
    const stack = stackOf();

    expect(refusal(() => imported(stack, { sameEnvironment: false }).addPermission('P', { principal: S3 })).code).toBe(
      'IMPORTED_PERMISSION_UNCHANGEABLE',
    );
  });

  test('fails on a role of the app whose account may be another', () => {
    const stack = stackOf('444455556666');
    const role = new iam.Role(stack, 'Caller', { assumedBy: S3 });

    expect(refusal(() => imported(stack).grantInvoke(role)).message).toContain(
      'cannot allow Shop/Caller to lambda:InvokeFunction',
    );
  });
});

describe('the role of an imported function', () => {
  test('fails when it is not known, and names what it must allow', () => {
    const stack = stackOf();
    const queue = new sqs.Queue(stack, 'Queue');
    const refused = refusal(() => queue.grantSendMessages(imported(stack)));

    expect(refused.code).toBe('IMPORTED_ROLE_UNKNOWN');
    expect(refused.message).toMatch(
      /^Shop\/Greeter: the role of the function must allow sqs:SendMessage, sqs:GetQueueAttributes, sqs:GetQueueUrl on \{"Fn::GetAtt":\["Queue\w+","Arn"\]\}, but cannot be changed here\./,
    );
  });

  test.each<[string, (fn: ImportedFunction, stack: Stack) => void]>([
    ['addToRolePolicy', (fn) => fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['*'] }))],
    ['an event source', (fn, stack) => fn.addEventSource(new sources.SqsEventSource(new sqs.Queue(stack, 'Queue')))],
    ['a destination', (fn, stack) => fn.configureAsyncInvoke({ onFailure: new SqsDestination(new sqs.Queue(stack, 'Queue')) })],
    ['its name', (fn) => fn.grantPrincipal.policyFragment],
  ])('fails on %s when it is not known', (_title, act) => {
    const stack = stackOf();

    expect(refusal(() => act(imported(stack), stack)).code).toBe('IMPORTED_ROLE_UNKNOWN');
  });

  test('fails on addToRolePolicy when it cannot be changed', () => {
    const stack = stackOf();
    const role = iam.Role.fromRoleName(stack, 'Role', 'greeter-role', { mutable: false });
    const statement = new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['*'] });

    expect(refusal(() => imported(stack, { role }).addToRolePolicy(statement)).code).toBe('IMPORTED_ROLE_UNKNOWN');
  });

  test('is given statements', () => {
    const stack = stackOf();
    const greeter = imported(stack, WITH_ROLE(stack));
    greeter.addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:ListQueues'], resources: ['*'] }));
    new sqs.Queue(stack, 'Queue').grantSendMessages(greeter);

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Action: 'sqs:ListQueues' }), Match.anyValue()] },
      Roles: ['greeter-role'],
    });
  });

  test('is left alone when it is said to have its permissions', () => {
    const stack = stackOf();
    const greeter = imported(stack, { skipPermissions: true });
    greeter.addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:ListQueues'], resources: ['*'] }));
    greeter.addEventSource(new sources.SqsEventSource(new sqs.Queue(stack, 'Queue')));

    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
  });
});

describe('what is imported', () => {
  test.each([
    ['a name', 'greeter'],
    ['a version', `${ARN}:7`],
    ['an alias', `${ARN}:live`],
    ['a layer', 'arn:aws:lambda:eu-west-1:111122223333:layer:greeter'],
    ['65 characters', `arn:aws:lambda:eu-west-1:111122223333:function:${'x'.repeat(65)}`],
  ])('fails when the ARN is that of %s', (_title, arn) => {
    expect(refusal(() => imported(stackIn(), {}, arn)).code).toBe('IMPORTED_ARN_INVALID');
  });

  test.each(['', 'a.b', 'x'.repeat(65)])('fails when the name is %p', (name) => {
    expect(refusal(() => ImportedFunction.fromFunctionName(stackIn(), 'Greeter', name)).code).toBe('TEXT_INVALID');
  });

  test('may have a name of 64 characters, and an ARN that only the deployment knows', () => {
    const stack = stackIn();
    const name = 'x'.repeat(64);
    const parameter = new CfnParameter(stack, 'Arn').valueAsString;

    expect(ImportedFunction.fromFunctionName(stack, 'Named', name).functionName).toBe(name);
    const greeter = imported(stack, {}, parameter);
    expect(refusal(() => greeter.addPermission('P', { principal: S3 })).message).toContain(
      'the function whose ARN only the deployment knows may be',
    );
    expect(() => imported(new Stack(stack, 'Inner'), { sameEnvironment: true }, parameter)).not.toThrow();
  });

  test.each([
    ['account', stackOf('444455556666')],
    ['Region', stackOf('111122223333', 'us-east-1')],
  ])('fails when it is said to be in the same environment, but is of another %s', (_title, stack) => {
    expect(refusal(() => imported(stack, { sameEnvironment: true })).code).toBe('IMPORTED_NOT_SAME_ENVIRONMENT');
  });

  test('has the name, architecture and connections that it is given', () => {
    const stack = stackOf();
    const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1');
    const greeter = imported(stack, { securityGroup, architecture: lambda.Architecture.ARM_64 });

    expect([greeter.functionName, greeter.functionArn, greeter.isBoundToVpc]).toEqual(['greeter', ARN, true]);
    expect(greeter.architecture).toBe(lambda.Architecture.ARM_64);
    expect(greeter.connections.securityGroups).toEqual([securityGroup]);
    expect([imported(new Stack(stack.node.root as App, 'Other')).isBoundToVpc, imported(stackIn()).architecture.name]).toEqual([
      false,
      'x86_64',
    ]);
  });

  test('can be the destination of a function of ours', () => {
    const stack = stackIn();
    inline(new Stack(stack, 'Inner'), {
      onSuccess: new LambdaDestination(ImportedFunction.fromFunctionName(stack, 'Next', 'next')),
    });

    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });
});

describe('an alias of an imported function', () => {
  const versionOf = (stack: Stack, fn: lambda.IFunction) =>
    lambda.Version.fromVersionAttributes(stack, 'Version', { lambda: fn, version: '3' });
  const aliasOf = (stack: Stack, fn: lambda.IFunction) =>
    new FunctionAlias(stack, 'Live', { aliasName: 'live', traffic: Traffic.all(versionOf(stack, fn)) });

  test('has permissions of its own', () => {
    const stack = stackOf();
    aliasOf(stack, imported(stack)).addPermission('P', { principal: S3 });

    expect(permissions(stack)).toEqual([expect.objectContaining({ FunctionName: { Ref: expect.stringMatching(/^Live/) } })]);
  });

  test.each([
    ['ImportedFunction', (stack: Stack) => imported(stack) as lambda.IFunction],
    ['aws-cdk-lib', (stack: Stack) => lambda.Function.fromFunctionArn(stack, 'Greeter', ARN)],
  ])('fails on a statement for the role that %s does not know', (_title, make) => {
    const stack = stackOf();
    const statement = new iam.PolicyStatement({ actions: ['sqs:ListQueues'], resources: ['*'] });

    expect(refusal(() => aliasOf(stack, make(stack)).addToRolePolicy(statement)).code).toBe('IMPORTED_ROLE_UNKNOWN');
  });

  test.each([
    ['account', '444455556666', 'eu-west-1'],
    ['Region', '111122223333', 'us-east-1'],
  ])('fails when the function is of another %s', (_title, account, region) => {
    const stack = stackOf(account, region);

    expect(refusal(() => aliasOf(stack, imported(stack))).code).toBe('ALIAS_ELSEWHERE');
  });

  test('is let through where nobody knows the account', () => {
    expect(() => aliasOf(stackIn(), imported(stackIn()))).not.toThrow();
  });
});

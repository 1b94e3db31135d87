import { Duration, type Stack } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { AnyPrincipal, Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { IdentityPolicies, LocalExecutor } from 'cdk-lambda-kit/local';
import { formOf, presignedPost } from '../support/post-form';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

/** Sends the commands of the event, one after the other, and answers how each ended. */
const CALLS = `
exports.handler = async (commands) => {
  const results = [];
  for (const [client, command, given = {}] of commands) {
    const sdk = require('@aws-sdk/client-' + client);
    const name = Object.keys(sdk).find((each) => each !== '__Client' && each.endsWith('Client'));
    const text = JSON.stringify(given).replace(/\\$([A-Z]+)/g, (_, variable) => process.env[variable]);
    try {
      await new sdk[name]({ maxAttempts: 1, ...(client === 's3' && { forcePathStyle: true }) }).send(new sdk[command + 'Command'](JSON.parse(text)));
      results.push('done');
    } catch (error) {
      results.push({ name: error.name, message: error.message, status: error.$metadata?.httpStatusCode });
    }
  }
  return results;
};`;

type Fn = ReturnType<typeof nodeFunction>;
type Call = readonly [client: string, command: string, input?: object];

/** A function `Orders` whose environment has the names of what `build` makes. */
async function orders(
  build: (stack: Stack, fn: Fn) => Readonly<Record<string, string>>,
  identityPolicies: IdentityPolicies = 'report',
): Promise<LocalExecutor> {
  const app = appOf((stack) => {
    const fn = nodeFunction(stack, 'Orders', CALLS, { timeout: Duration.seconds(30) });
    for (const [name, value] of Object.entries(build(stack, fn))) fn.addEnvironment(name, value);
  });
  return running(app, { clock: 'virtual', identityPolicies });
}

async function call(local: LocalExecutor, ...commands: readonly Call[]) {
  return (await local.function('Orders').invoke(commands)).payload as readonly unknown[];
}

const missing = (local: LocalExecutor) => local.permissions.missing.map(({ action, resource }) => `${action} on ${resource}`);

/** As the text names whoever calls. */
function who(local: LocalExecutor): string {
  const [fn] = local.application.functions.filter(({ address }) => address.path === 'App/Orders');
  return `User: arn:aws:sts::000000000000:assumed-role/${fn?.configuration.roleArn.split('/').at(-1)}/${fn?.name}`;
}

describe('S3', () => {
  const bucket = (grant: (bucket: Bucket, fn: Fn) => void) => (stack: Stack, fn: Fn) => {
    const made = new Bucket(stack, 'Files', { bucketName: 'files' });
    grant(made, fn);
    return { BUCKET: made.bucketName };
  };
  const Bucket_ = { Bucket: '$BUCKET' };
  const object = { ...Bucket_, Key: 'a/b.txt' };
  const copied = { ...Bucket_, Key: 'copy', CopySource: '$BUCKET/a/b.txt' };
  const READ: readonly Call[] = [
    ['s3', 'GetObject', object],
    ['s3', 'HeadObject', object],
    ['s3', 'ListObjectsV2', Bucket_],
    ['s3', 'HeadBucket', Bucket_],
    ['s3', 'GetObjectTagging', object],
  ];
  const WRITE: readonly Call[] = [
    ['s3', 'PutObject', { ...object, Body: 'x', Tagging: 'a=b' }],
    ['s3', 'CopyObject', copied],
    ['s3', 'CreateMultipartUpload', { ...object, Key: 'parts' }],
    ['s3', 'DeleteObject', { ...object, Key: 'copy' }],
    ['s3', 'DeleteObjects', { ...Bucket_, Delete: { Objects: [{ Key: 'gone' }] } }],
  ];

  test('grantReadWrite is enough for reading and writing', async () => {
    const local = await orders(bucket((made, fn) => made.grantReadWrite(fn)));
    expect(new Set(await call(local, ...WRITE, ...READ))).toEqual(new Set(['done']));
    expect(missing(local)).toEqual([]);
  });

  test('each operation needs its own action, of the bucket or of the object; objects are told once', async () => {
    const local = await orders(bucket(() => undefined));
    await call(local, ...WRITE, ...READ, ['s3', 'GetObject', { ...object, Key: 'another' }], ['s3', 'ListBuckets']);
    expect(missing(local)).toEqual([
      's3:PutObject on arn:aws:s3:::files/a/b.txt',
      's3:PutObjectTagging on arn:aws:s3:::files/a/b.txt',
      's3:GetObject on arn:aws:s3:::files/a/b.txt',
      's3:DeleteObject on arn:aws:s3:::files/copy',
      's3:ListBucket on arn:aws:s3:::files',
      's3:GetObjectTagging on arn:aws:s3:::files/a/b.txt',
      's3:ListAllMyBuckets on *',
    ]);
  });

  test('a copy needs to read its source and to write its destination', async () => {
    const local = await orders(bucket((made, fn) => made.grantPut(fn)));
    await call(local, ['s3', 'PutObject', object], ['s3', 'CopyObject', copied]);
    expect(missing(local)).toEqual(['s3:GetObject on arn:aws:s3:::files/a/b.txt']);
  });

  test('a grant for some keys is none for the others', async () => {
    const local = await orders(bucket((made, fn) => made.grantRead(fn, 'a/*')));
    await call(local, ['s3', 'GetObject', object], ['s3', 'GetObject', { ...object, Key: 'b' }]);
    expect(missing(local)).toEqual(['s3:GetObject on arn:aws:s3:::files/b']);
  });

  test('what the policy of the bucket denies is denied whatever the role allows', async () => {
    const local = await orders(
      bucket((made, fn) => {
        made.grantReadWrite(fn);
        made.addToResourcePolicy(
          new PolicyStatement({
            ...{ effect: 'Deny' as never, actions: ['s3:DeleteObject'], resources: [made.arnForObjects('*')] },
            principals: [fn.role as NonNullable<typeof fn.role>],
          }),
        );
      }),
      'enforce',
    );
    const [put, removed] = await call(local, ['s3', 'PutObject', object], ['s3', 'DeleteObject', object]);
    expect(put).toBe('done');
    expect(removed).toEqual({
      name: 'AccessDenied',
      message: `${who(local)} is not authorized to perform: s3:DeleteObject on resource: "arn:aws:s3:::files/a/b.txt" with an explicit deny in a resource-based policy`,
      status: 403,
    });
    expect(local.permissions.missing).toMatchObject([
      { why: 'the policy of the resource denies it', remedy: expect.stringContaining('effect Deny') },
    ]);
  });

  test('enforceSSL of a bucket is no finding: on AWS, SDKs use TLS', async () => {
    const local = await orders((stack, fn) => {
      const made = new Bucket(stack, 'Files', { enforceSSL: true });
      made.grantReadWrite(fn);
      return { BUCKET: made.bucketName };
    });
    expect(await call(local, ['s3', 'PutObject', object])).toEqual(['done']);
    expect(missing(local)).toEqual([]);
  });
});

describe('Lambda', () => {
  const callee = (grant: (callee: Fn, alias: Alias, fn: Fn) => void) => (stack: Stack, fn: Fn) => {
    const made = nodeFunction(stack, 'Callee', 'exports.handler = async () => 1;');
    const alias = new Alias(stack, 'Live', { aliasName: 'live', version: made.currentVersion });
    grant(made, alias, fn);
    return { CALLEE: made.functionName };
  };
  const INVOKE: Call = ['lambda', 'Invoke', { FunctionName: '$CALLEE' }];
  const LIVE: Call = ['lambda', 'Invoke', { FunctionName: '$CALLEE', Qualifier: 'live' }];
  const STREAM: Call = ['lambda', 'InvokeWithResponseStream', { FunctionName: '$CALLEE:live' }];

  test('grantInvoke of the function is for its aliases too, that of an alias for it alone', async () => {
    const whole = await orders(callee((made, _, fn) => made.grantInvoke(fn)));
    expect(await call(whole, INVOKE, LIVE, STREAM)).toEqual(['done', 'done', 'done']);
    expect(missing(whole)).toEqual([]);

    const one = await orders(callee((_, alias, fn) => alias.grantInvoke(fn)));
    expect(await call(one, LIVE, INVOKE, STREAM)).toEqual(['done', 'done', 'done']);
    expect(missing(one)).toEqual([`lambda:InvokeFunction on ${one.function('Callee').arn}`]);
    expect(one.permissions.missing[0]).toMatchObject({
      resourcePath: 'App/Callee',
      remedy: expect.stringContaining('callee.grantInvoke(fn)'),
    });
  });

  test('fails when a function is invoked without permission and identity policies are enforced', async () => {
    const local = await orders(
      callee(() => undefined),
      'enforce',
    );
    const denied = (resource: string) => ({
      name: 'AccessDeniedException',
      message: `${who(local)} is not authorized to perform: lambda:InvokeFunction on resource: ${resource} because no identity-based policy allows the lambda:InvokeFunction action`,
      status: 403,
    });
    const { arn } = local.function('Callee');
    expect(await call(local, INVOKE, LIVE, STREAM)).toEqual([denied(arn), denied(`${arn}:live`), denied(`${arn}:live`)]);
    expect(local.function('Callee').invocations).toEqual([]);
  });

  test('a permission for the role on the function is enough', async () => {
    const local = await orders(
      callee((made, _, fn) => {
        made.addPermission('ForOrders', { principal: fn.role as never, action: 'lambda:InvokeFunction' });
      }),
    );
    expect(await call(local, INVOKE)).toEqual(['done']);
    expect(missing(local)).toEqual([]);
  });

  test('the control plane needs its own actions', async () => {
    const local = await orders(callee((made, _, fn) => made.grantInvoke(fn)));
    await call(local, ['lambda', 'GetFunctionConfiguration', { FunctionName: '$CALLEE' }], ['lambda', 'ListFunctions']);
    expect(missing(local)).toEqual([
      `lambda:GetFunctionConfiguration on ${local.function('Callee').arn}`,
      'lambda:ListFunctions on *',
    ]);
  });
});

const here = 'us-east-1:000000000000';

test('publishing to a topic and to telephones', async () => {
  const PUBLISH: Call = ['sns', 'Publish', { TopicArn: '$TOPIC', Message: 'x' }];
  const BATCH: Call = ['sns', 'PublishBatch', { TopicArn: '$TOPIC', PublishBatchRequestEntries: [{ Id: 'a', Message: 'a' }] }];
  const TEXT: Call = ['sns', 'Publish', { PhoneNumber: '+358401234567', Message: 'x' }];
  const build = (grant: (topic: Topic, fn: Fn) => void) => (stack: Stack, fn: Fn) => {
    const topic = new Topic(stack, 'News', { topicName: 'news' });
    grant(topic, fn);
    return { TOPIC: topic.topicArn };
  };
  const granted = await orders(build((topic, fn) => topic.grantPublish(fn)));
  await call(granted, PUBLISH, BATCH, TEXT);
  expect(missing(granted)).toEqual(['sns:Publish on +358401234567']);

  const enforced = await orders(
    build(() => undefined),
    'enforce',
  );
  expect(await call(enforced, PUBLISH)).toEqual([
    {
      name: expect.stringMatching(/^AuthorizationError/),
      message: `${who(enforced)} is not authorized to perform: SNS:Publish on resource: arn:aws:sns:${here}:news because no identity-based policy allows the SNS:Publish action`,
      status: 403,
    },
  ]);
});

test('putting events on a bus of the app and on the default one', async () => {
  const entry = { Source: 'shop', DetailType: 'x', Detail: '{}' };
  const local = await orders((stack, fn) => {
    const bus = new EventBus(stack, 'Bus', { eventBusName: 'shop' });
    bus.grantPutEventsTo(fn);
    return { BUS: bus.eventBusName, BUSARN: bus.eventBusArn };
  });
  await call(
    local,
    ['eventbridge', 'PutEvents', { Entries: [{ ...entry, EventBusName: '$BUS' }] }],
    ['eventbridge', 'PutEvents', { Entries: [{ ...entry, EventBusName: '$BUSARN' }, entry] }],
    ['eventbridge', 'DescribeRule', { Name: 'r', EventBusName: '$BUS' }],
  );
  expect(missing(local)).toEqual([
    `events:PutEvents on arn:aws:events:${here}:event-bus/default`,
    `events:DescribeRule on arn:aws:events:${here}:rule/shop/r`,
  ]);
});

test('writing to a data stream, and reading it', async () => {
  const StreamName = '$STREAM';
  const record = { Data: Array.from('x'), PartitionKey: 'a' };
  const local = await orders((stack, fn) => {
    const stream = new Stream(stack, 'Clicks', { streamName: 'clicks' });
    stream.grantWrite(fn);
    return { STREAM: stream.streamName };
  });
  await call(
    local,
    ['kinesis', 'PutRecord', { StreamName, ...record, Data: [] }],
    ['kinesis', 'ListShards', { StreamName }],
    ['kinesis', 'DescribeStreamSummary', { StreamName }],
  );
  expect(missing(local)).toEqual([`kinesis:DescribeStreamSummary on arn:aws:kinesis:${here}:stream/clicks`]);
});

test('the keys of objects may have more than one line', async () => {
  const local = await orders((stack) => ({ BUCKET: new Bucket(stack, 'Uploads').bucketName }));
  const put = (Key: string): Call => ['s3', 'PutObject', { Bucket: '$BUCKET', Key }];

  await call(local, put('one/a\nb'), put('two/c\nd'));

  expect(missing(local)).toEqual([`s3:PutObject on arn:aws:s3:::${local.bucket('Uploads').name}/one/a\nb`]);
});

test('reading a parameter, writing it, and what CDK has no grant for', async () => {
  const Name = '$PARAMETER';
  const local = await orders((stack, fn) => {
    const parameter = new StringParameter(stack, 'Greeting', { parameterName: '/shop/greeting', stringValue: 'x' });
    parameter.grantRead(fn);
    return { PARAMETER: parameter.parameterName, PARAMETERARN: parameter.parameterArn };
  });
  await call(
    local,
    ['ssm', 'GetParameter', { Name }],
    ['ssm', 'GetParameter', { Name: '$PARAMETERARN:1' }],
    ['ssm', 'GetParameters', { Names: [`${Name}:1`, '/shop/other'] }],
    ['ssm', 'GetParameterHistory', { Name }],
    ['ssm', 'GetParametersByPath', { Path: '/shop/' }],
    ['ssm', 'DescribeParameters'],
    ['ssm', 'PutParameter', { Name, Value: 'y', Overwrite: true }],
    ['ssm', 'LabelParameterVersion', { Name, Labels: ['a'] }],
    ['ssm', 'AddTagsToResource', { ResourceType: 'Parameter', ResourceId: Name, Tags: [] }],
    ['ssm', 'DeleteParameters', { Names: [Name] }],
  );
  const parameter = `arn:aws:ssm:${here}:parameter/shop`;
  expect(missing(local)).toEqual([
    `ssm:GetParameters on ${parameter}/other`,
    `ssm:GetParametersByPath on ${parameter}/`,
    `ssm:DescribeParameters on arn:aws:ssm:${here}:*`,
    `ssm:PutParameter on ${parameter}/greeting`,
    `ssm:LabelParameterVersion on ${parameter}/greeting`,
    `ssm:AddTagsToResource on ${parameter}/greeting`,
    `ssm:DeleteParameters on ${parameter}/greeting`,
  ]);
  const remedies = local.permissions.missing.map(({ action, remedy }) => [action, remedy]);
  expect(remedies).toContainEqual(['ssm:PutParameter', expect.stringContaining('parameter.grantWrite(fn)')]);
  expect(remedies).toContainEqual(['ssm:GetParametersByPath', expect.stringMatching(/^Add the action to its role/)]);
  expect(local.permissions.missing[3]).toMatchObject({ resourcePath: 'App/Greeting' });
});

test('fails when a parameter is read without permission and identity policies are enforced', async () => {
  const local = await orders((stack) => {
    return { PARAMETER: new StringParameter(stack, 'Greeting', { parameterName: 'hi', stringValue: 'x' }).parameterName };
  }, 'enforce');
  expect(await call(local, ['ssm', 'GetParameter', { Name: '$PARAMETER' }])).toEqual([
    {
      name: 'AccessDeniedException',
      message: `${who(local)} is not authorized to perform: ssm:GetParameter on resource: arn:aws:ssm:${here}:parameter/hi because no identity-based policy allows the ssm:GetParameter action`,
      status: 400,
    },
  ]);
});

test('a schedule needs to be allowed, and so does passing its role', async () => {
  const schedule: Call = [
    'scheduler',
    'CreateSchedule',
    {
      ...{
        Name: 'later',
        GroupName: '$GROUP',
        ScheduleExpression: 'at(2040-01-01T00:00:00)',
        FlexibleTimeWindow: { Mode: 'OFF' },
      },
      Target: { Arn: 'arn:aws:sqs:us-east-1:000000000000:x', RoleArn: '$ROLE' },
    },
  ];
  const build = (grant: (group: ScheduleGroup, role: Role, fn: Fn) => void) => (stack: Stack, fn: Fn) => {
    const group = new ScheduleGroup(stack, 'Group', { scheduleGroupName: 'later' });
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    grant(group, role, fn);
    return { GROUP: group.scheduleGroupName, ROLE: role.roleArn };
  };
  const granted = await orders(
    build((group, role, fn) => {
      group.grantWriteSchedules(fn);
      role.grantPassRole(fn.grantPrincipal);
    }),
  );
  expect(await call(granted, schedule)).toEqual(['done']);
  expect(missing(granted)).toEqual([]);

  const forgotten = await orders(build((group, _, fn) => group.grantWriteSchedules(fn)));
  expect(await call(forgotten, schedule)).toEqual(['done']);
  expect(missing(forgotten)).toEqual([expect.stringMatching(/^iam:PassRole on arn:aws:iam::000000000000:role\//)]);
});

test('a role may be passed to the one service that its condition names', async () => {
  const local = await orders((stack, fn) => {
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    const passing = (to: string) => ({
      ...{ actions: ['iam:PassRole'], resources: [role.roleArn] },
      conditions: { StringEquals: { 'iam:PassedToService': to } },
    });
    fn.addToRolePolicy(new PolicyStatement(passing('ecs-tasks.amazonaws.com')));
    fn.addToRolePolicy(new PolicyStatement({ actions: ['scheduler:*'], resources: ['*'] }));
    return { ROLE: role.roleArn };
  });
  const Target = { Arn: 'arn:aws:sqs:us-east-1:000000000000:x', RoleArn: '$ROLE' };
  const schedule = { Name: 'later', ScheduleExpression: 'rate(1 day)', FlexibleTimeWindow: { Mode: 'OFF' }, Target };
  await call(local, ['scheduler', 'CreateSchedule', schedule]);
  expect(missing(local)).toEqual([expect.stringMatching(/^iam:PassRole/)]);
});

test('that a role may not be passed to one service says nothing of another', async () => {
  const role = 'arn:aws:iam::000000000000:role/r';
  const local = await orders((stack, fn) => {
    const conditions = { StringEquals: { 'iam:PassedToService': 'logs.amazonaws.com' } };
    fn.addToRolePolicy(new PolicyStatement({ actions: ['iam:PassRole'], resources: [role], conditions }));
    fn.addToRolePolicy(new PolicyStatement({ actions: ['scheduler:*', 'logs:*'], resources: ['*'] }));
    const stream = new Stream(stack, 'Lines');
    return { GROUP: new LogGroup(stack, 'Audit').logGroupName, STREAM: stream.streamArn };
  }, 'enforce');
  const Target = { Arn: 'arn:aws:sqs:us-east-1:000000000000:x', RoleArn: role };
  const schedule = { Name: 'later', ScheduleExpression: 'rate(1 day)', FlexibleTimeWindow: { Mode: 'OFF' }, Target };
  const filter = { logGroupName: '$GROUP', filterName: 'f', filterPattern: '', destinationArn: '$STREAM', roleArn: role };

  expect(
    await call(local, ['scheduler', 'CreateSchedule', schedule], ['cloudwatch-logs', 'PutSubscriptionFilter', filter]),
  ).toEqual([expect.objectContaining({ name: 'AccessDeniedException' }), 'done']);
});

test('writing logs to a group of the app, and reading them', async () => {
  const stream = { logGroupName: '$GROUP', logStreamName: 's' };
  const WRITE: readonly Call[] = [
    ['cloudwatch-logs', 'CreateLogStream', stream],
    ['cloudwatch-logs', 'PutLogEvents', { ...stream, logEvents: [{ timestamp: 0, message: 'x' }] }],
  ];
  const READ: readonly Call[] = [
    ['cloudwatch-logs', 'GetLogEvents', stream],
    ['cloudwatch-logs', 'FilterLogEvents', { logGroupName: '$GROUP' }],
    ['cloudwatch-logs', 'DescribeLogStreams', { logGroupName: '$GROUP' }],
  ];
  const local = await orders((stack, fn) => {
    const group = new LogGroup(stack, 'Audit', { logGroupName: 'audit' });
    group.grantWrite(fn);
    return { GROUP: group.logGroupName };
  });
  await call(local, ...WRITE);
  expect(missing(local)).toEqual([]);
  await call(local, ...READ);
  expect(missing(local)).toEqual([
    `logs:GetLogEvents on arn:aws:logs:${here}:log-group:audit:log-stream:s`,
    `logs:FilterLogEvents on arn:aws:logs:${here}:log-group:audit:log-stream:`,
    `logs:DescribeLogStreams on arn:aws:logs:${here}:log-group:audit:log-stream:`,
  ]);
  const filter = { logGroupName: '$GROUP', filterName: 'f' };
  const to = {
    filterPattern: '',
    destinationArn: `arn:aws:kinesis:${here}:stream/s`,
    roleArn: 'arn:aws:iam::000000000000:role/r',
  };
  await call(
    local,
    ['cloudwatch-logs', 'PutSubscriptionFilter', { ...filter, ...to }],
    ['cloudwatch-logs', 'DescribeSubscriptionFilters', { logGroupName: '$GROUP' }],
    ['cloudwatch-logs', 'DeleteSubscriptionFilter', filter],
  );
  expect(missing(local).slice(3)).toEqual([
    `logs:PutSubscriptionFilter on arn:aws:logs:${here}:log-group:audit:log-stream:`,
    'iam:PassRole on arn:aws:iam::000000000000:role/r',
    `logs:DescribeSubscriptionFilters on arn:aws:logs:${here}:log-group:audit:log-stream:`,
    `logs:DeleteSubscriptionFilter on arn:aws:logs:${here}:log-group:audit:log-stream:`,
  ]);

  const reading = await orders((stack, fn) => {
    const group = new LogGroup(stack, 'Audit', { logGroupName: 'audit' });
    group.grantRead(fn);
    return { GROUP: group.logGroupName };
  });
  await call(reading, ...READ);
  expect(missing(reading)).toEqual([]);
});

test('posting to connections of a WebSocket API, which is not closing them', async () => {
  const POSTS = `
    const { ApiGatewayManagementApiClient, ...commands } = require('@aws-sdk/client-apigatewaymanagementapi');
    exports.handler = async ({ body, requestContext: { domainName, stage, connectionId: ConnectionId } }) => {
      const client = new ApiGatewayManagementApiClient({ endpoint: 'https://' + domainName + '/' + stage });
      await client.send(new commands[JSON.parse(body).command + 'Command']({ ConnectionId, Data: 'pushed' }));
      return { statusCode: 200 };
    };`;
  const build = (grant: (api: WebSocketApi, fn: Fn) => void) =>
    appOf((stack) => {
      const fn = nodeFunction(stack, 'Orders', POSTS);
      const webSocketApi = new WebSocketApi(stack, 'Chat', {
        defaultRouteOptions: { integration: new WebSocketLambdaIntegration('Integration', fn) },
      });
      new WebSocketStage(stack, 'Stage', { webSocketApi, stageName: 'prod', autoDeploy: true });
      grant(webSocketApi, fn);
    });
  const talk = async (local: LocalExecutor) => {
    const client = await local.webSocketApi('Chat').connect();
    for (const command of ['PostToConnection', 'GetConnection', 'PostToConnection', 'DeleteConnection']) {
      await client.send({ command });
    }
    await local.settle();
    return client;
  };
  const all = await running(
    build((api, fn) => api.grantManageConnections(fn)),
    { clock: 'virtual' },
  );
  await talk(all);
  expect(missing(all)).toEqual([]);

  const posting = build((api, fn) => {
    const resources = [`arn:aws:execute-api:*:*:${api.apiId}/prod/POST/@connections/*`];
    fn.addToRolePolicy(new PolicyStatement({ actions: ['execute-api:ManageConnections'], resources }));
  });
  const some = await running(posting, { clock: 'virtual' });
  await talk(some);
  const at = `execute-api:ManageConnections on arn:aws:execute-api:${here}:${some.webSocketApi('Chat').id}/prod`;
  expect(missing(some)).toEqual([
    expect.stringContaining(`${at}/GET/@connections/`),
    expect.stringContaining(`${at}/DELETE/@connections/`),
  ]);

  const none = await running(
    build(() => undefined),
    { clock: 'virtual', identityPolicies: 'enforce' },
  );
  const client = await none.webSocketApi('Chat').connect();
  await client.send({ command: 'PostToConnection' });
  const payload: unknown = none.function('Orders').invocations[0]?.payload;
  expect(payload).toMatchObject({
    errorType: 'AccessDeniedException',
    errorMessage: expect.stringMatching(
      /is not authorized to perform: execute-api:ManageConnections on resource: arn:aws:execute-api:us-east-1:\*{8}0000:\w+\/prod\/POST\/@connections\/\S+ because no identity-based policy allows the execute-api:ManageConnections action$/,
    ),
  });
  expect(client.received).toMatchObject([{ message: 'Internal server error' }]);
});

test('everybody may ask who they are', async () => {
  const local = await orders(() => ({}), 'enforce');
  expect(await call(local, ['sts', 'GetCallerIdentity'])).toEqual(['done']);
  expect(missing(local)).toEqual([]);
});

test('an upload by form needs what the role of the function allows that has signed it', async () => {
  const app = appOf((stack) => {
    new Bucket(stack, 'Uploads', { bucketName: 'uploads' });
    nodeFunction(
      stack,
      'Orders',
      'exports.handler = async () => ({ accessKeyId: process.env.AWS_ACCESS_KEY_ID, secret: process.env.AWS_SECRET_ACCESS_KEY });',
    );
  });
  const local = await running(app, { clock: 'virtual', identityPolicies: 'enforce' });
  const signer = (await local.function('Orders').invoke()).payload as { accessKeyId: string; secret: string };

  const reply = await fetch(`${local.endpoint}/uploads`, { method: 'POST', body: formOf(presignedPost(signer)) });

  expect(reply.status).toBe(403);
  expect(await reply.text()).toContain('is not authorized to perform: s3:PutObject');
  expect(missing(local)).toEqual(['s3:PutObject on arn:aws:s3:::uploads/in/a.txt']);
});

describe('Secrets Manager', () => {
  const secret = (grant: (made: Secret, fn: Fn) => void) => (stack: Stack, fn: Fn) => {
    const made = new Secret(stack, 'Login', { secretName: 'login' });
    grant(made, fn);
    return { ARN: made.secretArn };
  };
  const READ: readonly Call[] = [
    ['secrets-manager', 'GetSecretValue', { SecretId: '$ARN' }],
    ['secrets-manager', 'GetSecretValue', { SecretId: 'login' }],
    ['secrets-manager', 'DescribeSecret', { SecretId: 'login' }],
  ];
  const WRITE: readonly Call[] = [
    ['secrets-manager', 'PutSecretValue', { SecretId: 'login', SecretString: 'x' }],
    ['secrets-manager', 'UpdateSecret', { SecretId: '$ARN', SecretString: 'y' }],
  ];

  test('grantRead and grantWrite are enough for reading and writing, by name and by ARN', async () => {
    const local = await orders(
      secret((made, fn) => {
        made.grantRead(fn);
        made.grantWrite(fn);
      }),
    );
    expect(new Set(await call(local, ...READ, ...WRITE))).toEqual(new Set(['done']));
    expect(missing(local)).toEqual([]);
  });

  test('each operation needs its own action of the secret; many at once need to be read each', async () => {
    const local = await orders(secret(() => undefined));
    await call(
      local,
      ...READ,
      ...WRITE,
      ['secrets-manager', 'BatchGetSecretValue', { SecretIdList: ['login'] }],
      ['secrets-manager', 'BatchGetSecretValue', { Filters: [{ Key: 'name', Values: ['login'] }] }],
      ['secrets-manager', 'CreateSecret', { Name: 'other' }],
    );
    const arn = local.application.secrets?.[0]?.arn;
    expect(missing(local)).toEqual([
      `secretsmanager:GetSecretValue on ${arn}`,
      `secretsmanager:DescribeSecret on ${arn}`,
      `secretsmanager:PutSecretValue on ${arn}`,
      `secretsmanager:UpdateSecret on ${arn}`,
      'secretsmanager:BatchGetSecretValue on *',
      'secretsmanager:ListSecrets on *',
      expect.stringMatching(/^secretsmanager:CreateSecret on arn:.*:secret:other-\?{6}$/),
    ]);
  });

  test('of many at once those that may not be read are told beside the others, by names, ARNs and filters', async () => {
    const app = appOf((stack) => {
      const read = `const { SecretsManagerClient, BatchGetSecretValueCommand } = require('@aws-sdk/client-secrets-manager');
        exports.handler = (input) => new SecretsManagerClient({}).send(new BatchGetSecretValueCommand(input));`;
      const fn = nodeFunction(stack, 'Orders', read);
      new Secret(stack, 'Mine', { secretName: 'login-mine' }).grantRead(fn);
      new Secret(stack, 'Theirs', { secretName: 'login-theirs' });
      const actions = ['secretsmanager:BatchGetSecretValue', 'secretsmanager:ListSecrets'];
      fn.addToRolePolicy(new PolicyStatement({ actions, resources: ['*'] }));
    });
    const local = await running(app, { clock: 'virtual', identityPolicies: 'enforce' });
    const whole = local.application.secrets?.find(({ name }) => name === 'login-theirs')?.arn;
    const batch = async (input: object) => (await local.function('Orders').invoke(input)).payload as unknown;

    const denied = (SecretId: unknown) => ({
      ...{ SecretId, ErrorCode: 'AccessDeniedException' },
      Message: expect.stringContaining('is not authorized to perform: secretsmanager:GetSecretValue on resource:'),
    });
    expect(await batch({ SecretIdList: ['login-mine', 'login-theirs', whole, 'none'] })).toMatchObject({
      SecretValues: [{ Name: 'login-mine' }],
      Errors: [denied('login-theirs'), denied(whole), { SecretId: 'none', ErrorCode: 'ResourceNotFoundException' }],
    });
    expect(await batch({ Filters: [{ Key: 'name', Values: ['login'] }] })).toMatchObject({
      SecretValues: [{ Name: 'login-mine' }],
      Errors: [denied(whole)],
    });
    expect(missing(local)).toEqual([`secretsmanager:GetSecretValue on ${whole}`]);
  });

  test('of a secret that the app does not make nothing is told: it may have a policy that lets it be read', async () => {
    const local = await orders(() => ({}));
    const read = await call(local, ['secrets-manager', 'GetSecretValue', { SecretId: 'theirs' }]);
    expect(read).toMatchObject([{ name: 'ResourceNotFoundException' }]);
    expect(missing(local)).toEqual([]);
  });

  test('what the policy of the secret denies is denied whatever the role allows', async () => {
    const local = await orders(
      secret((made, fn) => {
        made.grantRead(fn);
        made.addToResourcePolicy(
          new PolicyStatement({
            ...{ effect: Effect.DENY, actions: ['secretsmanager:GetSecretValue'], resources: ['*'] },
            principals: [new AnyPrincipal()],
          }),
        );
      }),
      'enforce',
    );
    expect(await call(local, ...READ)).toMatchObject([{ name: 'AccessDeniedException', status: 400 }, {}, 'done']);
  });
});

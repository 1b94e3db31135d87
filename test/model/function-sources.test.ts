import { type Stack, TimeZone } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LambdaDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination as BucketDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { readAssembly } from '../../src/assembly/read-assembly';
import { functionSourcesOf } from '../../src/model/function-sources';
import { appOf, nodeFunction, stopAll } from '../local/scene';

afterEach(stopAll);

const HANDLER = 'exports.handler = async () => 1;';

/** What sets off the function `App/Fn` of an app. */
function sourcesOf(build: (stack: Stack, fn: lambda.Function) => void) {
  const app = appOf((stack) => build(stack, nodeFunction(stack, 'Fn', HANDLER)));
  const application = readAssembly(app.synth().directory);
  const [fn] = application.functions.filter(({ address }) => address.path === 'App/Fn');
  return functionSourcesOf(application).get(fn?.arn ?? '');
}

test('nothing sets a function off that only its callers know', () => {
  expect(sourcesOf(() => undefined)).toEqual([]);
});

test('a queue, with its batches, filters and concurrency, sets off an alias', () => {
  const found = sourcesOf((stack, fn) => {
    const filters = [{ body: { kind: ['a'] } }, { body: { kind: ['b'] } }].map((each) => ({ pattern: JSON.stringify(each) }));
    new lambda.CfnEventSourceMapping(stack, 'Mapping', {
      functionName: fn.addAlias('live').functionArn,
      eventSourceArn: new Queue(stack, 'Orders').queueArn,
      batchSize: 50,
      maximumBatchingWindowInSeconds: 5,
      filterCriteria: { filters },
      scalingConfig: { maximumConcurrency: 7 },
      functionResponseTypes: ['ReportBatchItemFailures'],
      enabled: false,
    });
  });

  expect(found).toEqual([
    {
      kind: 'queue',
      source: 'App/Orders',
      qualifier: 'live',
      how: ['batches of 50', 'gathered for 5 s', '2 filters', 'at most 7 at once', 'item failures'],
      disabled: true,
    },
  ]);
});

test('a table is named, not its stream; what the template leaves open is as Lambda has it', () => {
  const found = sourcesOf((stack, fn) => {
    const key = { name: 'id', type: AttributeType.STRING };
    const table = new Table(stack, 'Items', { partitionKey: key, stream: StreamViewType.NEW_IMAGE });
    fn.addEventSource(new sources.DynamoEventSource(table, { startingPosition: lambda.StartingPosition.LATEST }));
  });

  expect(found).toEqual([{ kind: 'table', source: 'App/Items', how: ['batches of 100'] }]);
});

test('topics, buckets, rules, schedules, URLs and other functions set a function off', () => {
  const found = sourcesOf((stack, fn) => {
    const filterPolicy = { speed: SubscriptionFilter.stringFilter({ allowlist: ['express'] }) };
    new Topic(stack, 'Shipped').addSubscription(new LambdaSubscription(fn, { filterPolicy }));
    const filter = { prefix: 'in/', suffix: '.csv' };
    new Bucket(stack, 'Uploads').addEventNotification(EventType.OBJECT_CREATED_PUT, new BucketDestination(fn), filter);
    const eventBus = new EventBus(stack, 'Bus');
    new Rule(stack, 'Placed', { eventBus, eventPattern: { source: ['shop'] }, enabled: false, targets: [new LambdaTarget(fn)] });
    new Rule(stack, 'Hourly', { schedule: RuleSchedule.expression('rate(1 hour)'), targets: [new LambdaTarget(fn)] });
    const schedule = ScheduleExpression.cron({ minute: '0', hour: '20', timeZone: TimeZone.of('Europe/Vienna') });
    new Schedule(stack, 'Nightly', { schedule, target: new LambdaInvoke(fn), enabled: false });
    fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE, invokeMode: lambda.InvokeMode.RESPONSE_STREAM });
    nodeFunction(stack, 'Other', HANDLER, { onFailure: new LambdaDestination(fn) });
  });

  expect(found).toEqual([
    { kind: 'functionUrl', source: 'App/Fn/FunctionUrl', how: ['public', 'streamed'] },
    { kind: 'topic', source: 'App/Shipped', how: ['filter {"speed":["express"]}'] },
    { kind: 'bucket', source: 'App/Uploads', how: ['s3:ObjectCreated:Put', 'in/*.csv'] },
    { kind: 'rule', source: 'App/Placed', how: ['{"source":["shop"]}', 'on App/Bus'], disabled: true },
    { kind: 'rule', source: 'App/Hourly', how: ['rate(1 hour)'] },
    { kind: 'schedule', source: 'App/Nightly', how: ['cron(0 20 * * ? *)', 'Europe/Vienna'], disabled: true },
    { kind: 'function', source: 'App/Other', how: ['on failure'] },
  ]);
});

test('the routes of an API are one source, and those that it authorizes another', () => {
  const found = sourcesOf((stack, fn) => {
    const api = new HttpApi(stack, 'Api');
    const integration = new HttpLambdaIntegration('Orders', fn);
    api.addRoutes({ path: '/orders', methods: [HttpMethod.GET, HttpMethod.POST], integration });
    const authorizer = new HttpLambdaAuthorizer('Keys', fn);
    const other = new HttpLambdaIntegration('Other', nodeFunction(stack, 'Other', HANDLER));
    api.addRoutes({ path: '/admin', methods: [HttpMethod.GET], integration: other, authorizer });
    const rest = new apigateway.RestApi(stack, 'Rest');
    rest.root.addMethod('ANY', new apigateway.LambdaIntegration(fn));
  });

  expect(found).toEqual([
    { kind: 'httpApi', source: 'App/Api', how: ['GET /orders', 'POST /orders'] },
    { kind: 'authorizer', source: 'App/Api', how: ['GET /admin'] },
    { kind: 'restApi', source: 'App/Rest', how: ['ANY /'] },
  ]);
});

test('a source that is not of the app is named by its ARN, and why nothing comes from it is said', () => {
  const arn = 'arn:aws:kafka:us-east-1:123456789012:cluster/c/1';
  const found = sourcesOf((stack, fn) => {
    fn.addEventSource(
      new sources.ManagedKafkaEventSource({
        clusterArn: arn,
        topic: 'clicks',
        startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      }),
    );
  });

  expect(found).toEqual([
    { kind: 'kafka', source: arn, how: ['clicks', 'batches of 100'], why: expect.stringContaining('an MSK cluster') },
  ]);
});

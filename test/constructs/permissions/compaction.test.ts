import { App, Aspects, CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi, HttpMethod, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration, WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { FunctionAlias, Traffic } from 'cdk-lambda-kit';
import { inline } from '../functions/kinds';
import { stackIn, temporaryFolder } from '../scene';
import { appWith, besides, dangling, logGroups, permissions, restApi, rules, sources } from './scene';

const P = '<AWS::Partition>';
const HERE = '<AWS::Region>:<AWS::AccountId>';
const API = `arn:${P}:execute-api:${HERE}:<ApiF70053CD>`;
const METHODS = [`${API}/<ApiDeploymentStageprod3EB9684E>/*`, `${API}/test-invoke-stage/*`];
const RULES = `arn:${P}:events:${HERE}:rule/Shop-*`;
const GROUPS = `arn:${P}:logs:${HERE}:log-group:Shop-*:*`;

describe('what becomes one permission', () => {
  test('120 methods of a REST API: one for the stage, one for test calls', () => {
    const stack = stackIn();
    restApi(stack, inline(stack), 120);

    expect(sources(stack)).toEqual(METHODS);
    expect(permissions(stack)[0]).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': ['GreeterA41DC22A', 'Arn'] },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: expect.anything(),
    });
    expect(dangling(stack)).toEqual([]);
  });

  test('methods of two APIs: by API, never by both', () => {
    const stack = stackIn();
    const greeter = inline(stack);
    restApi(stack, greeter, 40);
    restApi(stack, greeter, 40, 'Other');

    expect(sources(stack)).toHaveLength(4);
    expect(sources(stack)).toEqual(expect.arrayContaining(METHODS));
  });

  test('routes of an HTTP API: all of the API', () => {
    const stack = stackIn();
    const integration = new HttpLambdaIntegration('Greeter', inline(stack));
    const api = new HttpApi(stack, 'Api');
    for (let n = 0; n < 100; n++) api.addRoutes({ path: `/orders/{id}/${n}`, methods: [HttpMethod.GET], integration });

    expect(sources(stack)).toEqual([`${API}/*/*`]);
  });

  test('routes of a WebSocket API: all of the API', () => {
    const stack = stackIn();
    const greeter = inline(stack);
    const api = new WebSocketApi(stack, 'Api');
    for (let n = 0; n < 60; n++) api.addRoute(`say${n}`, { integration: new WebSocketLambdaIntegration(`I${n}`, greeter) });

    expect(sources(stack)).toEqual([`${API}/*`]);
  });

  test('60 rules: those whose names begin with that of the stack', () => {
    const stack = stackIn();
    rules(stack, inline(stack), 60);

    expect(sources(stack)).toEqual([RULES]);
  });

  test('rules of a bus: on this bus only', () => {
    const stack = stackIn();
    const eventBus = new events.EventBus(stack, 'Bus');
    const named = events.EventBus.fromEventBusName(stack, 'Named', 'orders');
    rules(stack, inline(stack), 150, (n) => ({ eventBus: [eventBus, named, undefined][n % 3] }));

    const bus = /<Bus\w+>/.exec(sources(stack).join())?.[0];
    expect(sources(stack)).toEqual([
      `arn:${P}:events:${HERE}:rule/${bus}/Shop-*`,
      RULES,
      `arn:${P}:events:${HERE}:rule/orders/Shop-*`,
    ]);
  });

  test('rules with names: those that begin alike', () => {
    const stack = stackIn();
    rules(stack, inline(stack), 120, (n) => ({ ruleName: n % 2 ? `orders-paid-${n}` : `stock-${n}` }));

    expect(sources(stack)).toEqual(['orders-paid-', 'stock-'].map((name) => `arn:${P}:events:${HERE}:rule/${name}*`));
  });

  test('rules of a stack with a long name: by as much of it as CloudFormation surely keeps', () => {
    const app = new App({ outdir: temporaryFolder() });
    const stack = new Stack(app, 'WarehouseStockReplenishment');
    rules(stack, inline(stack), 60);

    expect(sources(stack)).toEqual([`arn:${P}:events:${HERE}:rule/WarehouseStockReplen*`]);
  });

  test('200 log groups: those whose names begin with that of the stack', () => {
    const stack = stackIn();
    logGroups(stack, inline(stack), 200);

    expect(sources(stack)).toEqual([GROUPS]);
    expect(dangling(stack)).toEqual([]);
  });

  test.each([
    ['/aws/lambda/*:*', (n: number) => `/aws/lambda/${n}`],
    ['*', (n: number) => `${n}-of-200`],
  ])('200 log groups that are there already: log-group:%s', (tail, name) => {
    const stack = stackIn();
    logGroups(stack, inline(stack), 200, name);

    expect(sources(stack)).toEqual([`arn:${P}:logs:${HERE}:log-group:${tail}`]);
  });

  test('alarms and topics: those whose names begin with that of the stack', () => {
    // Without this flag aws-cdk-lib allows one alarm for each function.
    const stack = stackIn({ '@aws-cdk/aws-cloudwatch-actions:changeLambdaPermissionLogicalIdForLambdaAction': true });
    const greeter = inline(stack);
    for (let n = 0; n < 40; n++) {
      const alarm = new cloudwatch.Alarm(stack, `Alarm${n}`, {
        metric: greeter.metricErrors(),
        threshold: n,
        evaluationPeriods: 1,
      });
      alarm.addAlarmAction(new LambdaAction(greeter));
      new sns.Topic(stack, `Topic${n}`).addSubscription(new LambdaSubscription(greeter));
    }

    expect(sources(stack)).toEqual([`arn:${P}:cloudwatch:${HERE}:alarm:Shop-*`, `arn:${P}:sns:${HERE}:Shop-*`]);
    expect(permissions(stack).filter(({ SourceAccount }) => SourceAccount !== undefined)).toHaveLength(1);
  });

  test('methods, rules and log groups together', () => {
    const stack = stackIn();
    const greeter = inline(stack);
    restApi(stack, greeter, 70);
    rules(stack, greeter, 60);
    logGroups(stack, greeter, 100);

    expect(sources(stack)).toEqual([RULES, ...METHODS, GROUPS]);
    expect(dangling(stack)).toEqual([]);
  });
});

describe('no more than must', () => {
  test('a small app has the template that aws-cdk-lib makes', () => {
    const templates = [undefined, false].map((compactPermissions) => {
      const stack = stackIn();
      const greeter = inline(stack, { compactPermissions });
      restApi(stack, greeter, 10);
      rules(stack, greeter, 5);
      logGroups(stack, greeter, 5);
      return Template.fromStack(stack).toJSON();
    });

    expect(templates[0]).toEqual(templates[1]);
    expect(Object.keys(templates[0]?.Resources).filter((id) => id.startsWith('LambdaPermission'))).toEqual([]);
  });

  test('what takes most becomes one first, and the rest stays as it is', () => {
    const stack = stackIn();
    const greeter = inline(stack);
    restApi(stack, greeter, 120);
    rules(stack, greeter, 3);

    expect(sources(stack)).toEqual([expect.stringMatching(/<Rule0\w+\.Arn>/), expect.anything(), expect.anything(), ...METHODS]);
  });

  test('rules whose names have nothing in common stay, and the policy is refused', () => {
    const stack = stackIn();
    rules(stack, inline(stack), 60, (n) => ({ ruleName: `${n}-orders` }));

    expect(() => Template.fromStack(stack)).toThrow(/60 of events\.amazonaws\.com \(rule\)/);
  });

  test('statements with another account, principal or token keep apart', () => {
    const stack = stackIn();
    const greeter = inline(stack);
    const sourceArn = (n: number) => `arn:aws:events:eu-west-1:111122223333:rule/orders-${n}`;
    for (let n = 0; n < 60; n++) {
      greeter.addPermission(`P${n}`, {
        principal: new ServicePrincipal(n % 4 === 3 ? 'partner.events.amazonaws.com' : 'events.amazonaws.com'),
        sourceArn: sourceArn(n),
        sourceAccount: n % 4 === 1 ? '111122223333' : undefined,
        eventSourceToken: n % 4 === 2 ? 'token' : undefined,
      });
    }

    const found = permissions(stack).map(({ Principal, SourceAccount, EventSourceToken }) => [
      Principal,
      SourceAccount,
      EventSourceToken,
    ]);
    const groups = [...new Set(found.map((each) => JSON.stringify(each)))];
    expect(groups).toHaveLength(4);
    expect(sources(stack)).toContain('arn:aws:events:eu-west-1:111122223333:rule/orders-*');
  });

  test('a permission that somebody has touched, or that a resource waits for by itself, stays', () => {
    const stack = stackIn();
    const made = rules(stack, inline(stack), 60).map((rule) => rule.node.children.find(isPermission));
    made[0]?.addOverride('Properties.SourceAccount', '111122223333');
    // Renamed in newer releases of aws-cdk-lib.
    const waiting = made[1] as unknown as Record<string, (target: unknown) => void>;
    waiting['addResourceDependency' in waiting ? 'addResourceDependency' : 'addDependency']?.(made[2]);

    expect(sources(stack)).toEqual([
      expect.stringMatching(/<Rule0\w+\.Arn>/),
      // The one that waits can go; the one that it waits for cannot.
      expect.stringMatching(/<Rule2\w+\.Arn>/),
      RULES,
    ]);
    expect(dangling(stack)).toEqual([]);
  });

  test('sources of other kinds stay', () => {
    const stack = stackIn();
    const greeter = inline(stack);
    const principal = new ServicePrincipal('s3.amazonaws.com');
    for (let n = 0; n < 45; n++) greeter.addPermission(`P${n}`, { principal, sourceArn: `arn:aws:s3:::bucket-${n}` });

    expect(permissions(stack)).toHaveLength(45);
  });

  test('functions of aws-cdk-lib are left alone', () => {
    const stack = stackIn();
    const code = lambda.Code.fromInline('exports.handler = async () => 1;');
    const theirs = new lambda.Function(stack, 'Theirs', { code, handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X });
    inline(stack);
    rules(stack, theirs, 60);

    expect(permissions(stack)).toHaveLength(60);
  });

  test('compactPermissions: false leaves all as they are, and the policy is refused', () => {
    const stack = stackIn();
    rules(stack, inline(stack, { compactPermissions: false }), 60);

    expect(() => Template.fromStack(stack)).toThrow(/RESOURCE_POLICY_TOO_LARGE/);
  });
});

describe('aliases and versions', () => {
  test('have a policy each, which is compacted by itself', () => {
    const stack = stackIn();
    const greeter = inline(stack);
    const live = new FunctionAlias(stack, 'Live', { aliasName: 'live', traffic: Traffic.all(greeter.currentVersion) });
    restApi(stack, live, 60);
    rules(stack, greeter, 20);

    expect(sources(stack).slice(20)).toEqual(METHODS);
    const names = new Set(permissions(stack).map(({ FunctionName }) => JSON.stringify(FunctionName)));
    expect(names).toEqual(new Set(['{"Fn::GetAtt":["GreeterA41DC22A","Arn"]}', expect.stringMatching(/^\{"Ref":"Live/)]));
  });

  test('aliases of aws-cdk-lib and versions of our functions belong to them', () => {
    const stack = stackIn();
    const greeter = inline(stack);
    rules(stack, greeter.addAlias('live'), 60);
    logGroups(stack, greeter.currentVersion, 60);

    expect(sources(stack)).toEqual([RULES, GROUPS]);
  });

  test('our aliases of other functions are compacted, unless they say otherwise', () => {
    const templates = [undefined, false].map((compactPermissions) => () => {
      const stack = stackIn();
      const code = lambda.Code.fromInline('exports.handler = async () => 1;');
      const theirs = new lambda.Function(stack, 'Theirs', {
        code,
        handler: 'index.handler',
        runtime: lambda.Runtime.NODEJS_24_X,
      });
      const traffic = Traffic.all(theirs.currentVersion);
      rules(stack, new FunctionAlias(stack, 'Live', { aliasName: 'live', traffic, compactPermissions }), 60);
      return sources(stack);
    });

    expect(templates[0]?.()).toEqual([RULES]);
    expect(templates[1]).toThrow(/^.*\[Shop\/Live\]|Shop\/Live: the resource policy/s);
  });

  test('an alias does what its function says', () => {
    const stack = stackIn();
    rules(stack, inline(stack, { compactPermissions: false }).addAlias('live'), 60);

    expect(() => Template.fromStack(stack)).toThrow(/Shop\/Greeter\/Aliaslive: the resource policy/);
  });
});

describe('sources in other stacks', () => {
  test('become one in their stack, which waits for no other than before', () => {
    const stack = stackIn();
    const greeter = inline(stack);
    const [one, two] = [besides(stack, 'One'), besides(stack, 'Two')];
    restApi(one, greeter, 60);
    rules(two, greeter, 60);

    expect(sources(one)).toEqual(METHODS);
    expect(sources(two)).toEqual([`arn:${P}:events:${HERE}:rule/Two-*`]);
    expect(sources(stack)).toEqual([]);
    expect([stack, one, two].map(({ dependencies }) => dependencies.map(({ node }) => node.id))).toEqual([
      [],
      ['Shop'],
      ['Shop'],
    ]);
  });

  test('a rule in another stack than its permission stays', () => {
    const stack = stackIn();
    const greeter = inline(stack);
    const others = besides(stack, 'Others');
    for (let n = 0; n < 60; n++) {
      const rule = new events.Rule(others, `Rule${n}`, { eventPattern: { source: ['a'] } });
      greeter.addPermission(`P${n}`, { principal: new ServicePrincipal('events.amazonaws.com'), sourceArn: rule.ruleArn });
    }

    expect(() => Template.fromStack(stack)).toThrow(/RESOURCE_POLICY_TOO_LARGE/);
  });

  test('in a nested stack they become one there, by the name of the outer stack', () => {
    const stack = stackIn();
    const greeter = inline(stack);
    const nested = new NestedStack(stack, 'Inner');
    logGroups(nested, greeter, 60);

    expect(sources(nested)).toEqual([`arn:${P}:logs:${HERE}:log-group:Shop-*:*`]);
    expect(dangling(nested)).toEqual([]);
  });

  test('every stage is by itself', () => {
    const app = new App({ outdir: temporaryFolder() });
    const stacks = ['Test', 'Live'].map((id) => new Stack(new Stage(app, id), 'Shop'));
    for (const stack of stacks) rules(stack, inline(stack), 60);

    expect(stacks.map((stack) => sources(stack))).toEqual(
      ['Test', 'Live'].map((stage) => [`arn:${P}:events:${HERE}:rule/${stage}-Shop-*`]),
    );
  });
});

describe('what waits for a permission that has become one with others', () => {
  test('waits for that one: subscription filters, and what is told to', () => {
    const stack = stackIn();
    const greeter = inline(stack);
    logGroups(stack, greeter, 60);
    const made = rules(stack, greeter, 60);
    const [byRule, byPermission] = ['ByRule', 'ByPermission'].map((id) => new CfnResource(stack, id, { type: 'Test::Waits' }));
    byRule?.node.addDependency(made[7] as events.Rule);
    byPermission?.node.addDependency(made[8]?.node.children.find(isPermission) as lambda.CfnPermission);

    const template = Template.fromStack(stack);
    const idOf = (principal: string): string =>
      Object.keys(template.findResources('AWS::Lambda::Permission', { Properties: { Principal: principal } })).join();
    template.allResources('AWS::Logs::SubscriptionFilter', { DependsOn: [idOf('logs.amazonaws.com')] });
    const waiting = template.findResources('Test::Waits');
    expect(waiting.ByPermission?.DependsOn).toEqual([idOf('events.amazonaws.com')]);
    expect(waiting.ByRule?.DependsOn).toEqual([idOf('events.amazonaws.com'), expect.stringMatching(/^Rule7/)]);
    expect(dangling(stack)).toEqual([]);
  });

  test('waits in no ring, when filters wait for one another', () => {
    const stack = stackIn();
    const filters = logGroups(stack, inline(stack), 60);
    for (const [n, filter] of filters.entries()) {
      if (n > 0) filter.node.addDependency(filters[n - 1] as logs.SubscriptionFilter);
    }

    // A ring of resources is refused by the CDK's template reader.
    expect(() => Template.fromStack(stack)).not.toThrow();
    expect(sources(stack)).toEqual([GROUPS]);
  });
});

describe('the same at every synthesis', () => {
  test('whatever the order in which sources are added', () => {
    const templates = [false, true].map((reverse) => {
      const stack = stackIn();
      const greeter = inline(stack);
      const steps = [() => rules(stack, greeter, 60), () => logGroups(stack, greeter, 60), () => restApi(stack, greeter, 60)];
      for (const step of reverse ? steps.reverse() : steps) step();
      const found = Template.fromStack(stack).findResources('AWS::Lambda::Permission');
      return Object.fromEntries(Object.entries(found).sort());
    });

    expect(JSON.stringify(templates[0])).toBe(JSON.stringify(templates[1]));
  });

  test('a second synthesis of an app finds what was added since', () => {
    const stack = stackIn();
    const greeter = inline(stack);
    rules(stack, greeter, 60);
    const app = stack.node.root as App;
    app.synth();
    restApi(stack, greeter, 60);
    const { template } = app.synth({ force: true }).getStackByName('Shop');

    const types = Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Permission');
    expect(types).toHaveLength(3);
  });

  test.each([true, false])('with aspects that add permissions, when @aws-cdk/core:aspectStabilization is %p', (stabilization) => {
    const app = appWith({ '@aws-cdk/core:aspectStabilization': stabilization });
    const stack = stackIn({}, app);
    const greeter = inline(stack);
    for (let n = 0; n < 60; n++) new logs.LogGroup(stack, `Group${n}`);
    Aspects.of(app).add({
      visit(node) {
        if (!(node instanceof logs.LogGroup) || node.node.scope === greeter) return;
        const destination = new LambdaDestination(greeter);
        node.addSubscriptionFilter('Filter', { destination, filterPattern: logs.FilterPattern.allEvents() });
      },
    });

    expect(sources(stack)).toEqual([GROUPS]);
    expect(dangling(stack)).toEqual([]);
  });
});

function isPermission(construct: unknown): construct is lambda.CfnPermission {
  return construct instanceof lambda.CfnPermission;
}

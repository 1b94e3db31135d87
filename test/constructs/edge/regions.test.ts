import { App, CfnOutput, NestedStack, Stack, Stage, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { sourceFile, temporaryFolder } from '../scene';
import { app, associationsIn, functionIn, On, read, rewriteIn, siteIn, stackOf, synthesis } from './scene';

const supportOf = (stack: Stack, id = 'Shop-edge-eu-west-1') => stack.node.root.node.tryFindChild(id) as Stack;
const outputsOf = (stack: Stack) => Object.entries(Template.fromStack(stack).findOutputs('*'));

describe('a function in a stack in another Region', () => {
  function shop() {
    const stack = stackOf('eu-west-1');
    const rewrite = rewriteIn(stack);
    siteIn(stack, [rewrite.on(On.VIEWER_REQUEST)]);
    return { stack, rewrite, support: supportOf(stack) };
  }

  test('is made in a stack beside it, in us-east-1', () => {
    const { stack, support } = shop();

    expect([support.region, support.account, support.stackName]).toEqual(['us-east-1', stack.account, 'Shop-edge-eu-west-1']);
    expect(functionIn(support).Properties.Runtime).toBe('nodejs24.x');
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('is read from an output of that stack, without a custom resource', () => {
    const { stack, support } = shop();
    const [[name, { Value: value }]] = outputsOf(support) as [[string, { Value: { Ref: string } }]];

    expect(associationsIn(stack)).toEqual([
      [
        {
          EventType: 'viewer-request',
          LambdaFunctionARN: read({ StackName: 'Shop-edge-eu-west-1', OutputName: name, Region: 'us-east-1' }, value.Ref),
        },
      ],
    ]);
    expect(Object.values(Template.fromStack(stack).toJSON().Resources).map((each: any) => each.Type)).toEqual([
      'AWS::CloudFront::Distribution',
    ]);
    expect(JSON.stringify(Template.fromStack(support).toJSON())).not.toMatch(/Custom::|Export/);
  });

  test('is deployed first', () => {
    const { stack, support } = shop();

    expect(stack.dependencies).toEqual([support]);
  });

  test('changes the template of the distribution with each version, which would not be deployed otherwise', () => {
    const templatesOf = (text: string) => {
      const stack = stackOf('eu-west-1');
      siteIn(stack, [rewriteIn(stack, { entry: sourceFile(text) }).on(On.VIEWER_REQUEST)]);
      return { site: Template.fromStack(stack).toJSON(), outputs: outputsOf(supportOf(stack)).map(([name]) => name) };
    };
    const [one, again, other] = [1, 1, 2].map((number) => templatesOf(`export const handler = () => ${number};`));

    expect(one).toEqual(again);
    expect(one?.site).not.toEqual(other?.site);
    // A template of an earlier day still finds it.
    expect(one?.outputs).toEqual(other?.outputs);
  });

  test('shares the stack with others, whatever they are called', () => {
    const stack = stackOf('eu-west-1');
    const [one, other] = ['One', 'Other'].map((id) => rewriteIn(new Construct(stack, id)));
    siteIn(stack, [one?.on(On.VIEWER_REQUEST) ?? fail(), other?.on(On.ORIGIN_REQUEST) ?? fail()]);

    Template.fromStack(supportOf(stack)).resourceCountIs('AWS::Lambda::Function', 2);
    expect(outputsOf(supportOf(stack))).toHaveLength(2);
  });

  test('is a resource of one account: the stack beside it is of the same', () => {
    const stack = stackOf('eu-west-1', app(), 'Shop', { env: { account: '111122223333' } });
    rewriteIn(stack);

    expect(supportOf(stack).account).toBe('111122223333');
  });

  test('has the tags of the stack', () => {
    const stack = stackOf('eu-west-1', app(), 'Shop', { tags: { team: 'web' } });
    rewriteIn(stack);
    Tags.of(stack.node.root).add('app', 'shop');

    expect(functionIn(supportOf(stack)).Properties.Tags).toEqual(expect.arrayContaining([{ Key: 'app', Value: 'shop' }]));
    expect(supportOf(stack).tags.tagValues()).toMatchObject({ team: 'web' });
  });

  test('is called after the name of its stack, which may be of the greatest length', () => {
    const names = ['x', 'y'].map((last) => {
      const stack = stackOf('eu-west-1', app(), 'Shop', { stackName: `${'s'.repeat(127)}${last}` });
      rewriteIn(stack);
      return supportOf(stack).stackName;
    });

    expect(names.map((name) => name.length)).toEqual([128, 128]);
    expect(names[0]).not.toBe(names[1]);
  });
});

describe('a function for several stacks', () => {
  test.each(['us-east-1', 'eu-west-1'])('in %s is used without exports, which could not change', (region) => {
    const stack = stackOf(region);
    const rewrite = rewriteIn(stack);
    const others = [region, 'ap-south-1'].map((each, index) => stackOf(each, stack.node.root as App, `Other${index}`));
    for (const other of others) siteIn(other, [rewrite.on(On.VIEWER_REQUEST)]);
    siteIn(stack, [rewrite.on(On.VIEWER_REQUEST)]);

    const producer = region === 'us-east-1' ? stack : supportOf(stack);
    const [[name, { Value: value }]] = outputsOf(producer) as [[string, { Value: { Ref: string } }]];
    for (const other of others) {
      expect(associationsIn(other)).toMatchObject([
        [
          {
            LambdaFunctionARN: read({ StackName: producer.stackName, OutputName: name, Region: 'us-east-1' }, value.Ref),
          },
        ],
      ]);
      expect(other.dependencies).toEqual([producer]);
    }
    expect(JSON.stringify(Template.fromStack(producer).toJSON())).not.toContain('Export');
  });

  test('may be used by one whose Region only the deployment knows', () => {
    const stack = stackOf();
    const other = new Stack(stack.node.root as App, 'Other');
    siteIn(other, [rewriteIn(stack).on(On.VIEWER_REQUEST)]);

    expect(JSON.stringify(associationsIn(other))).toMatch(/"Fn::GetStackOutput":\{"StackName":"Shop",.*"Region":"us-east-1"\}/);
  });

  test('fails at synthesis when one is of another account (EDGE-01)', () => {
    const account = (id: string) => ({ env: { account: id } });
    const stack = stackOf('us-east-1', app(), 'Shop', account('111122223333'));
    const other = stackOf('us-east-1', stack.node.root as App, 'Other', account('444455556666'));
    siteIn(other, [rewriteIn(stack).on(On.VIEWER_REQUEST)]);

    expect(synthesis(other)).toThrow(/the stack Other must be of account 111122223333, but is of 444455556666/);
  });
});

describe('the stack beside one of another Region', () => {
  test('can be named, by several stacks', () => {
    const scope = app();
    const [one, other] = ['One', 'Other'].map((id) => {
      const stack = stackOf('eu-west-1', scope, id);
      rewriteIn(stack, { stackId: 'edge' });
      return stack;
    });

    const support = supportOf(one as Stack, 'edge');
    expect(support.stackName).toBe('edge');
    expect(other?.dependencies).toEqual([support]);
    Template.fromStack(support).resourceCountIs('AWS::Lambda::Function', 2);
  });

  test('can be one that is there', () => {
    const stack = stackOf('eu-west-1');
    const edge = stackOf('us-east-1', stack.node.root as App, 'Edge', { stackName: 'the-edge' });
    rewriteIn(stack, { stackId: 'Edge' });

    expect(functionIn(edge).Properties.Runtime).toBe('nodejs24.x');
  });

  test('is not made for a stack in us-east-1', () => {
    const stack = stackOf();
    rewriteIn(stack, { stackId: 'edge' });

    expect(supportOf(stack, 'edge')).toBeUndefined();
    expect(functionIn(stack).Properties.Runtime).toBe('nodejs24.x');
  });

  test('is in the same stage', () => {
    const stage = new Stage(app(), 'Prod');
    const stack = stackOf('eu-west-1', stage);
    siteIn(stack, [rewriteIn(stack).on(On.VIEWER_REQUEST)]);
    const assembly = stage.synth();

    expect(assembly.stacks.map(({ stackName }) => stackName)).toEqual(['Prod-Shop-edge-eu-west-1', 'Prod-Shop']);
    expect(JSON.stringify(assembly.stacks[1]?.template)).toContain('"StackName":"Prod-Shop-edge-eu-west-1"');
  });

  test.each([
    ['in another Region', { region: 'eu-west-1' }, 'a stack in eu-west-1 of account 111122223333'],
    ['of another account', { account: '444455556666' }, 'a stack in us-east-1 of account 444455556666'],
  ])('fails when the one that is named is %s', (_what, env, was) => {
    const scope = app();
    stackOf('us-east-1', scope, 'Edge', { env: { account: '111122223333', ...env } });
    const stack = stackOf('eu-west-1', scope, 'Shop', { env: { account: '111122223333' } });

    expect(() => rewriteIn(stack, { stackId: 'Edge' })).toThrow(
      new RegExp(`Shop/Rewrite: stackId Edge must be a stack in us-east-1 of the same account, but is ${was}`),
    );
  });

  test('fails when the one that is named is no stack', () => {
    const stack = stackOf('eu-west-1');
    new Construct(stack.node.root, 'Edge');

    expect(() => rewriteIn(stack, { stackId: 'Edge' })).toThrow(/but is no stack\..*\[EDGE_STACK_UNFIT\]/s);
  });
});

describe('a function in a nested stack', () => {
  test('in us-east-1 is handed to the distribution by the CDK', () => {
    const stack = stackOf();
    const nested = new NestedStack(stack, 'Nested');
    siteIn(stack, [rewriteIn(nested).on(On.VIEWER_REQUEST)]);

    expect(JSON.stringify(associationsIn(stack))).toMatch(/"Fn::GetAtt":\["NestedNestedStack[^"]*","Outputs\./);
  });

  test('in another Region is made in the stack beside the outermost one', () => {
    const stack = stackOf('eu-west-1');
    const nested = new NestedStack(stack, 'Nested');
    siteIn(nested, [rewriteIn(nested).on(On.VIEWER_REQUEST)]);

    expect(functionIn(supportOf(stack)).Properties.Runtime).toBe('nodejs24.x');
    expect(JSON.stringify(Template.fromStack(nested).toJSON())).toContain('"StackName":"Shop-edge-eu-west-1"');
    expect(stack.dependencies).toEqual([supportOf(stack)]);
  });

  test('is used by a distribution in one', () => {
    const stack = stackOf();
    const nested = new NestedStack(stack, 'Nested');
    siteIn(nested, [rewriteIn(stack).on(On.VIEWER_REQUEST)]);

    expect(JSON.stringify(Template.fromStack(nested).toJSON())).toMatch(/"LambdaFunctionARN":\{"Ref":"referencetoShopRewrite/);
  });
});

test('the number of a version is known in every stack', () => {
  const stack = stackOf('eu-west-1');
  new CfnOutput(stack, 'Version', { value: rewriteIn(stack).version });

  expect(Object.values(Template.fromStack(stack).findOutputs('Version'))).toEqual([
    { Value: { 'Fn::Select': [7, { 'Fn::Split': [':', { 'Fn::Select': [0, expect.anything()] }] }] } },
  ]);
});

test('fails when the stack has no Region, with what to do', () => {
  const stack = new Stack(new App({ outdir: temporaryFolder() }), 'Shop');

  expect(() => rewriteIn(stack)).toThrow(
    /Shop\/Rewrite: the stack Shop must have a Region, but has none\.\nGive the stack its Region/,
  );
});

test.each([
  'cn-north-1',
  'us-gov-west-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'eusc-de-east-1',
])('fails when the stack is in %s, from where us-east-1 cannot be reached', (region) => {
  expect(() => rewriteIn(stackOf(region))).toThrow(/EDGE_ELSEWHERE/);
});

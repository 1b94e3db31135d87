import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnOutput, type IResolvable, type IResolveContext, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { ConstructError } from './construct-error';
import { addStackDependency, topOf } from './edge-home';
import { versionResource } from './function-facts';

const ID = 'Arn';
/** In no ARN of a function and in no logical id. */
const SEPARATOR = '|';

/**
 * The ARN of a version in us-east-1, for stacks in any Region.
 *
 * Other stacks read it from an output, with `Fn::GetStackOutput`. Neither an export nor a custom resource stands between them:
 * an export could not change while it is in use, so that no change of the code could be deployed. The output keeps its name, so
 * that a template of an earlier day finds it, too, as when a deployment is rolled back.
 */
export class EdgeArn implements IResolvable {
  readonly creationStack: string[] = [];
  /** What names the version, as far as it is known: all of it from the validation on. */
  readonly users = new Set<IConstruct>();

  constructor(
    private readonly edge: Construct,
    private readonly home: Construct,
    private readonly version: lambda.IVersion,
  ) {}

  resolve(context: IResolveContext): unknown {
    this.users.add(context.scope);
    const [consumer, producer] = [Stack.of(context.scope), Stack.of(this.home)];
    // The CDK knows how to hand it to and from nested stacks, whose names nobody knows.
    if (topOf(consumer) === topOf(producer) || producer.nested) return this.version.edgeArn;

    this.checkAccount(consumer, producer);
    if (context.preparing) addStackDependency(topOf(consumer), producer);
    const output = {
      StackName: producer.stackName,
      OutputName: producer.resolve(this.output().logicalId) as string,
      Region: producer.region,
    };
    // The text of the other template has to change with each version: what has not changed is not deployed.
    const told = { 'Fn::Join': [SEPARATOR, [{ 'Fn::GetStackOutput': output }, this.versionId()]] };
    return { 'Fn::Select': [0, { 'Fn::Split': [SEPARATOR, told] }] };
  }

  toString(): string {
    return Token.asString(this);
  }

  /** For distributions of other accounts there is no such association (EDGE-01). */
  private checkAccount(consumer: Stack, producer: Stack): void {
    const accounts = [consumer.account, producer.account];
    if (accounts.some((account) => Token.isUnresolved(account)) || accounts[0] === accounts[1]) return;
    const message = `the stack ${consumer.node.path} must be of account ${producer.account}, but is of ${consumer.account}.`;
    throw new ConstructError(this.edge, 'EDGE_ELSEWHERE', message);
  }

  private output(): CfnOutput {
    const found = this.home.node.tryFindChild(ID) as CfnOutput | undefined;
    return found ?? new CfnOutput(this.home, ID, { value: this.version.edgeArn });
  }

  /** Its logical id, which is another for each version. */
  private versionId(): string {
    const resource = versionResource(this.version);
    if (!resource) throw new Error(`bug: ${this.version.node.path} is no version`);
    return Stack.of(resource).resolve(resource.logicalId) as string;
  }
}

/**
 * A greeter with a public URL, a ledger whose URL asks for a signature, and an announcer that calls a counter written in Python,
 * of which a tenth of the calls still go to its first version.
 *
 * Run it in this folder: npx cdk synth, then npx lambda-kit start.
 * Deploy it twice: npx cdk deploy -c first=true publishes version 1; npx cdk deploy, after a change of the counter, publishes
 * version 2 and gives it nine calls out of ten.
 */
import * as path from 'node:path';
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodeFunction, UrlAuth } from 'cdk-lambda-kit';

const handlers = path.join(__dirname, 'handlers');

export const app = new App();
const stack = new Stack(app, 'Hello');

const greeter = new NodeFunction(stack, 'Greeter', { entry: path.join(handlers, 'greeter.ts') });
const greeterUrl = greeter.addUrl({ auth: UrlAuth.public() });

const ledger = new NodeFunction(stack, 'Ledger', { entry: path.join(handlers, 'ledger.ts') });
const ledgerUrl = ledger.addUrl({ auth: UrlAuth.iam() });

const counter = new lambda.Function(stack, 'Counter', {
  runtime: lambda.Runtime.PYTHON_3_13,
  handler: 'counter.handler',
  code: lambda.Code.fromAsset(path.join(handlers, 'counter')),
});
const live = new lambda.Alias(stack, 'Live', { aliasName: 'live', ...versions(counter) });

const announcer = new NodeFunction(stack, 'Announcer', {
  entry: path.join(handlers, 'announcer.ts'),
  environment: { COUNTER: live.functionName },
});
live.grantInvoke(announcer);

new CfnOutput(stack, 'GreeterUrl', { value: greeterUrl.url });
new CfnOutput(stack, 'LedgerUrl', { value: ledgerUrl.url });

/** AWS publishes a version only of what has changed since the last, so two at once are for the second deployment. */
function versions(fn: lambda.Function): Pick<lambda.AliasProps, 'version' | 'additionalVersions'> {
  const first = new lambda.Version(stack, 'First', { lambda: fn, removalPolicy: RemovalPolicy.RETAIN });
  if (app.node.tryGetContext('first')) return { version: first };

  const second = fn.currentVersion;
  second.node.addDependency(first);
  return { version: second, additionalVersions: [{ version: first, weight: 0.1 }] };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { readInventory } from '../../src/assembly/read-assembly';
import { checkRules, type Violation } from '../../src/rules/check-rules';

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** What the rules say of an app of the CDK: `ID path`, errors marked. */
export function findingsIn(build: (stack: Stack, another: (id: string, props?: StackProps) => Stack) => void): readonly string[] {
  return violationsIn(build).map(({ rule, address }) => `${rule.id} ${address.path}${rule.severity === 'error' ? ' !' : ''}`);
}

export function violationsIn(
  build: (stack: Stack, another: (id: string, props?: StackProps) => Stack) => void,
): readonly Violation[] {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-rules-'));
  made.push(outdir);
  const app = new App({ outdir, analyticsReporting: false });
  build(new Stack(app, 'S'), (id, props) => new Stack(app, id, props));
  return checkRules(readInventory(app.synth().directory), '2026-11-20').violations;
}

export function plainFunction(stack: Stack, id: string, props: Partial<lambda.FunctionProps> = {}): lambda.Function {
  return new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => 1;'),
    ...props,
  });
}

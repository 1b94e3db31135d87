import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { App, type Environment, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { readInventory } from '../../src/assembly/read-assembly';
import { checkRules } from '../../src/rules/check-rules';

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** An app of aws-cdk-lib with stacks, and what the rules say of it: `RULE path`. */
export class PushedApp {
  readonly app: App;
  readonly stack: Stack;

  constructor(env?: Environment) {
    const outdir = mkdtempSync(join(tmpdir(), 'pushed-'));
    made.push(outdir);
    this.app = new App({ outdir });
    this.stack = this.another('S', env);
  }

  another(id: string, env?: Environment): Stack {
    return new Stack(this.app, id, { ...(env && { env }), crossRegionReferences: true });
  }

  fn(id = 'Fn', props: Partial<lambda.FunctionProps> = {}, scope: Construct = this.stack): lambda.Function {
    return new lambda.Function(scope, id, {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => 1;'),
      ...props,
    });
  }

  findings(): readonly string[] {
    const inventory = readInventory(this.app.synth().directory);
    return checkRules(inventory, '2026-11-20').violations.map(({ rule, address }) => `${rule.id} ${address.path}`);
  }
}

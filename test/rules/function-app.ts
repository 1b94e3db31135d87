import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { App, Stack } from 'aws-cdk-lib/core';
import { readInventory } from '../../src/assembly/read-assembly';
import { ALIASES } from '../../src/rules/aliases';
import { checkRules } from '../../src/rules/check-rules';
import { CODE_PACKAGES } from '../../src/rules/code-packages';
import { CONCURRENCY } from '../../src/rules/concurrency';
import { DEAD_LETTERS } from '../../src/rules/dead-letters';
import { DESTINATIONS } from '../../src/rules/destinations';
import { DURABLE } from '../../src/rules/durable';
import { ENVIRONMENT } from '../../src/rules/environment-variables';
import { EXECUTION_ROLES } from '../../src/rules/execution-roles';
import { FUNCTION_NAMES } from '../../src/rules/function-names';
import { FUNCTION_SIZE } from '../../src/rules/function-size';
import { HANDLERS } from '../../src/rules/handlers';
import { LAYERS } from '../../src/rules/layers';
import { LOGS } from '../../src/rules/logs';
import { MANAGED_INSTANCES } from '../../src/rules/managed-instances';
import { RECURSION } from '../../src/rules/recursion';
import { RUNTIMES } from '../../src/rules/runtimes';
import { SNAP_START } from '../../src/rules/snap-start';
import { TENANCY } from '../../src/rules/tenancy';
import { VERSIONS } from '../../src/rules/versions';

const ABOUT_FUNCTIONS = [
  ...[ALIASES, CODE_PACKAGES, CONCURRENCY, DEAD_LETTERS, DESTINATIONS, DURABLE, ENVIRONMENT, EXECUTION_ROLES],
  ...[
    FUNCTION_NAMES,
    FUNCTION_SIZE,
    HANDLERS,
    LAYERS,
    LOGS,
    MANAGED_INSTANCES,
    RECURSION,
    RUNTIMES,
    SNAP_START,
    TENANCY,
    VERSIONS,
  ],
].flat();

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export const HERE = { account: '111111111111', region: 'eu-west-1' };

/** What the rules about functions say of an app that aws-cdk-lib synthesized: `ID path`. */
export function said(make: (stack: Stack, app: App) => void, env?: { account: string; region: string }): readonly string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-functions-'));
  made.push(outdir);
  const app = new App({ outdir, analyticsReporting: false });
  make(new Stack(app, 'S', { env }), app);
  app.synth();
  const { violations } = checkRules(readInventory(outdir), '2026-11-20', { rules: ABOUT_FUNCTIONS });
  return violations.map(({ rule, address }) => `${rule.id} ${address.path}`);
}

export function fn(stack: Stack, props: Partial<lambda.FunctionProps> = {}, id = 'Fn'): lambda.Function {
  const code = lambda.Code.fromInline('exports.handler = async () => 1;');
  return new lambda.Function(stack, id, { code, runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', ...props });
}

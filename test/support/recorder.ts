/**
 * Has everything recorded that the tests of a file synthesize: the templates, which of their resources our constructs have made,
 * and what cdk-nag has against those. Loaded by test/setup.js for scripts/check-templates.ts; it costs each file about a second.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib/core';
import { readInventory } from '../../src/assembly/read-assembly';
import { checkRules } from '../../src/rules/check-rules';
import { packFindings } from './aws-solutions';

/** The day that the tests of the constructs are for. */
const TODAY = '2026-11-20';

/** The template of a stack. */
export interface RecordedTemplate {
  readonly text: string;
  /** Where it goes, as far as that is known. */
  readonly account?: string;
  readonly region?: string;
  /** Logical ids of the resources that our constructs have made. */
  readonly ours: readonly string[];
}

/** What one app has synthesized; beside it lies a file with a line for each test that has synthesized the same. */
export interface Recording {
  readonly templates: readonly RecordedTemplate[];
  /** Only those against what our constructs have made. */
  readonly pack: readonly { readonly rule: string; readonly path: string }[];
  /** Errors that the rules of docs/rules.md find in what our constructs have made. */
  readonly rules: readonly { readonly rule: string; readonly path: string; readonly message: string }[];
}

/** Hooks itself into every synthesis of this test file. */
export function recordInto(folder: string): void {
  const recorded = new WeakSet<object>();
  const { synth } = Stage.prototype;
  let depth = 0;
  Stage.prototype.synth = function (this: Stage, ...options) {
    depth++;
    try {
      const assembly = synth.apply(this, options);
      // A stage of an app is synthesized with the app, or for itself.
      if (depth === 1 && !recorded.has(assembly)) {
        recorded.add(assembly);
        write(folder, this);
      }
      return assembly;
    } finally {
      depth--;
    }
  };
}

function write(folder: string, stage: Stage): void {
  const templates = stage.node
    .findAll()
    .filter((node) => Stack.isStack(node))
    .map((stack) => templateOf(stack));
  const name = createHash('sha256').update(JSON.stringify(templates)).digest('hex');
  const { currentTestName = 'what is made for all tests', testPath = '' } = expect.getState();
  appendFileSync(path.join(folder, `${name}.tests`), `${path.relative(process.cwd(), testPath)}: ${currentTestName}\n`);
  const file = path.join(folder, `${name}.json`);
  if (existsSync(file)) return;

  const pack = packFindings(stage)
    .filter(({ resource }) => isOurs(resource))
    .map(({ rule, resource }) => ({ rule, path: resource.node.path }));
  const rules = rulesBrokenIn(stage);
  writeFileSync(file, JSON.stringify({ templates, pack, rules } satisfies Recording));
}

function rulesBrokenIn(stage: Stage): Recording['rules'] {
  const ours = new Set(
    stage.node
      .findAll()
      .filter((node) => CfnResource.isCfnResource(node))
      .filter(isOurs)
      .map(({ stack, logicalId }) => `${stack.templateFile} ${stack.resolve(logicalId)}`),
  );
  const inventory = readInventory(stage.outdir);
  return checkRules(inventory, TODAY)
    .violations.filter(({ rule }) => rule.severity === 'error')
    .filter(({ address }) => ours.has(`${path.basename(inventory.templates[address.stack] ?? '')} ${address.logicalId}`))
    .map(({ rule, address, message }) => ({ rule: rule.id, path: address.path, message }));
}

function templateOf(stack: Stack): RecordedTemplate {
  const folder = (Stage.of(stack) as Stage).outdir;
  const known = (value: string) => (Token.isUnresolved(value) ? undefined : value);
  const resources = stack.node.findAll().filter((node) => CfnResource.isCfnResource(node));
  return {
    text: readFileSync(path.join(folder, stack.templateFile), 'utf8'),
    account: known(stack.account),
    region: known(stack.region),
    ours: resources
      .filter((resource) => resource.stack === stack && isOurs(resource))
      .map((resource) => stack.resolve(resource.logicalId) as string),
  };
}

/** Whether one of our constructs has made it, which aws-cdk-lib knows from the stack trace. */
function isOurs(resource: CfnResource): boolean {
  return resource.creationStack.some((line) => /\bsrc[\\/]constructs[\\/]/.test(line));
}

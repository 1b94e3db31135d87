/**
 * Runs the tests of the constructs and the examples, unless LAMBDA_KIT_RECORDINGS names the folder in which a run of the tests has
 * left what they synthesize, and looks at all of that: our constructs must have made
 * nothing that breaks the CloudFormation schemas, warnings of the validator in aws-cdk-lib included, or AwsSolutions of cdk-nag,
 * but for what test/constructs/policies/accepted.ts lists. What the tests make themselves is theirs.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationValidatePlugin } from 'aws-cdk-lib/core';
import { ACCEPTED, ACCEPTED_BY_RULES, ACCEPTED_IN_TEMPLATES, isAbout } from '../test/constructs/policies/accepted';
import { RECORDED_TESTS } from '../test/support/recorded-tests';
import type { RecordedTemplate, Recording } from '../test/support/recorder';
import { fail, run } from './command';
import { inTemporaryFolder } from './pack';

interface Found {
  readonly rule: string;
  readonly text: string;
  readonly tests: readonly string[];
}

interface Recorded extends Recording {
  readonly tests: readonly string[];
}

async function main(): Promise<void> {
  await inTemporaryFolder((folder) => {
    const began = performance.now();
    const made = process.env.LAMBDA_KIT_RECORDINGS;
    if (!made) run('jest', [...RECORDED_TESTS, '--silent', '--maxWorkers=100%'], { env: { LAMBDA_KIT_RECORDINGS: folder } });
    const recorded = recordingsIn(made || folder);
    const tested = performance.now();
    const templates = distinct(recorded);
    const problems = [...checkSchemas(templates, folder), ...checkPack(recorded), ...checkRules(recorded)];
    const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(1)} s`;
    const sizes = `${templates.size} templates of ${recorded.length} apps`;
    if (templates.size === 0) fail('the tests synthesized nothing that was recorded');
    if (problems.length > 0) fail(`${problems.join('\n')}\n${problems.length} problems in ${sizes}`);
    console.log(`${sizes} are fine (tests ${seconds(began, tested)}, checks ${seconds(tested, performance.now())})`);
  });
}

function recordingsIn(folder: string): readonly Recorded[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.map((name) => ({
    ...(JSON.parse(readFileSync(join(folder, name), 'utf8')) as Recording),
    tests: readFileSync(join(folder, name.replace('.json', '.tests')), 'utf8')
      .trim()
      .split('\n'),
  }));
}

type Template = RecordedTemplate & { readonly tests: readonly string[] };

/** By the path that they are given for the validator. */
function distinct(recorded: readonly Recorded[]): ReadonlyMap<string, Template> {
  const all = new Map<string, Template>();
  for (const { templates, tests } of recorded) {
    for (const template of templates) {
      const key = JSON.stringify(template);
      all.set(key, { ...template, tests: [...(all.get(key)?.tests ?? []), ...tests] });
    }
  }
  return new Map([...all.values()].map((template, index) => [`${index}.template.json`, template]));
}

/** What is wrong with the resources that our constructs have made. */
function checkSchemas(templates: ReadonlyMap<string, Template>, folder: string): readonly string[] {
  const at = join(folder, 'templates');
  mkdirSync(at);
  const stackTemplates = [...templates].map(([name, { text, account: accountId, region }]) => {
    writeFileSync(join(at, name), text);
    return { stackConstructPath: name, templatePath: join(at, name), accountId, region };
  });
  const { violations } = new CloudFormationValidatePlugin().validate({ stackTemplates } as never);
  const found = violations.flatMap(({ ruleName, description, violatingResources }) =>
    violatingResources.flatMap(({ templatePath = '', resourceLogicalId = '' }): Found[] => {
      const template = templates.get(templatePath.slice(at.length + 1));
      if (!template?.ours.includes(resourceLogicalId)) return [];
      return [{ rule: ruleName, text: `${resourceLogicalId}: ${description}`, tests: template.tests }];
    }),
  );
  return compare(found, ACCEPTED_IN_TEMPLATES, ({ rule, says }, each) => each.rule === rule && each.text.includes(says));
}

function checkPack(recorded: readonly Recorded[]): readonly string[] {
  const found = recorded.flatMap(({ pack, tests }) => pack.map(({ rule, path }): Found => ({ rule, text: path, tests })));
  return compare(found, ACCEPTED, (row, { rule }) => isAbout(row, rule));
}

/** Errors of our own rules: whatever our constructs let through, the rules must not refuse. */
function checkRules(recorded: readonly Recorded[]): readonly string[] {
  const found = recorded.flatMap(({ rules, tests }) =>
    rules.map(({ rule, path, message }): Found => ({ rule, text: `${path}: ${message}`, tests })),
  );
  return compare(found, ACCEPTED_BY_RULES, ({ rule, says }, each) => each.rule === rule && each.text.includes(says));
}

/** What was found and no row is about, and rows that are about nothing. */
function compare<R extends { readonly rule: string | RegExp }>(
  found: readonly Found[],
  rows: readonly R[],
  isOf: (row: R, each: Found) => boolean,
): readonly string[] {
  const news = found.filter((each) => !rows.some((row) => isOf(row, each)));
  const idle = rows.filter((row) => !found.some((each) => isOf(row, each)));
  return [
    ...news.map(({ rule, text, tests }) => `${rule} ${text}\n  ${tests.join('\n  ')}`),
    ...idle.map((row) => `nothing is found any more of ${JSON.stringify({ ...row, rule: String(row.rule) })}`),
  ];
}

main().catch((error: unknown) => fail(String(error)));

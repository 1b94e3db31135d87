import { relative, sep } from 'node:path';
import type { Inventory } from '../../model/inventory';
import type { Outcome, Violation } from '../../rules/check-rules';
import { rulePage } from '../../rules/rule-page';

/** The outcome in SARIF 2.1.0, which code scanning and editors read; files are named from `cwd`. */
export function asSarif(outcome: Outcome, inventory: Inventory, cwd: string) {
  const all = [...outcome.violations, ...outcome.acknowledged];
  const rules = [...new Map(all.map(({ rule }) => [rule.id, rule])).values()];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cdk-lambda-kit',
            informationUri: 'https://github.com/cdk-lambda-kit/cdk-lambda-kit',
            rules: rules.map((rule) => ({
              id: rule.id,
              shortDescription: { text: rule.title },
              fullDescription: { text: rule.why },
              help: { text: rule.remedy },
              helpUri: rulePage(rule.id),
              defaultConfiguration: { level: rule.severity },
            })),
          },
        },
        results: [
          ...outcome.violations.map((violation) => resultOf(violation, inventory, cwd)),
          ...outcome.acknowledged.map((violation) => ({
            ...resultOf(violation, inventory, cwd),
            suppressions: [{ kind: 'inSource', status: 'accepted', justification: violation.reason }],
          })),
        ],
      },
    ],
  };
}

function resultOf({ rule, address, message, createdAt, property }: Violation, { templates }: Inventory, cwd: string) {
  return {
    ruleId: rule.id,
    level: rule.severity,
    message: { text: `${address.path}: ${message} ${rule.why} ${rule.remedy}` },
    locations: [
      {
        physicalLocation: created(createdAt, cwd) ?? { artifactLocation: { uri: uriOf(templates[address.stack] ?? '', cwd) } },
        logicalLocations: [
          { fullyQualifiedName: address.path, kind: 'resource', ...(property !== undefined && { name: property }) },
        ],
      },
    ],
    // The same finding keeps its identity when others come or go.
    partialFingerprints: { construct: `${rule.id}:${address.path}:${property ?? ''}` },
  };
}

/** The line of the app that created the construct. */
function created(createdAt: string | undefined, cwd: string) {
  const [, file, line, column] = /^(.+):(\d+):(\d+)$/.exec(createdAt ?? '') ?? [];
  if (file === undefined) return undefined;
  return {
    artifactLocation: { uri: uriOf(file, cwd) },
    region: { startLine: Number(line), startColumn: Number(column) },
  };
}

function uriOf(file: string, cwd: string): string {
  return encodeURI((file.startsWith('/') || /^[A-Z]:/.test(file) ? relative(cwd, file) : file).split(sep).join('/'));
}

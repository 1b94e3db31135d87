import type { Inventory } from '../../model/inventory';
import type { Outcome, Violation } from '../../rules/check-rules';
import { rulePage } from '../../rules/rule-page';

/** What `lambda-kit check` prints for people: by construct, the most severe first, and a count at the end. */
export function asText(outcome: Outcome, { application }: Inventory, withUndecided: boolean): string {
  const lines: string[] = [];
  let construct: string | undefined;
  for (const violation of outcome.violations) {
    const { address, type, createdAt } = violation;
    if (address.path !== construct) {
      if (construct !== undefined) lines.push('');
      lines.push(`${address.path} (${type}${createdAt === undefined ? '' : `, ${createdAt}`})`);
      construct = address.path;
    }
    lines.push(...linesOf(violation));
  }
  if (withUndecided && outcome.open.length > 0) {
    if (lines.length > 0) lines.push('');
    lines.push('Not decided:', ...outcome.open.map(({ rule, where, why }) => `  ${rule.id}  ${where}: ${why}`));
  }
  if (lines.length > 0) lines.push('');
  return `${[...lines, total(outcome, application.functions.length)].join('\n')}\n`;
}

function linesOf({ rule, message }: Violation): readonly string[] {
  const indent = ' '.repeat(11);
  return [
    `  ${rule.severity.padEnd(7)}  ${message}`,
    `${indent}${rule.why} ${rule.remedy}`,
    `${indent}${rule.id}: ${rulePage(rule.id)}`,
  ];
}

function total({ violations, acknowledged, open }: Outcome, functions: number): string {
  const errors = violations.filter(({ rule }) => rule.severity === 'error').length;
  const counts = [
    counted(errors, 'error'),
    counted(violations.length - errors, 'warning'),
    ...(acknowledged.length > 0 ? [`${acknowledged.length} acknowledged`] : []),
    ...(open.length > 0 ? [`${open.length} not decided before the deployment`] : []),
  ];
  return `${counted(functions, 'function')}: ${counts.join(', ')}.`;
}

/** What `--json` prints. */
export function asJson(outcome: Outcome, { application }: Inventory) {
  return {
    violations: outcome.violations.map(violationAsJson),
    acknowledged: outcome.acknowledged.map(({ reason, ...violation }) => ({ ...violationAsJson(violation), reason })),
    undecided: outcome.open.map(({ rule, where, why }) => ({ rule: rule.id, where, why })),
    findings: application.findings,
  };
}

function violationAsJson({ rule, address, type, message, property, createdAt }: Violation) {
  return {
    rule: rule.id,
    severity: rule.severity,
    path: address.path,
    stack: address.stack,
    logicalId: address.logicalId,
    type,
    ...(property !== undefined && { property }),
    ...(createdAt !== undefined && { createdAt }),
    message,
    why: rule.why,
    remedy: rule.remedy,
    page: rulePage(rule.id),
    source: rule.source,
  };
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

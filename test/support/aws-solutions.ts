import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** What the AwsSolutions pack of cdk-nag has against a resource. */
export interface PackFinding {
  /** With what it is about, where one resource can break the rule in several ways. */
  readonly rule: string;
  /** The path of the resource. */
  readonly path: string;
}

/** What the pack finds below a construct of an app that has been synthesized. */
export function packFindings(root: IConstruct): readonly PackFinding[] {
  const { violations } = new AwsSolutionsChecks().validateScope(root);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath = '' }) => ({ rule: ruleName.replace(/^AwsSolutions-/, ''), path: constructPath })),
  );
}

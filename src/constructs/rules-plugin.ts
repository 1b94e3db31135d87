import { resolve } from 'node:path';
import * as core from 'aws-cdk-lib/core';
import { readInventory } from '../assembly/read-assembly';
import type { Acknowledged, Inventory } from '../model/inventory';
import { checkRules, NAMESPACE, type Violation } from '../rules/check-rules';
import { rulePage } from '../rules/rule-page';
import { validatesTemplates } from './cdk-validation';
import { today } from './today';

/** Where aws-cdk-lib keeps what was acknowledged on a construct. */
export const ACKNOWLEDGED = 'aws:cdk:acknowledged-rules';

/** Hands what the rules find to the CDK's validation report. */
export class RulesPlugin implements core.IPolicyValidationPluginBeta1 {
  public readonly name = NAMESPACE;
  private readonly app: core.Stage;

  constructor(scope: core.Stage) {
    this.app = scope.node.root as core.Stage;
  }

  public validate({ templatePaths }: core.IPolicyValidationContextBeta1): core.PolicyValidationPluginReportBeta1 {
    const inventory = { ...readInventory(this.app.outdir), acknowledged: acknowledgedIn(this.app) };
    const outcome = checkRules(inventory, today(this.app, this.app));
    const judged = new Set(templatePaths.map((file) => resolve(file)));
    const isSaid = validatesTemplates(this.app);
    // The CDK leaves out what was acknowledged, and counts it, since it has a way to acknowledge.
    const found = ('Validations' in core ? [...outcome.violations, ...outcome.acknowledged] : outcome.violations).filter(
      ({ address, seenByCdk }) => judged.has(inventory.templates[address.stack] ?? '') && !(isSaid && seenByCdk !== undefined),
    );
    return {
      success: found.every(({ rule }) => rule.severity !== 'error'),
      violations: found.map((each) => violationOf(each, inventory)),
    };
  }
}

function violationOf({ rule, address, message, property }: Violation, { templates }: Inventory): core.PolicyViolationBeta1 {
  return {
    ruleName: rule.id,
    description: `${message} ${rule.why}`,
    fix: `${rule.remedy} ${rulePage(rule.id)}`,
    severity: rule.severity,
    violatingResources: [
      {
        resourceLogicalId: address.logicalId,
        templatePath: templates[address.stack] ?? '',
        locations: property === undefined ? [] : [property],
      },
    ],
  };
}

function acknowledgedIn(app: core.Stage): readonly Acknowledged[] {
  return app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === ACKNOWLEDGED)
      .flatMap(({ data }) => Object.entries((data ?? {}) as Record<string, string>))
      .map(([id, reason]) => ({ id, reason, path: node.path })),
  );
}

import * as core from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { RULES } from '../rules/catalogue';
import { NAMESPACE } from '../rules/check-rules';
import { ConstructError } from './construct-error';
import { ACKNOWLEDGED, RulesPlugin } from './rules-plugin';

/** The scopes that are judged already. */
const JUDGED = new WeakSet<core.Stage>();

/**
 * The rules: what Lambda would refuse or do badly, found at synthesis in any app.
 *
 * They see what is beyond a single property: several resources, aliases and stacks together, quotas, files and code.
 *
 * @see https://github.com/cdk-lambda-kit/cdk-lambda-kit/blob/main/docs/rules.md
 */
export class Rules {
  /**
   * Judges the whole app, or the stages and stacks of one stage, whenever it is synthesized; plain aws-cdk-lib constructs as well
   * as ours.
   *
   * What is found is part of the validation report of the CDK. An error makes the synthesis fail, a warning does not. Calling it
   * again for the same scope changes nothing.
   *
   * Fails when the scope is neither an `App` nor a `Stage`.
   */
  public static validate(scope: core.Stage): void {
    if (!core.Stage.isStage(scope)) {
      throw new ConstructError(scope, 'RULES_SCOPE', 'Rules.validate takes an App or a Stage.');
    }
    if (JUDGED.has(scope)) return;
    JUDGED.add(scope);
    const plugin = new RulesPlugin(scope);
    // aws-cdk-lib before 2.262 has no other way to add one.
    if ('Validations' in core) core.Validations.of(scope).addPlugins(plugin);
    else (scope as core.Stage).policyValidationBeta1.push(plugin);
  }

  /**
   * Takes note of a rule for a construct and all that are below it, so that it is counted and no longer reported there, nor warned of
   * by our constructs.
   *
   * The same as `Validations.of(scope).acknowledge({ id: 'cdk-lambda-kit::ID', reason })` where aws-cdk-lib has it. For an app or a
   * stage it is noted on every stack, so that `lambda-kit check` sees it in the cloud assembly.
   *
   * Fails when there is no such rule, or no reason.
   *
   * @param id as in the report: `SQS-06-margin`
   * @param reason for those who read the app later
   */
  public static acknowledge(scope: IConstruct, id: string, reason: string): void {
    const known = RULES.find((rule) => id === rule.id || id === `${NAMESPACE}::${rule.id}`);
    if (known === undefined) throw new ConstructError(scope, 'RULE_UNKNOWN', `there is no rule '${id}'.`);
    if (reason.trim() === '') throw new ConstructError(scope, 'RULE_REASON_MISSING', `${id} is acknowledged without a reason.`);
    const note = (construct: IConstruct) => construct.node.addMetadata(ACKNOWLEDGED, { [`${NAMESPACE}::${known.id}`]: reason });
    note(scope);
    for (const id of known.judgedBy ?? []) core.Annotations.of(scope).acknowledgeWarning(id, reason);
    if (core.Stage.isStage(scope)) {
      core.Aspects.of(scope).add({
        visit(construct) {
          if (core.Stack.isStack(construct)) note(construct);
        },
      });
    }
  }
}

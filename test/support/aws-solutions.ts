import { CfnResource, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** What the AwsSolutions pack of cdk-nag has against a resource. */
export interface PackFinding {
  /** With what it is about, where one resource can break the rule in several ways. */
  readonly rule: string;
  readonly resource: CfnResource;
}

/** How the pack says that something is allowed on every resource. */
const EVERY_RESOURCE = 'IAM5[Resource::*]';

/** What the pack finds below a construct of an app that has been synthesized. */
export function packFindings(root: IConstruct): readonly PackFinding[] {
  const { violations } = new AwsSolutionsChecks().validateScope(root);
  const resources = new Map(root.node.findAll().map((node) => [node.node.path, node]));
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.flatMap(({ constructPath = '' }) => {
      const resource = resources.get(constructPath);
      if (!CfnResource.isCfnResource(resource)) throw new Error(`the pack speaks of ${constructPath}, which is no resource`);
      return rulesOf(ruleName.replace(/^AwsSolutions-/, ''), resource).map((rule) => ({ rule, resource }));
    }),
  );
}

/** What is allowed on every resource is told for each action, because some have no resources. */
function rulesOf(rule: string, resource: CfnResource): readonly string[] {
  if (rule !== EVERY_RESOURCE) return [rule];
  const written: unknown = Stack.of(resource).resolve(resource._toCloudFormation());
  return [...new Set(statementsIn(written).filter(isForEveryResource).flatMap(actionsOf))].map(
    (action) => `IAM5[${action} on *]`,
  );
}

type Statement = Readonly<Record<string, unknown>>;

function statementsIn(value: unknown): readonly Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = (value as { Statement?: unknown }).Statement;
  return [...(Array.isArray(own) ? (own as Statement[]) : []), ...Object.values(value).flatMap(statementsIn)];
}

function isForEveryResource({ Effect: effect, Resource: resource }: Statement): boolean {
  return effect === 'Allow' && [resource].flat().includes('*');
}

function actionsOf({ Action: action }: Statement): readonly string[] {
  return [action].flat() as string[];
}

import type * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { DependencyGroup, type IConstruct } from 'constructs';
import { ConstructError } from './construct-error';

/** The role of a function that was imported without one: what it would have to be allowed fails, unless it is said to be allowed. */
export class ImportedRole implements iam.IPrincipal {
  readonly grantPrincipal: iam.IPrincipal = this;
  readonly assumeRoleAction = 'sts:AssumeRole';

  constructor(
    private readonly fn: IConstruct,
    private readonly isAllowed: boolean,
  ) {}

  get policyFragment(): iam.PrincipalPolicyFragment {
    throw new ConstructError(this.fn, 'IMPORTED_ROLE_UNKNOWN', 'the role of the function must be named, but is not known.');
  }

  addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    if (!this.isAllowed) throw missingInRole(this.fn, statement);
    return { statementAdded: true, policyDependable: new DependencyGroup() };
  }

  addToPolicy(statement: iam.PolicyStatement): boolean {
    return this.addToPrincipalPolicy(statement).statementAdded;
  }
}

/** Says what a role must allow that cannot be told so here. */
export function missingInRole(fn: IConstruct, statement: iam.PolicyStatement): ConstructError {
  const resources: unknown[] = statement.resources.map((resource): unknown => Stack.of(fn).resolve(resource));
  const on = resources.map((resource) => (typeof resource === 'string' ? resource : JSON.stringify(resource)));
  const message = `the role of the function must allow ${statement.actions.join(', ')} on ${on.join(', ')}, but cannot be changed here.`;
  return new ConstructError(fn, 'IMPORTED_ROLE_UNKNOWN', message);
}

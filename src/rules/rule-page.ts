/** Where the page of a rule is: docs/rules.md has one heading for each. */
export function rulePage(ruleId: string): string {
  return `https://github.com/cdk-lambda-kit/cdk-lambda-kit/blob/main/docs/rules.md#${ruleId.toLowerCase()}`;
}

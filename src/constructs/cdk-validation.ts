import type { Stage } from 'aws-cdk-lib/core';

/** Whether aws-cdk-lib validates the templates itself after this synthesis, as it does by default since 2.262. */
export function validatesTemplates(app: Stage): boolean {
  const { _builtinCloudFormationValidation: isOn } = app as Stage & { readonly _builtinCloudFormationValidation?: boolean };
  return isOn === true && process.env.CDK_VALIDATION !== 'false';
}

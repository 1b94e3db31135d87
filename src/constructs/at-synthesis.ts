import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ConstructError } from './construct-error';

/** Checks at synthesis what can still change until then; nothing when something else has taken the place of the resource. */
export function atSynthesis(fn: lambda.Function, check: (resource: lambda.CfnFunction) => void): void {
  fn.node.addValidation({
    validate() {
      const resource = fn.node.defaultChild;
      if (!(resource instanceof lambda.CfnFunction)) return [];
      try {
        check(resource);
        return [];
      } catch (error) {
        if (error instanceof ConstructError) return [error.message];
        throw error;
      }
    },
  });
}

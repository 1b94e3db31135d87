import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';
import { RESERVABLE_BY_DEFAULT } from '../spec/reserved-concurrency';
import { warn } from './construct-warning';
import { secureDeadLetters, warnOfDeadLettersTwice } from './dead-letters';
import { encryptDurable, warnOfDurable } from './durable';
import { isAtEdge } from './edge-home';
import { checkExclusionsAtSynthesis } from './exclusions';
import { allowLogs } from './execution-role';
import { checkExtensionGrants } from './extension-grants';
import { checkFileSystemsAtSynthesis } from './file-systems';
import { checkConfigurationAtSynthesis } from './function-configuration';
import type { FunctionOptions } from './function-options';
import { allowKeys } from './key-grants';
import { checkLayers } from './layer-check';
import { giveLogGroup } from './log-group';
import { checkManagedInstancesAtSynthesis } from './managed-instances';
import { reviewPolicy } from './permissions/policy-review';
import { checkRoleAtSynthesis } from './role-check';
import { checkRuntime, warnOfRuntime } from './runtime-standing';
import { checkStoredCode } from './stored-code';

/** Gives a function of any kind what aws-cdk-lib leaves out, and watches what is done with it until synthesis. */
export function complete(fn: lambda.Function, options: FunctionOptions): void {
  // The CDK may have chosen the runtime only now.
  checkRuntime(fn, fn, fn.runtime);
  // At the edge there is a log group in each Region where it runs, made by Lambda.
  if (!isAtEdge(fn)) allowLogs(fn, options, giveLogGroup(fn, options));
  allowKeys(fn, options);
  secureDeadLetters(fn, options);
  encryptDurable(fn, options);

  warnOfRuntime(fn);
  warnOfDurable(fn, options);
  warnOfDeadLettersTwice(fn, options);
  const { reservedConcurrentExecutions: reserved = 0 } = options;
  if (!Token.isUnresolved(reserved) && reserved > RESERVABLE_BY_DEFAULT) {
    const message = `reservedConcurrentExecutions ${reserved} is more than the ${RESERVABLE_BY_DEFAULT} of an account with the default quota.`;
    warn(fn, 'RESERVATION_ABOVE_QUOTA', message);
  }

  checkConfigurationAtSynthesis(fn);
  checkExclusionsAtSynthesis(fn, options);
  checkFileSystemsAtSynthesis(fn);
  checkManagedInstancesAtSynthesis(fn);
  checkStoredCode(fn);
  checkExtensionGrants(fn, options);
  checkLayers(fn);
  reviewPolicy(fn, { compact: options.compactPermissions });
  if (options.role) checkRoleAtSynthesis(fn, options.role);
}

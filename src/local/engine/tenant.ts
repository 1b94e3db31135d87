import type { LambdaFunction } from '../../model/function';
import { TENANT_ID, TENANT_ID_MAX, TENANT_ID_PRINTED } from '../../spec/tenants';
import { type AwsError, awsError } from './aws-error';

/** What Lambda says of a tenant id that is malformed, missing or not expected (INV-09); undefined when it may pass. */
export function tenantFlaw(fn: LambdaFunction, tenantId: string | undefined): AwsError | undefined {
  if (tenantId !== undefined) {
    const malformed = malformedTenant(tenantId);
    if (malformed) return malformed;
  }
  if (fn.isolatesTenants === true && tenantId === undefined) {
    return invalid(
      'The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.',
    );
  }
  if (fn.isolatesTenants !== true && tenantId !== undefined) {
    return invalid('The function does not isolate its tenants: an invocation must not name one.');
  }
  return undefined;
}

/** As the validator in front of Lambda says it (ERR-03). */
function malformedTenant(tenantId: string): AwsError | undefined {
  const constraints: string[] = [];
  if (tenantId.length > TENANT_ID_MAX) constraints.push(`Member must have length less than or equal to ${TENANT_ID_MAX}`);
  if (tenantId.length === 0) constraints.push('Member must have length greater than or equal to 1');
  if (!TENANT_ID.test(tenantId)) constraints.push(`Member must satisfy regular expression pattern: ${TENANT_ID_PRINTED}`);
  if (constraints.length === 0) return undefined;
  const violations = constraints.map((each) => `Value '${tenantId}' at 'tenantId' failed to satisfy constraint: ${each}`);
  const count = `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: `;
  return awsError('ValidationException', 400, count + violations.join('; '));
}

function invalid(message: string): AwsError {
  return awsError('InvalidParameterValueException', 400, message);
}

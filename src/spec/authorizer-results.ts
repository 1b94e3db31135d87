/** The most that a function which authorizes may answer, in bytes (APW-02; the same stands in the quotas of REST APIs). */
export const AUTHORIZER_RESULT_BYTES = 8192;

/** How long one resource of a policy that an authorizer answers may be (AUT-04). */
export const POLICY_RESOURCE_CHARACTERS = 512;

/** Versions of IAM's policy language. */
export const POLICY_VERSIONS: readonly string[] = ['2012-10-17', '2008-10-17'];

/** The action that callers of an API need (APR-02). */
export const EXECUTE_API_ACTION = 'execute-api:Invoke';

/** Where the template validation of aws-cdk-lib 2.276 (its rules have ids like E3663) knows less than we do: tried with that version. */

/** Reserved variables that E3663 lets pass. */
export const RESERVED_UNSEEN: readonly string[] = [
  'AWS_LAMBDA_MAX_CONCURRENCY',
  'AWS_LAMBDA_METADATA_API',
  'AWS_LAMBDA_METADATA_TOKEN',
];

/** Deprecated runtimes that W2531 lets pass. */
export const DEPRECATED_UNSEEN: readonly string[] = ['python3.10', 'dotnet8'];

/** Rules that judge a value: they know neither parameters nor anything else that is not written out. */
export const VALUE_RULES: readonly string[] = [
  ...['F3012', 'F3030', 'F3031', 'F3033', 'F3034', 'F3037', 'W3030'],
  ...['W2531', 'E2531', 'E2533', 'E3717'],
];

/** What speaks of a runtime, by how it stands. */
export const RUNTIME_SEEN = { deprecated: 'W2531', 'creation-blocked': 'E2531', blocked: 'E2533' } as const;

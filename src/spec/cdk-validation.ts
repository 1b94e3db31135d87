/** Where the template validation of aws-cdk-lib 2.276 (its rules have ids like E3663) knows less than we do: tried with that version. */

/** Reserved variables that E3663 lets pass. */
export const RESERVED_UNSEEN: readonly string[] = [
  'AWS_LAMBDA_MAX_CONCURRENCY',
  'AWS_LAMBDA_METADATA_API',
  'AWS_LAMBDA_METADATA_TOKEN',
];

/** Deprecated runtimes that W2531 lets pass. */
export const DEPRECATED_UNSEEN: readonly string[] = ['python3.10', 'dotnet8'];

/** What speaks of a runtime, by how it stands. */
export const RUNTIME_SEEN = { deprecated: 'W2531', 'creation-blocked': 'E2531', blocked: 'E2533' } as const;

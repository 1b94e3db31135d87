/** Where the template validation of aws-cdk-lib 2.276 (its rules have ids like E3663) knows less than we do: tried with that version. */

/** Reserved variables that E3663 lets pass. */
export const RESERVED_UNSEEN: readonly string[] = [
  'AWS_LAMBDA_MAX_CONCURRENCY',
  'AWS_LAMBDA_METADATA_API',
  'AWS_LAMBDA_METADATA_TOKEN',
];

/** Deprecated runtimes that W2531 lets pass. */
export const DEPRECATED_UNSEEN: readonly string[] = ['python3.10', 'dotnet8'];

/** Runtimes of which E2531 or E2533 say that nothing can be deployed with them. */
export const BLOCKED_SEEN: Readonly<Record<string, string>> = {
  'go1.x': 'E2531',
  java8: 'E2531',
  'nodejs12.x': 'E2533',
  'python3.6': 'E2533',
};

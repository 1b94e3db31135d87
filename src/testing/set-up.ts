/** What `setUpConstructTests` changes for the constructs of this process, or of this test file. */
export interface ConstructTestOptions {
  /**
   * Whether code is bundled and packages are installed. Where they are not, the sources stand in as assets, and nothing is measured.
   *
   * @default true
   */
  readonly bundling?: boolean;

  /**
   * Whether `aws-cdk-lib` validates every template that it synthesizes, which takes seconds in each test file. One suite that
   * does so, over the whole app, is enough.
   *
   * @default false
   */
  readonly validation?: boolean;
}

const CONTEXT = 'CDK_CONTEXT_JSON';
const BUNDLING_STACKS = 'aws:cdk:bundling-stacks';

/**
 * Makes tests of constructs fast: for a file of `setupFiles`, in Jest or Vitest.
 *
 * Validation stays as it is where the variable `CDK_VALIDATION` is set already.
 */
export function setUpConstructTests({ bundling = true, validation = false }: ConstructTestOptions = {}): void {
  process.env.CDK_VALIDATION ??= `${validation}`;
  if (bundling) return;
  // Where an app looks for the context that the command line gives it.
  const context: unknown = JSON.parse(process.env[CONTEXT] ?? '{}');
  process.env[CONTEXT] = JSON.stringify({ ...(context as object), [BUNDLING_STACKS]: [] });
}

/** What is wrong with environment variables: told to the app at synthesis, and by the handler when it starts. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** Throws when there are problems; a second one is seldom the last, so all are told at once. */
export function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new EnvironmentError(`Environment variables: ${problems.join('; ')}.`);
}

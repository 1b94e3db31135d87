/** Which items a function has reported as failed, by their identifiers; none when all went well. */
export type Reported = 'malformed' | readonly unknown[];

/**
 * What the answer of a function says that reports batch item failures (PBR-01 to PBR-12); `isOfBatch` knows the identifiers.
 * A malformed answer fails the whole batch.
 */
export function reportedFailures(answer: string, isOfBatch: (identifier: unknown) => boolean): Reported {
  let result: unknown;
  try {
    result = answer === '' ? null : JSON.parse(answer);
  } catch {
    return 'malformed';
  }
  if (typeof result !== 'object' || result === null) return [];
  const { batchItemFailures: failures } = result as { readonly batchItemFailures?: unknown };
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return 'malformed';
  const identifiers = failures.map((failure: unknown) =>
    typeof failure === 'object' && failure !== null
      ? (failure as { readonly itemIdentifier?: unknown }).itemIdentifier
      : undefined,
  );
  return identifiers.every((identifier) => identifier !== '' && identifier !== null && isOfBatch(identifier))
    ? identifiers
    : 'malformed';
}

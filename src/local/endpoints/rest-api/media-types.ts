/** The media type of a header's value, or of the first of several: in lower case, without parameters. */
export function mediaType(value: string | undefined): string | undefined {
  const first = value?.split(',', 1)[0]?.split(';', 1)[0]?.trim().toLowerCase();
  return first === '' ? undefined : first;
}

/**
 * Whether the API takes the type for a binary one: it is listed as it is, or as a wildcard on the right (APR-13, APR-14: a
 * wildcard on the left counts for nothing).
 */
export function isBinary(binaryMediaTypes: readonly string[], value: string | undefined): boolean {
  if (binaryMediaTypes.includes('*/*')) return true;
  const type = mediaType(value);
  if (type === undefined || !type.includes('/')) return false;
  return binaryMediaTypes.some((each) => {
    const listed = each.toLowerCase();
    return listed.endsWith('/*') ? type.startsWith(listed.slice(0, -1)) : listed === type;
  });
}

/**
 * The path that routes are matched against and integrations get: decoded, cut at a question mark that this lays open, and decoded
 * again, as requests to real HTTP APIs show (recorded; undefined: refused, as `%25` before what is no encoding).
 */
export function deliveredPath(rawPath: string): string | undefined {
  try {
    const [once = ''] = decodeURIComponent(rawPath).split('?');
    return decodeURIComponent(once);
  } catch {
    return undefined;
  }
}

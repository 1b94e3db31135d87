/** Names of one part are at the root, whether they begin with a slash or not. */
export function fullName(name: string): string {
  return `/${name.replace(/^\//, '')}`;
}

/** Whether the parameter is in the hierarchy; not on the level right under it only where that is asked. */
export function isBelow(path: string, name: string, isRecursive: boolean): boolean {
  const above = path.endsWith('/') ? path : `${path}/`;
  const full = fullName(name);
  return full.startsWith(above) && full.length > above.length && (isRecursive || !full.slice(above.length).includes('/'));
}

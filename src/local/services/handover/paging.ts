/** One page of a list, and where the next one begins. */
export function pageOf<Item>(
  items: readonly Item[],
  limit: number,
  token: string | undefined,
): { readonly items: readonly Item[]; readonly next: { readonly NextToken?: string } } {
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString()) || 0;
  const to = from + limit;
  const next = to < items.length ? { NextToken: Buffer.from(String(to)).toString('base64') } : {};
  return { items: items.slice(from, to), next };
}

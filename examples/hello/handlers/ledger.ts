interface UrlEvent {
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** Lives as long as its execution environment: enough to see that the next call finds the same one. */
const entries: number[] = [];

export const handler = async (event: UrlEvent) => {
  const text = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8').toString();
  const { amount } = text === '' ? { amount: undefined } : (JSON.parse(text) as { amount?: number });
  if (amount !== undefined) entries.push(amount);
  console.log(`the ledger has ${entries.length} entries`);
  return { entries: entries.length, total: entries.reduce((total, entry) => total + entry, 0) };
};

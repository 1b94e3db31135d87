import { violation } from '../validation';

/** Of a list in a request, which may not be empty. */
export function checkCount(at: string, items: readonly string[], most: number): void {
  const shown = `[${items.join(', ')}]`;
  if (items.length < 1) throw violation(at, 'Member must have length greater than or equal to 1', shown);
  if (items.length > most) throw violation(at, `Member must have length less than or equal to ${most}`, shown);
}

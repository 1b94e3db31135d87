/** Whether an address, of IPv4 or IPv6, is in the block `ADDRESS/BITS`; an address that is none is in no block. */
export function addressIsIn(address: string, block: string): boolean {
  const [base = '', bits] = block.split('/');
  const [one, other] = [bitsOf(address), bitsOf(base)];
  if (one === undefined || other === undefined || one.length !== other.length) return false;
  const length = bits === undefined ? one.length : Number(bits);
  return one.slice(0, length) === other.slice(0, length);
}

/** Zeros and ones. */
function bitsOf(address: string): string | undefined {
  return address.includes(':') ? bitsOfSix(address) : bitsOfFour(address);
}

function bitsOfFour(address: string): string | undefined {
  const parts = address.split('.').map(Number);
  const isWhole = parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255);
  return isWhole ? parts.map((part) => part.toString(2).padStart(8, '0')).join('') : undefined;
}

function bitsOfSix(address: string): string | undefined {
  const [head = '', tail, ...more] = address.split('::');
  if (more.length > 0) return undefined;
  const groups = (text: string | undefined) => (text === undefined || text === '' ? [] : text.split(':'));
  const [front, back] = [groups(head), groups(tail)];
  const missing = 8 - front.length - back.length;
  if (tail === undefined ? missing !== 0 : missing < 0) return undefined;
  const all = [...front, ...Array<string>(missing).fill('0'), ...back];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return all.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

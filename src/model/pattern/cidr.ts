import { InvalidEventPattern } from './invalid-pattern';

/** Whether texts are addresses of the block (PAT-28). */
export function cidr(block: string): (text: string) => boolean {
  const [address = '', mask, ...more] = block.split('/');
  if (mask === undefined || more.length > 0) throw new InvalidEventPattern("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(mask)) throw new InvalidEventPattern('Malformed CIDR, mask bits must be an integer');
  const bits = Number(mask);
  if (bits < 0) throw new InvalidEventPattern('Malformed CIDR, mask bits must not be negative');
  const bytes = addressOf(address);
  if (bytes === undefined) throw new InvalidEventPattern(`Nonstandard IP address: ${address}`);
  const [version, most] = bytes.length === 4 ? ['IPv4', 32] : ['IPv6', 128];
  // AWS wants a single address as a plain string.
  if (bits >= most) throw new InvalidEventPattern(`${version} mask bits must be < ${most}`);
  return (text) => {
    const found = addressOf(text);
    return found?.length === bytes.length && bytes.every((byte, i) => (byte ^ (found[i] ?? 0)) >> spared(bits, i) === 0);
  };
}

/** How many of the lowest bits of byte `i` the mask leaves out. */
function spared(bits: number, i: number): number {
  return Math.min(8, Math.max(0, 8 * (i + 1) - bits));
}

/** The bytes of an address; undefined when the text is none. */
function addressOf(text: string): readonly number[] | undefined {
  return text.includes(':') ? version6(text) : version4(text);
}

function version4(text: string): readonly number[] | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

function version6(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':').map(groupOf)));
  const groups = [...(head ?? []), ...(tail ?? [])];
  if (groups.includes(undefined)) return undefined;
  const missing = 16 - groups.reduce((sum, group) => sum + (group?.length ?? 0), 0);
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  const [before, after] = [head, tail].map((half) => (half ?? []).flatMap((group) => group ?? []));
  return [...(before ?? []), ...new Array<number>(missing).fill(0), ...(after ?? [])];
}

/** Two bytes, or the four of an IPv4 address inside of an IPv6 one. */
function groupOf(group: string): readonly number[] | undefined {
  if (group.includes('.')) return version4(group);
  if (!/^[\da-fA-F]{1,4}$/.test(group)) return undefined;
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 0xff];
}

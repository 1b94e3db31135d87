import { elements, invalid, text, wholeNumber } from './arguments';
import type { Intrinsic } from './scope';

const MOST_BLOCKS = 256;

interface Block {
  readonly start: bigint;
  readonly prefix: number;
  /** 32 or 128. */
  readonly width: number;
}

/** `Fn::Cidr`: the first `count` blocks of `bits` host bits in a block. */
export const cidr: Intrinsic = (argument, context) => {
  const [ipBlock, count, bits] = elements(argument, 'Fn::Cidr', 2, 3);
  const written = text(ipBlock, 'Fn::Cidr', context);
  const block = parse(written);
  if (block === undefined) throw invalid(`Fn::Cidr takes an address block, not ${written}`);

  const wanted = wholeNumber(count, 'Fn::Cidr', context);
  const hostBits = bits === undefined ? block.width / 4 : wholeNumber(bits, 'Fn::Cidr', context);
  const prefix = block.width - hostBits;
  const fitting = prefix < block.prefix ? 0 : 2 ** (prefix - block.prefix);
  if (wanted < 1 || wanted > MOST_BLOCKS || hostBits < 1 || wanted > fitting) {
    throw invalid(`Fn::Cidr cannot make ${wanted} blocks of ${hostBits} bits out of ${written}`);
  }
  return Array.from(
    { length: wanted },
    (_, i) => `${print(block.start + (BigInt(i) << BigInt(hostBits)), block.width)}/${prefix}`,
  );
};

function parse(written: string): Block | undefined {
  const parts = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(written);
  const [, address = '', length] = parts ?? [];
  const width = address.includes(':') ? 128 : 32;
  const groups = width === 32 ? address.split('.') : expand(address);
  const bits = width === 32 ? 8 : 16;
  const prefix = Number(length);
  if (parts === null || groups.length !== width / bits || prefix > width) return undefined;

  let start = 0n;
  for (const group of groups) {
    const wellFormed = width === 32 ? /^\d{1,3}$/.test(group) : /^[0-9a-fA-F]{1,4}$/.test(group);
    const number = Number.parseInt(group, width === 32 ? 10 : 16);
    if (!wellFormed || number >= 2 ** bits) return undefined;
    start = (start << BigInt(bits)) | BigInt(number);
  }
  const host = BigInt(width - prefix);
  return { start: (start >> host) << host, prefix, width };
}

/** The eight groups of an IPv6 address, those that `::` stands for included. */
function expand(address: string): string[] {
  const [front = '', back, ...more] = address.split('::');
  if (more.length > 0) return [];
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  if (back === undefined) return groups(front);
  const missing = 8 - groups(front).length - groups(back).length;
  return missing < 1 ? [] : [...groups(front), ...Array<string>(missing).fill('0'), ...groups(back)];
}

function print(address: bigint, width: number): string {
  if (width === 32) return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - i * 16)) & 0xffffn).toString(16)).join(':');
  const zeros = groups.match(/(?:^|:)0(?::0)+(?=:|$)/g)?.sort((a, b) => b.length - a.length)[0];
  if (zeros === undefined) return groups;
  const at = groups.indexOf(zeros);
  return `${groups.slice(0, at)}::${groups.slice(at + zeros.length).replace(/^:/, '')}`;
}

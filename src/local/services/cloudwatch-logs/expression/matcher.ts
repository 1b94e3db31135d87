import { PLACES, placeOf } from './characters';
import { type Branch, parseExpression } from './parse';

/** Bits in a word. */
const WORD = 32;

/**
 * Whether a message holds what the expression describes. All steps that can be under way are walked at once, as bits, one behind the
 * other for each branch: the time is that of the message's length, whatever it holds. Fails with `PatternFlaw`.
 */
export function expressionMatcher(expression: string): (message: string) => boolean {
  const steps = new Automaton(parseExpression(expression));
  return (message) => steps.foundIn(message);
}

/** A bit says that everything before its step is behind us; each branch has one more, for its end. */
class Automaton {
  private readonly words: number;
  private readonly begins: Int32Array;
  private readonly ends: Int32Array;
  /** Steps from which one gets on without a character: within a message, and before its first and behind its last one. */
  private readonly optional: Int32Array;
  private readonly atStart: Int32Array;
  private readonly atEnd: Int32Array;
  private readonly repeated: Int32Array;
  /** By the place of a character: the steps that go over it. */
  private readonly over: readonly Int32Array[];

  constructor(branches: readonly Branch[]) {
    const bits = branches.reduce((sum, branch) => sum + branch.length + 1, 0);
    this.words = Math.ceil(bits / WORD);
    const none = () => new Int32Array(this.words);
    [this.begins, this.ends, this.optional, this.atStart, this.atEnd, this.repeated] = [
      none(),
      none(),
      none(),
      none(),
      none(),
      none(),
    ];
    this.over = Array.from({ length: PLACES }, none);
    let bit = 0;
    for (const branch of branches) {
      set(this.begins, bit);
      for (const step of branch) {
        if (step.on === 'start') set(this.atStart, bit);
        else if (step.on === 'end') set(this.atEnd, bit);
        else {
          if (step.optional) set(this.optional, bit);
          if (step.repeated) set(this.repeated, bit);
          this.over.forEach((steps, place) => step.characters[place] === 1 && set(steps, bit));
        }
        bit++;
      }
      set(this.ends, bit++);
    }
  }

  foundIn(message: string): boolean {
    const under = new Int32Array(this.words);
    let at = 0;
    this.goOn(under, at === 0, at === message.length);
    while (!this.isAtEnd(under)) {
      if (at === message.length) return false;
      const code = message.codePointAt(at) as number;
      at += code > 0xffff ? 2 : 1;
      this.walk(under, this.over[placeOf(code)] as Int32Array);
      this.goOn(under, false, at === message.length);
    }
    return true;
  }

  private walk(under: Int32Array, over: Int32Array): void {
    let carry = 0;
    for (let word = 0; word < this.words; word++) {
      const gone = (under[word] as number) & (over[word] as number);
      under[word] = (gone << 1) | carry | (gone & (this.repeated[word] as number));
      carry = gone >>> (WORD - 1);
    }
  }

  /** Begins anew at this character, too, and gets on where no character is needed. */
  private goOn(under: Int32Array, isStart: boolean, isEnd: boolean): void {
    let carry = 0;
    for (let word = 0; word < this.words; word++) {
      let free = this.optional[word] as number;
      if (isStart) free |= this.atStart[word] as number;
      if (isEnd) free |= this.atEnd[word] as number;
      let reached = (under[word] as number) | (this.begins[word] as number) | carry;
      // Bits run through all free steps in front of them, over one, two, four … of these at once.
      let through = free << 1;
      for (let span = 1; span < WORD; span <<= 1) {
        reached |= through & (reached << span);
        through &= through << span;
      }
      under[word] = reached;
      carry = (reached & free) >>> (WORD - 1);
    }
  }

  private isAtEnd(under: Int32Array): boolean {
    for (let word = 0; word < this.words; word++) if (((under[word] as number) & (this.ends[word] as number)) !== 0) return true;
    return false;
  }
}

function set(bits: Int32Array, bit: number): void {
  bits[bit >>> 5] = (bits[bit >>> 5] as number) | (1 << (bit & 31));
}

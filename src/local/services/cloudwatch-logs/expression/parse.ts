import { PatternFlaw } from '../pattern-flaw';
import { ANY, type Characters, CLASSES, charactersOf, inverse, only, united } from './characters';

/** One step through a message: over a character, or only on, at its beginning or its end. */
export type Step =
  | { readonly on: 'character'; readonly characters: Characters; readonly optional: boolean; readonly repeated: boolean }
  | { readonly on: 'start' }
  | { readonly on: 'end' };

/** What stands between two `|`. */
export type Branch = readonly Step[];

/** How many steps an expression may have: each of them is looked at for each character of a message. */
export const STEPS_MAX = 2000;

const SUPPORTED = /^[A-Za-z0-9 :_#=@/;,\-^$?[\]{}|\\*+.]*$/;
/** Of letters and digits, only those that mean something may follow a backslash. */
const OF_ITSELF = /[^A-Za-z0-9]/;
const HEXADECIMAL = /^[0-9A-Fa-f]{2}$/;
const BOUNDS = /\{(\d*)(, *)?(\d*)\}/y;

/**
 * The documented regular expressions of filter patterns; there are no groups. Fails with `PatternFlaw`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/regex-expressions.html
 */
export function parseExpression(expression: string): readonly Branch[] {
  if (!SUPPORTED.test(expression)) {
    throw new PatternFlaw(
      `the regular expression ${expression} holds a character that is not supported; \\xhh stands for others`,
    );
  }
  return new Parser(expression).branches();
}

class Parser {
  private at = 0;
  private steps = 0;

  constructor(private readonly text: string) {}

  branches(): readonly Branch[] {
    const branches = [this.branch()];
    while (this.skip('|')) branches.push(this.branch());
    return branches;
  }

  private branch(): Branch {
    const steps: Step[] = [];
    while (this.at < this.text.length && this.text[this.at] !== '|') {
      const more = this.skip('^') ? [START] : this.skip('$') ? [END] : this.repeated(this.one());
      this.steps += more.length;
      if (this.steps > STEPS_MAX) throw this.flaw(`repeats more than ${STEPS_MAX} characters`);
      steps.push(...more);
    }
    return steps;
  }

  private one(): Characters {
    const character = this.next();
    if (character === '[') return this.list();
    if (character === '\\') return this.escaped();
    if (character === '.') return ANY;
    if ('?*+{'.includes(character)) throw this.flaw(`has nothing that ${character} could repeat`);
    return only(character);
  }

  private list(): Characters {
    const inverted = this.skip('^');
    const taken: Characters[] = [];
    while (!this.skip(']')) taken.push(this.range());
    if (taken.length === 0) throw this.flaw('has brackets with nothing in them');
    return inverted ? inverse(united(taken)) : united(taken);
  }

  private range(): Characters {
    const first = this.listed();
    if (this.text[this.at] !== '-' || this.text[this.at + 1] === ']') return first;
    this.at++;
    const [from, to] = [first, this.listed()].map(codeOf) as [number, number];
    if (from < 0 || to < from) throw this.flaw('has a range that does not go from one character up to another');
    return charactersOf((character) => character.charCodeAt(0) >= from && character.charCodeAt(0) <= to);
  }

  private listed(): Characters {
    const character = this.next();
    return character === '\\' ? this.escaped() : only(character);
  }

  private escaped(): Characters {
    const character = this.next();
    const several = CLASSES.get(character);
    if (several) return several;
    if (OF_ITSELF.test(character)) return only(character);
    const digits = this.text.slice(this.at, this.at + 2);
    if (character !== 'x' || !HEXADECIMAL.test(digits)) throw this.flaw(`has \\${character}, which is not supported`);
    this.at += 2;
    const code = Number.parseInt(digits, 16);
    if (code > 127) throw this.flaw(`has \\x${digits}, which is not in the ASCII table`);
    return only(String.fromCharCode(code));
  }

  private repeated(characters: Characters): readonly Step[] {
    const [least, most] = this.bounds();
    // What is repeated by `*?` and `??` is the same however it is read.
    if (this.text[this.at] === '?' && least === 0) this.at++;
    const step = { on: 'character', characters, optional: false, repeated: false } as const;
    if (least > STEPS_MAX || (most !== undefined && most > STEPS_MAX))
      throw this.flaw(`repeats more than ${STEPS_MAX} characters`);
    const must = Array.from({ length: least }, () => step);
    if (most !== undefined) return [...must, ...Array.from({ length: most - least }, () => ({ ...step, optional: true }))];
    return least === 0 ? [{ ...step, optional: true, repeated: true }] : [...must.slice(1), { ...step, repeated: true }];
  }

  private bounds(): readonly [least: number, most: number | undefined] {
    if (this.skip('?')) return [0, 1];
    if (this.skip('*')) return [0, undefined];
    if (this.skip('+')) return [1, undefined];
    if (this.text[this.at] !== '{') return [1, 1];
    BOUNDS.lastIndex = this.at;
    const [all, least = '', comma, most = ''] = BOUNDS.exec(this.text) ?? [];
    if (all === undefined || `${least}${most}` === '') throw this.flaw('has a brace that is not as {m,n}; \\{ stands for itself');
    this.at += all.length;
    const from = Number(least);
    const to = comma === undefined ? from : most === '' ? undefined : Number(most);
    if (to !== undefined && to < from) throw this.flaw(`repeats at least ${from} and at most ${to} times`);
    return [from, to];
  }

  private next(): string {
    const character = this.text[this.at++];
    if (character === undefined) throw this.flaw('is not complete');
    return character;
  }

  private skip(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private flaw(problem: string): PatternFlaw {
    return new PatternFlaw(`the regular expression ${this.text} ${problem}`);
  }
}

const START: Step = { on: 'start' };
const END: Step = { on: 'end' };

/** The code of the one character that is taken; -1 where several are. */
function codeOf(characters: Characters): number {
  const first = characters.indexOf(1);
  return first === characters.lastIndexOf(1) ? first : -1;
}

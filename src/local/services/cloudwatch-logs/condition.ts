import { expressionMatcher } from './expression/matcher';
import { PatternFlaw } from './pattern-flaw';
import { wildcard } from './pattern-parts';

export type Condition = (document: unknown) => boolean;
/** The values that a selector leads to: several where it has `[*]`, none where nothing is there. */
export type Selector = (document: unknown) => readonly unknown[];

/** How the conditions of one kind of pattern name values and compare them. */
export interface Dialect {
  /** Fails with `PatternFlaw`. */
  selectorOf(text: string): Selector;
  /** What `<` and the like compare; undefined for what is no number. */
  numberOf(value: unknown): number | undefined;
}

/** `a = "x" && (b > 5 || c IS NULL)`. Fails with `PatternFlaw`. */
export function conditionOf(text: string, dialect: Dialect): Condition {
  const reader = new Reader(text, dialect);
  const condition = reader.either();
  reader.mustBeAtEnd();
  return condition;
}

export const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

const TOKENS =
  /\s*(&&|\|\||[()]|!=|<=|>=|[=<>]|"(?:[^"\\]|\\.)*"|%(?:[^%\\]|\\.)+%|\$(?:\['[^']*'\]|[^\s=!<>()&|])*|[^\s=!<>()&|"]+)/y;
const WORDS = ['IS', 'NOT', 'EXISTS'];
/** How deep parentheses may be. */
const DEEPEST = 100;

class Reader {
  private readonly tokens: string[] = [];
  private at = 0;
  private depth = 0;

  constructor(
    text: string,
    private readonly dialect: Dialect,
  ) {
    TOKENS.lastIndex = 0;
    const end = text.trimEnd().length;
    while (TOKENS.lastIndex < end) {
      const token = TOKENS.exec(text)?.[1];
      if (token === undefined) throw new PatternFlaw('a quotation mark is not closed');
      this.tokens.push(token);
    }
  }

  mustBeAtEnd(): void {
    if (this.at < this.tokens.length) throw new PatternFlaw(`${this.tokens[this.at]} was not expected`);
  }

  either(): Condition {
    const conditions = [this.both()];
    while (this.skip('||')) conditions.push(this.both());
    return (document) => conditions.some((condition) => condition(document));
  }

  private both(): Condition {
    const conditions = [this.one()];
    while (this.skip('&&')) conditions.push(this.one());
    return (document) => conditions.every((condition) => condition(document));
  }

  private one(): Condition {
    if (!this.skip('(')) return this.comparison();
    if (++this.depth > DEEPEST) throw new PatternFlaw('there are too many parentheses');
    const inner = this.either();
    if (!this.skip(')')) throw new PatternFlaw('a parenthesis is not closed');
    this.depth--;
    return inner;
  }

  private comparison(): Condition {
    const select = this.dialect.selectorOf(this.next());
    const operator = this.next();
    const word = operator.toUpperCase();
    if (WORDS.includes(word)) return this.wordCondition(select, word);
    const value = this.next();
    const matches = comparisonOf(operator, value, this.dialect);
    return (document) => select(document).some(matches);
  }

  private wordCondition(select: Selector, word: string): Condition {
    if (word === 'EXISTS') return (document) => select(document).length > 0;
    const second = this.next().toUpperCase();
    if (word === 'NOT' && second === 'EXISTS') return (document) => select(document).length === 0;
    const wanted = word === 'IS' && { NULL: null, TRUE: true, FALSE: false }[second];
    if (wanted === undefined || word === 'NOT') throw new PatternFlaw(`${word} ${second} is no condition`);
    return (document) => select(document).some((value) => value === wanted);
  }

  private next(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new PatternFlaw('a condition is not complete');
    return token;
  }

  private skip(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }
}

function comparisonOf(operator: string, written: string, { numberOf }: Dialect): (value: unknown) => boolean {
  const number = NUMBER.test(written) ? Number(written) : undefined;
  if (operator === '=' || operator === '!=') {
    const equals = equalityWith(written, number);
    return operator === '=' ? equals : (value) => !equals(value);
  }
  if (number === undefined) throw new PatternFlaw(`${operator} compares with numbers only; this is ${written}`);
  const holds = ORDERS.get(operator);
  if (!holds) throw new PatternFlaw(`${operator} is no operator`);
  return (value) => {
    const found = numberOf(value);
    return found !== undefined && holds(found, number);
  };
}

const ORDERS: ReadonlyMap<string, (a: number, b: number) => boolean> = new Map([
  ['<', (a, b) => a < b],
  ['>', (a, b) => a > b],
  ['<=', (a, b) => a <= b],
  ['>=', (a, b) => a >= b],
]);

function equalityWith(written: string, number: number | undefined): (value: unknown) => boolean {
  if (written.startsWith('%')) {
    const matches = expressionMatcher(written.slice(1, -1));
    return (value) => typeof value === 'string' && matches(value);
  }
  const text = written.startsWith('"') ? written.slice(1, -1).replace(/\\(.)/g, '$1') : written;
  const fits = wildcard(text);
  return (value) => {
    if (typeof value === 'number') return number === undefined ? text.includes('*') && fits(String(value)) : value === number;
    return typeof value === 'string' && fits(value);
  };
}

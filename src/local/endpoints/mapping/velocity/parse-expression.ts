import { type Cursor, IDENTIFIER } from './cursor';
import { parseReference } from './parse-reference';
import type { Comparison, Expression, Nodes, Operation } from './syntax';

/** Parses a text in double quotes that has references or directives in it. */
export type ParseText = (text: string, depth: number) => Nodes;

/** What stands between the parentheses of a directive, by Velocity's precedence; blanks around it are skipped. */
export class ExpressionParser {
  constructor(
    private readonly cursor: Cursor,
    private readonly parseText: ParseText,
    /** How many parentheses, brackets and texts it stands in. */
    private depth = 0,
  ) {}

  expression(): Expression {
    return this.nested(() => this.either());
  }

  /** Of a method, a list or a map: a value or a reference; Velocity 1 calculates nothing there. */
  argument(): Expression {
    return this.nested(() => {
      this.cursor.space();
      if (this.cursor.peek() === '(' || this.cursor.peek() === '!')
        this.cursor.fail('an argument is a value or a reference, not an expression');
      const value = this.primary();
      this.cursor.space();
      return value;
    });
  }

  /** Up to and with `close`; the bracket before is left behind already. */
  args(close: string): Expression[] {
    const args: Expression[] = [];
    this.cursor.space();
    if (this.cursor.take(close)) return args;
    for (;;) {
      args.push(this.argument());
      if (this.cursor.take(close)) return args;
      this.cursor.expect(',', `between arguments, or ${JSON.stringify(close)} behind them`);
    }
  }

  private either(): Expression {
    let left = this.both();
    while (this.operator('||', 'or')) left = { is: 'either', left, right: this.both() };
    return left;
  }

  private both(): Expression {
    let left = this.equal();
    while (this.operator('&&', 'and')) left = { is: 'both', left, right: this.equal() };
    return left;
  }

  private equal(): Expression {
    return this.compared(['==', 'eq', '!=', 'ne'], () =>
      this.compared(['<=', 'le', '>=', 'ge', '<', 'lt', '>', 'gt'], () => this.sum()),
    );
  }

  /** `operators`: signs and words by turns. */
  private compared(operators: readonly string[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const at = operators.findIndex((_, i) => i % 2 === 0 && this.operator(operators[i] as string, operators[i + 1]));
      if (at < 0) return left;
      left = { is: 'compared', by: operators[at] as Comparison, left, right: operand() };
    }
  }

  private sum(): Expression {
    return this.calculated(['+', '-'], () => this.calculated(['*', '/', '%'], () => this.unary()));
  }

  private calculated(operators: readonly Operation[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const by = operators.find((sign) => this.operator(sign));
      if (!by) return left;
      left = { is: 'calculated', by, left, right: operand() };
    }
  }

  private unary(): Expression {
    this.cursor.space();
    const not = this.cursor.take('!') || this.word('not');
    if (not) return this.nested(() => ({ is: 'not', of: this.unary() }));
    if (!this.cursor.take('(')) return this.primary();
    const inside = this.expression();
    this.cursor.expect(')', 'behind an expression');
    return inside;
  }

  private primary(): Expression {
    const { cursor } = this;
    const number = cursor.match(/-?\d+(?:\.(?!\.)\d*)?(?:[eE][+-]?\d+)?/y);
    if (number !== undefined) {
      return { is: 'literal', value: /^-?\d+$/.test(number) ? BigInt(number) : Number(number) };
    }
    if (cursor.peek() === '"' || cursor.peek() === "'") return this.quoted();
    if (cursor.peek() === '$') {
      const reference = parseReference(cursor, this);
      return reference ? { is: 'reference', reference: reference.reference } : cursor.fail('a name is missing behind "$"');
    }
    if (cursor.take('[')) return this.list();
    if (cursor.take('{')) return this.map();
    if (this.word('true')) return { is: 'literal', value: true };
    if (this.word('false')) return { is: 'literal', value: false };
    if (this.word('null')) cursor.fail('Velocity has no literal null; compare with a reference that is not set, as $null');
    return cursor.fail('a value is missing');
  }

  /** A quote inside is written twice; nothing else is an escape. */
  private quoted(): Expression {
    const { cursor } = this;
    const start = cursor.at;
    const double = cursor.peek() === '"';
    const found = cursor.match(double ? /"(?:[^"]|"")*"/y : /'(?:[^']|'')*'/y);
    if (found === undefined) return cursor.fail('the text that begins here has no end', start);
    const inside = found.slice(1, -1);
    const value = double ? inside.replaceAll('""', '"') : inside.replaceAll("''", "'");
    if (!double || !/[$#]/.test(value)) return { is: 'literal', value };
    return { is: 'template', nodes: this.nested(() => this.parseText(value, this.depth)) };
  }

  private list(): Expression {
    this.cursor.space();
    if (this.cursor.take(']')) return { is: 'list', items: [] };
    const first = this.argument();
    if (this.cursor.take('..')) {
      const to = this.argument();
      this.cursor.expect(']', 'behind a range');
      return { is: 'range', from: first, to };
    }
    if (this.cursor.take(']')) return { is: 'list', items: [first] };
    this.cursor.expect(',', 'between the items of a list');
    return { is: 'list', items: [first, ...this.args(']')] };
  }

  private map(): Expression {
    const entries: [Expression, Expression][] = [];
    this.cursor.space();
    if (this.cursor.take('}')) return { is: 'map', entries };
    for (;;) {
      const key = this.argument();
      this.cursor.expect(':', 'behind the key of a map');
      entries.push([key, this.argument()]);
      if (this.cursor.take('}')) return { is: 'map', entries };
      this.cursor.expect(',', 'between the entries of a map');
    }
  }

  private operator(sign: string, word?: string): boolean {
    this.cursor.space();
    return this.cursor.take(sign) || (word !== undefined && this.word(word));
  }

  private word(word: string): boolean {
    const start = this.cursor.at;
    if (this.cursor.match(IDENTIFIER) === word) return true;
    this.cursor.at = start;
    return false;
  }

  private nested<T>(parse: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.cursor.fail(`expressions are nested deeper than ${MAX_DEPTH}`);
    const result = parse();
    this.depth -= 1;
    return result;
  }
}

/** Deeper ones would end in the stack of the process. */
const MAX_DEPTH = 100;

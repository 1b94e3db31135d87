import { IN_MAX } from '../../../../spec/dynamodb/limits';
import type { AttributeValue } from '../attribute-value';
import { checkBetween, checkCall, checkComparison, checkDistinct } from './check-condition';
import { COMPARATORS, type Comparator, type Condition, type Operand } from './condition';
import { Flaws } from './flaws';
import { readPath } from './path';
import type { Placeholders } from './placeholders';
import { Tokens } from './tokens';

/** In the order in which DynamoDB tells of them. */
const KINDS = [
  ...(['parentheses', 'unknownFunction', 'misusedFunction', 'reserved', 'undefinedName', 'operandCount'] as const),
  ...(['distinct', 'operandType'] as const),
];
export type ConditionFlaws = Flaws<(typeof KINDS)[number]>;

/** Reads an expression that holds for an item or does not; fails with `ExpressionFlaw`. */
export function parseCondition(text: string, placeholders: Placeholders): Condition {
  const parser = new ConditionParser(new Tokens(text), placeholders);
  return parser.parse();
}

/** What stands where a condition may: functions are both, until it is known what follows. */
type Part = { readonly kind: 'function'; readonly name: string; readonly operands: readonly Operand[] } | Operand;

class ConditionParser {
  private readonly flaws: ConditionFlaws = new Flaws(KINDS);

  constructor(
    private readonly tokens: Tokens,
    private readonly placeholders: Placeholders,
  ) {}

  parse(): Condition {
    const condition = this.either();
    this.tokens.needEnd();
    this.flaws.check();
    return condition;
  }

  private either(): Condition {
    let left = this.both();
    while (this.tokens.skipWord('OR')) left = { kind: 'or', left, right: this.both() };
    return left;
  }

  private both(): Condition {
    let left = this.negated();
    while (this.tokens.skipWord('AND')) left = { kind: 'and', left, right: this.negated() };
    return left;
  }

  private negated(): Condition {
    if (this.tokens.isWord('NOT') && this.tokens.afterNext.text !== '.') {
      this.tokens.take();
      return { kind: 'not', inner: this.negated() };
    }
    return this.tokens.skip('(') ? this.inParentheses() : this.simple();
  }

  private inParentheses(): Condition {
    const isDouble = this.tokens.next.text === '(';
    const inner = this.either();
    this.tokens.need(')');
    if (isDouble && this.justClosed(inner)) this.flaws.add('parentheses', 'The expression has redundant parentheses;');
    this.closed = inner;
    return inner;
  }

  /** The condition that stood in the parentheses that were closed last. */
  private closed: Condition | undefined;

  /** Whether parentheses stand around nothing but parentheses. */
  private justClosed(inner: Condition): boolean {
    return this.closed === inner;
  }

  private simple(): Condition {
    const left = this.part();
    const { kind, text } = this.tokens.next;
    if (kind === 'sign' && COMPARATORS.has(text)) {
      this.tokens.take();
      const operands = [this.operand(left), this.operand(this.part())] as const;
      checkComparison(text, operands, this.flaws);
      return { kind: 'compare', operator: text as Comparator, left: operands[0], right: operands[1] };
    }
    if (this.tokens.skipWord('BETWEEN')) return this.between(this.operand(left));
    if (this.tokens.skipWord('IN')) return this.among(this.operand(left));
    if (left.kind === 'size') {
      this.misused('size');
      return { kind: 'call', name: 'size', operands: [left.of] };
    }
    if (left.kind !== 'function') throw this.tokens.flaw();
    return { kind: 'call', name: left.name, operands: left.operands };
  }

  private between(value: Operand): Condition {
    const low = this.operand(this.part());
    if (!this.tokens.skipWord('AND')) throw this.tokens.flaw();
    const high = this.operand(this.part());
    checkComparison('BETWEEN', [value, low, high], this.flaws);
    checkBetween(low, high, this.flaws);
    return { kind: 'between', value, low, high };
  }

  private among(value: Operand): Condition {
    this.tokens.need('(');
    const among: Operand[] = [];
    do among.push(this.operand(this.part()));
    while (this.tokens.skip(','));
    this.tokens.need(')');
    if (among.length > IN_MAX) {
      this.flaws.add(
        'operandCount',
        `Incorrect number of operands for operator or function; operator or function: IN, number of operands: ${among.length + 1}`,
      );
    }
    return { kind: 'in', value, among };
  }

  private part(): Part {
    const { kind, text } = this.tokens.next;
    if (kind === 'value') {
      this.tokens.take();
      return { kind: 'value', value: this.valueOf(text) };
    }
    if (kind === 'name' && this.tokens.afterNext.text === '(') return this.function();
    return { kind: 'path', path: readPath(this.tokens, this.placeholders, this.flaws) };
  }

  private function(): Part {
    const name = this.tokens.take().text;
    this.tokens.need('(');
    const operands: Operand[] = [];
    if (!this.tokens.skip(')')) {
      do operands.push(this.operand(this.part()));
      while (this.tokens.skip(','));
      this.tokens.need(')');
    }
    checkCall(name, operands, this.flaws);
    checkDistinct(name, operands, this.flaws);
    const [of] = operands;
    return name === 'size' && of ? { kind: 'size', of } : { kind: 'function', name, operands };
  }

  /** Of functions, only `size` is one. */
  private operand(part: Part): Operand {
    if (part.kind !== 'function') return part;
    this.misused(part.name);
    return part.operands[0] ?? { kind: 'value', value: { NULL: true } };
  }

  private misused(name: string): void {
    this.flaws.add('misusedFunction', `The function is not allowed to be used this way in an expression; function: ${name}`);
  }

  private valueOf(key: string): AttributeValue {
    const value = this.placeholders.value(key);
    if (value !== undefined) return value;
    this.flaws.add('undefinedName', `An expression attribute value used in expression is not defined; attribute value: ${key}`);
    return { NULL: true };
  }
}

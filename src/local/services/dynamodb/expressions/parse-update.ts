import { type AttributeType, type AttributeValue, typeOf } from '../attribute-value';
import { Flaws } from './flaws';
import { checkApart, type Path, readPath } from './path';
import type { Placeholders } from './placeholders';
import { Tokens } from './tokens';
import type { Action, Operand } from './update';

/** In the order in which DynamoDB tells of them. */
const KINDS = [
  ...(['reserved', 'unknownFunction', 'section', 'undefinedName', 'undefinedValue', 'overlap', 'conflict'] as const),
  ...(['operandType', 'function'] as const),
];

const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
type Section = (typeof SECTIONS)[number];

/** Reads an update expression; fails with `ExpressionFlaw`. */
export function parseUpdate(text: string, placeholders: Placeholders): readonly Action[] {
  return new UpdateParser(new Tokens(text), placeholders).parse();
}

/** What operands of ADD and DELETE cannot be, as DynamoDB names it there. */
const TYPE_NAMES: Readonly<Partial<Record<AttributeType, string>>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  NULL: 'NULL',
  BOOL: 'BOOLEAN',
  L: 'LIST',
  M: 'MAP',
};

class UpdateParser {
  private readonly flaws = new Flaws<(typeof KINDS)[number]>(KINDS);
  private readonly actions: Action[] = [];

  constructor(
    private readonly tokens: Tokens,
    private readonly placeholders: Placeholders,
  ) {}

  parse(): readonly Action[] {
    const seen = new Set<Section>();
    do {
      const section = SECTIONS.find((word) => this.tokens.isWord(word));
      if (!section) throw this.tokens.flaw();
      this.tokens.take();
      if (seen.has(section)) {
        this.flaws.add('section', `The "${section}" section can only be used once in an update expression;`);
      }
      seen.add(section);
      do this.actions.push(this.action(section));
      while (this.tokens.skip(','));
    } while (!this.tokens.isAtEnd);
    const paths = this.actions.map(({ path }) => path);
    checkApart(paths, this.flaws);
    this.flaws.check();
    return this.actions;
  }

  private action(section: Section): Action {
    const path = this.path();
    if (section === 'REMOVE') return { kind: 'remove', path };
    if (section === 'SET') {
      this.tokens.need('=');
      return { kind: 'set', path, to: this.sum() };
    }
    const { kind, text } = this.tokens.next;
    if (kind !== 'value') throw this.tokens.flaw();
    this.tokens.take();
    const value = this.valueOf(text);
    const type = typeOf(value);
    if (TYPE_NAMES[type] !== undefined && !(section === 'ADD' && type === 'N') && value !== NOTHING) {
      this.flaws.add(
        'operandType',
        `Incorrect operand type for operator or function; operator: ${section}, operand type: ${TYPE_NAMES[type]}, typeSet: ALLOWED_FOR_${section}_OPERAND`,
      );
    }
    return { kind: section === 'ADD' ? 'add' : 'delete', path, value };
  }

  /** At most one plus or minus. */
  private sum(): Operand {
    const left = this.operand();
    const sign = this.tokens.skip('+') ? '+' : this.tokens.skip('-') ? '-' : undefined;
    if (sign === undefined) return left;
    const right = this.operand();
    this.checkTypes(sign, [left, right], 'N');
    return { kind: sign === '+' ? 'plus' : 'minus', left, right };
  }

  private operand(): Operand {
    const { kind, text } = this.tokens.next;
    if (kind === 'value') {
      this.tokens.take();
      return { kind: 'value', value: this.valueOf(text) };
    }
    if (kind === 'name' && this.tokens.afterNext.text === '(') return this.function();
    if (this.tokens.skip('(')) {
      const inner = this.sum();
      this.tokens.need(')');
      return inner;
    }
    return { kind: 'path', path: this.path() };
  }

  private function(): Operand {
    const name = this.tokens.take().text;
    this.tokens.need('(');
    const operands: Operand[] = [];
    if (!this.tokens.skip(')')) {
      do operands.push(this.sum());
      while (this.tokens.skip(','));
      this.tokens.need(')');
    }
    const [first, second] = operands;
    if (name !== 'if_not_exists' && name !== 'list_append') {
      this.flaws.add('unknownFunction', `Invalid function name; function: ${name}`);
    } else if (operands.length !== 2) {
      this.flaws.add(
        'function',
        `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
      );
    } else if (name === 'list_append') {
      this.checkTypes(name, operands, 'L');
    } else if (first?.kind !== 'path') {
      this.flaws.add('function', `Operator or function requires a document path; operator or function: ${name}`);
    }
    if (!first || !second) return { kind: 'value', value: NOTHING };
    if (name === 'if_not_exists' && first.kind === 'path') return { kind: 'ifNotExists', path: first.path, otherwise: second };
    return { kind: 'append', left: first, right: second };
  }

  private checkTypes(name: string, operands: readonly Operand[], allowed: AttributeType): void {
    for (const operand of operands) {
      if (operand.kind !== 'value' || operand.value === NOTHING || typeOf(operand.value) === allowed) continue;
      this.flaws.add(
        'function',
        `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${typeOf(operand.value)}`,
      );
    }
  }

  private path(): Path {
    return readPath(this.tokens, this.placeholders, this.flaws);
  }

  private valueOf(key: string): AttributeValue {
    const value = this.placeholders.value(key);
    if (value !== undefined) return value;
    this.flaws.add('undefinedValue', `An expression attribute value used in expression is not defined; attribute value: ${key}`);
    return NOTHING;
  }
}

/** In the place of what is not there; the expression is refused for that. */
const NOTHING: AttributeValue = { NULL: true };

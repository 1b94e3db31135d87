import { ExpressionFlaw } from './flaws';

export interface Token {
  readonly kind: 'name' | 'placeholder' | 'value' | 'number' | 'sign' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN = /\s*(?:([A-Za-z_][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|(\d+)|(<>|<=|>=|[=<>+\-,.()[\]]))/y;
const KINDS = ['name', 'placeholder', 'value', 'number', 'sign'] as const;

/** An expression, token by token. */
export class Tokens {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(private readonly text: string) {
    this.tokens = tokensOf(text);
  }

  get next(): Token {
    return this.tokens[this.at] as Token;
  }

  get isAtEnd(): boolean {
    return this.next.kind === 'end';
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== 'end') this.at++;
    return token;
  }

  /** The token behind the next one. */
  get afterNext(): Token {
    return this.tokens[Math.min(this.at + 1, this.tokens.length - 1)] as Token;
  }

  /** Whether the next token is this sign; it is taken then. */
  skip(sign: string): boolean {
    if (this.next.kind !== 'sign' || this.next.text !== sign) return false;
    this.at++;
    return true;
  }

  need(sign: string): void {
    if (!this.skip(sign)) throw this.flaw();
  }

  isWord(word: string): boolean {
    return this.next.kind === 'name' && this.next.text.toUpperCase() === word;
  }

  /** Words of the language are written in any case. */
  skipWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.at++;
    return true;
  }

  needEnd(): void {
    if (!this.isAtEnd) throw this.flaw();
  }

  /** The next token cannot stand where it does. */
  flaw(): ExpressionFlaw {
    const { text, start, kind } = this.next;
    const before = this.tokens[this.at - 1];
    const after = this.tokens[this.at + 1];
    const end = after && after.kind !== 'end' ? after.end : this.next.end;
    const near = this.text.slice(before?.start ?? start, end).trim();
    return new ExpressionFlaw(`Syntax error; token: "${kind === 'end' ? '<EOF>' : text}", near: "${near}"`);
  }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    const found = TOKEN.exec(text);
    if (!found) {
      const start = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
      const from = tokens.at(-1)?.start ?? start;
      throw new ExpressionFlaw(`Syntax error; token: "${text[start]}", near: "${text.slice(from, start + 2).trim()}"`);
    }
    const kind = KINDS[found.slice(1).findIndex((group) => group !== undefined)] as Token['kind'];
    const word = found[0].trimStart();
    tokens.push({ kind, text: word, start: TOKEN.lastIndex - word.length, end: TOKEN.lastIndex });
  }
  return [...tokens, { kind: 'end', text: '', start: end, end }];
}

import { TemplateError } from './template-error';

/** A place in the text of a template. */
export class Cursor {
  at = 0;

  constructor(readonly text: string) {}

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** The character here, or `ahead` of here; empty behind the end. */
  peek(ahead = 0): string {
    return this.text[this.at + ahead] ?? '';
  }

  /** Whether this text stands here; it is then left behind. */
  take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** What a sticky pattern matches here, which is then left behind. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Blanks and line ends. */
  space(): void {
    this.match(/\s*/y);
  }

  expect(text: string, where: string): void {
    if (!this.take(text)) this.fail(`${JSON.stringify(text)} is missing ${where}`);
  }

  fail(why: string, at = this.at): never {
    const before = this.text.slice(0, at);
    const line = before.split('\n').length;
    const column = at - before.lastIndexOf('\n');
    throw new TemplateError(`line ${line}, column ${column}: ${why}`);
  }
}

export const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_-]*/y;

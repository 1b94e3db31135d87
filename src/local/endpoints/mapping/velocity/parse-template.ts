import { Cursor, IDENTIFIER } from './cursor';
import { ExpressionParser } from './parse-expression';
import { parseReference } from './parse-reference';
import type { Branch, Expression, Node, Nodes } from './syntax';

/** The pieces of a template of Velocity 1.7; fails with a `TemplateError` that says where. */
export function parseTemplate(text: string, depth = 0): Nodes {
  const parser = new TemplateParser(new Cursor(text), depth);
  const nodes = parser.block();
  parser.finish();
  return nodes;
}

/** The directive that ends a block; it is left behind. */
type End = 'end' | 'else' | 'elseif';

const REFUSED = new Set(['evaluate', 'include', 'parse']);
const LINE_END = /[ \t]*(?:\r\n|\n|\r)/y;
/** Deeper ones would end in the stack of the process. */
const MAX_DEPTH = 100;

class TemplateParser {
  private nodes: Node[] = [];
  private text = '';
  private ended: { readonly by: End; readonly at: number } | undefined;

  constructor(
    private readonly cursor: Cursor,
    private depth: number,
  ) {}

  finish(): void {
    if (this.ended) this.cursor.fail(`#${this.ended.by} belongs to nothing`, this.ended.at);
  }

  /** Up to the directive that ends it, or the end of the template. */
  block(): Nodes {
    const outer = { nodes: this.nodes, text: this.text };
    this.nodes = [];
    this.text = '';
    this.ended = undefined;
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.cursor.fail(`blocks are nested deeper than ${MAX_DEPTH}`);
    while (!this.cursor.done && !this.ended) this.piece();
    this.depth -= 1;
    this.flush();
    const { nodes } = this;
    this.nodes = outer.nodes;
    this.text = outer.text;
    return nodes;
  }

  private piece(): void {
    const { cursor } = this;
    this.text += cursor.match(/[^\\$#]+/y) ?? '';
    if (cursor.done) return;
    if (cursor.peek() === '\\') this.escape();
    else if (cursor.peek() === '$') this.reference();
    else this.hash();
  }

  private flush(): void {
    if (this.text !== '') this.nodes.push({ is: 'text', text: this.text });
    this.text = '';
  }

  private push(node: Node): void {
    this.flush();
    this.nodes.push(node);
  }

  /** Two backslashes in front of a reference or a directive are one; an odd one takes away its meaning. */
  private escape(): void {
    const { cursor } = this;
    const run = cursor.match(/\\+/y) as string;
    const isDirective = cursor.peek() === '#' && /[A-Za-z{]/.test(cursor.peek(1));
    const isReference = cursor.peek() === '$' && /^\$!?\{?[A-Za-z_]/.test(cursor.text.slice(cursor.at, cursor.at + 4));
    if (!isDirective && !isReference) {
      this.text += run;
      return;
    }
    this.text += '\\'.repeat(Math.floor(run.length / 2));
    if (run.length % 2 === 0) return;
    if (isDirective) {
      this.text += cursor.match(/#\{?/y);
      return;
    }
    const found = parseReference(cursor, this.expressions());
    if (found) this.push({ is: 'escaped', ...found });
  }

  private reference(): void {
    const found = parseReference(this.cursor, this.expressions());
    if (found) this.push({ is: 'reference', reference: found.reference });
    else this.text += this.cursor.match(/\$/y);
  }

  private hash(): void {
    const { cursor } = this;
    const start = cursor.at;
    if (cursor.match(/##[^\n\r]*(?:\r\n|\n|\r)?/y) !== undefined) return;
    if (cursor.take('#*')) {
      if (cursor.match(/[\s\S]*?\*#/y) === undefined) cursor.fail('the comment that begins here has no end', start);
      return;
    }
    if (cursor.take('#[[')) {
      const raw = cursor.match(/[\s\S]*?\]\]#/y) ?? cursor.fail('the text that begins here has no end', start);
      this.text += raw.slice(0, -3);
      return;
    }
    const name = /#(?:\{(\w+)\}|(@?[A-Za-z]\w*))/y;
    const written = cursor.match(name);
    if (written === undefined) {
      this.text += cursor.match(/#/y);
      return;
    }
    this.directive(written.replace(/[#{}]/g, ''), start, written);
  }

  private directive(name: string, start: number, written: string): void {
    const { cursor } = this;
    if (REFUSED.has(name) && cursor.match(/\s*\(/y) !== undefined) {
      cursor.fail(`#${name} is not to be had in mapping templates`, start);
    }
    if (name === 'end' || name === 'else' || name === 'elseif') {
      if (name !== 'elseif') cursor.match(LINE_END);
      this.ended = { by: name, at: start };
    } else if (name === 'set') this.set();
    else if (name === 'if') this.condition(start);
    else if (name === 'foreach') this.foreach(start);
    else if (name === 'define') this.define(start);
    else if (name === 'macro') this.macro(start);
    else if (name === 'stop' || name === 'break') this.push({ is: name });
    else this.call(name, start, written);
  }

  /** The one directive that swallows the blanks in front of it, but behind a reference. */
  private set(): void {
    const trimmed = this.text.replace(/[ \t]+$/, '');
    if (trimmed !== '' || this.nodes.at(-1)?.is !== 'reference') this.text = trimmed;
    this.open('set');
    const { cursor } = this;
    cursor.space();
    const target = cursor.peek() === '$' ? parseReference(cursor, this.expressions()) : undefined;
    if (!target) return cursor.fail('#set needs a reference');
    cursor.space();
    cursor.expect('=', 'behind the reference of #set');
    const value = this.expressions().expression();
    this.close('set');
    this.push({ is: 'set', target: target.reference, value });
  }

  private condition(start: number): void {
    const branches: Branch[] = [];
    let by: End | undefined = 'elseif';
    while (by === 'elseif') {
      this.open('if');
      const condition = this.expressions().expression();
      this.close('if');
      branches.push({ condition, body: this.block() });
      by = this.endOf('if', start);
    }
    if (by === 'else') {
      branches.push({ body: this.block() });
      if (this.endOf('if', start) !== 'end') this.cursor.fail('#end is missing behind #else');
    }
    this.push({ is: 'if', branches });
  }

  private foreach(start: number): void {
    const { cursor } = this;
    this.open('foreach');
    cursor.space();
    const item = cursor.match(/\$!?\{?[A-Za-z_][A-Za-z0-9_-]*\}?/y);
    if (item === undefined) return cursor.fail('#foreach needs the name of a reference');
    cursor.space();
    cursor.expect('in', 'in #foreach');
    const list = this.expressions().argument();
    this.close('foreach');
    const body = this.closed('foreach', start);
    this.push({ is: 'foreach', item: item.replace(/[$!{}]/g, ''), list, body });
  }

  private define(start: number): void {
    this.open('define');
    this.cursor.space();
    const name = this.cursor.match(/\$!?\{?[A-Za-z_][A-Za-z0-9_-]*\}?/y);
    if (name === undefined) return this.cursor.fail('#define needs the name of a reference');
    this.close('define');
    this.push({ is: 'define', name: name.replace(/[$!{}]/g, ''), body: this.closed('define', start) });
  }

  private macro(start: number): void {
    const { cursor } = this;
    this.open('macro');
    cursor.space();
    const name = cursor.match(IDENTIFIER) ?? cursor.fail('#macro needs a name');
    const parameters: string[] = [];
    for (;;) {
      cursor.match(/[\s,]*/y);
      const parameter = cursor.match(/\$!?\{?[A-Za-z_][A-Za-z0-9_-]*\}?/y);
      if (parameter === undefined) break;
      parameters.push(parameter.replace(/[$!{}]/g, ''));
    }
    this.close('macro');
    this.push({ is: 'macro', name, parameters, body: this.closed('macro', start) });
  }

  /** `#name(…)` of a macro; without parentheses it is text. */
  private call(name: string, start: number, written: string): void {
    const { cursor } = this;
    if (!cursor.take('(')) {
      this.text += written;
      return;
    }
    const args: Expression[] = [];
    for (;;) {
      cursor.match(/[\s,]*/y);
      if (cursor.take(')')) break;
      args.push(this.expressions().argument());
    }
    cursor.match(LINE_END);
    const source = cursor.text.slice(start, cursor.at);
    if (!name.startsWith('@')) this.push({ is: 'call', name, args, source });
    else this.push({ is: 'call', name: name.slice(1), args, source, body: this.closed(name, start) });
  }

  private expressions(): ExpressionParser {
    return new ExpressionParser(this.cursor, parseTemplate, this.depth);
  }

  private open(directive: string): void {
    this.cursor.match(/[ \t]*/y);
    this.cursor.expect('(', `behind #${directive}`);
  }

  private close(directive: string): void {
    this.cursor.space();
    this.cursor.expect(')', `at the end of #${directive}`);
    this.cursor.match(LINE_END);
  }

  private closed(directive: string, start: number): Nodes {
    const body = this.block();
    if (this.endOf(directive, start) !== 'end') this.cursor.fail('#else belongs to nothing');
    return body;
  }

  /** What ended the block before. */
  private endOf(directive: string, start: number): End {
    const { ended } = this;
    this.ended = undefined;
    return ended?.by ?? this.cursor.fail(`#end is missing for this #${directive}`, start);
  }
}

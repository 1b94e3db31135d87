import { deeper, Malformed } from './malformed';

/** One element; its text is what stands in it beside elements. */
export interface XmlElement {
  /** Without a namespace's prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** The root element of a document; fails with `Malformed` on what is not well-formed, and on document types. */
export function parseXml(text: string): XmlElement {
  const parser = new Parser(text);
  parser.skipProlog();
  const root = parser.element(0);
  parser.skipProlog();
  if (!parser.atEnd) throw new Malformed('Something follows the root element.', 'MalformedXML');
  return root;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const NAME = /[A-Za-z_][\w.:-]*/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)\s*=\s*("[^"<]*"|'[^'<]*')/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

class Parser {
  private at = 0;

  constructor(private readonly text: string) {
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Blanks, comments and processing instructions. */
  skipProlog(): void {
    for (;;) {
      this.match(/\s*/y);
      if (this.skip('<!--')) this.after('-->');
      else if (this.skip('<?')) this.after('?>');
      else return;
    }
  }

  element(depth: number): XmlElement {
    if (!this.skip('<')) throw this.flaw('an element was expected');
    const name = this.match(NAME)?.[0];
    if (name === undefined) throw this.flaw('a name was expected');
    const attributes = new Map<string, string>();
    for (let found = this.match(ATTRIBUTE); found; found = this.match(ATTRIBUTE)) {
      attributes.set(found[1] as string, this.unescaped((found[2] as string).slice(1, -1)));
    }
    this.match(/\s*/y);
    const head = { name: local(name), attributes };
    if (this.skip('/>')) return { ...head, children: [], text: '' };
    if (!this.skip('>')) throw this.flaw(`the tag ${name} was not closed`);
    return { ...head, ...this.content(name, deeper(depth)) };
  }

  private content(name: string, depth: number): Pick<XmlElement, 'children' | 'text'> {
    const children: XmlElement[] = [];
    let text = '';
    for (;;) {
      const open = this.text.indexOf('<', this.at);
      if (open < 0) throw this.flaw(`the element ${name} was not closed`);
      text += this.unescaped(this.text.slice(this.at, open));
      this.at = open;
      if (this.skip('</')) {
        if (this.match(NAME)?.[0] !== name) throw this.flaw(`the end of ${name} was expected`);
        this.match(/\s*/y);
        if (!this.skip('>')) throw this.flaw(`the end of ${name} was expected`);
        return { children, text };
      }
      if (this.skip('<!--')) this.after('-->');
      else if (this.skip('<![CDATA[')) text += this.after(']]>');
      else if (this.skip('<?')) this.after('?>');
      else children.push(this.element(depth));
    }
  }

  private unescaped(text: string): string {
    if (!text.includes('&')) return text;
    return text.replace(/&([^;&]*);?/g, (whole, name: string) => {
      const code = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
      const point = code ? Number.parseInt(code[1] ?? (code[2] as string), code[1] === undefined ? 10 : 16) : undefined;
      if (point !== undefined && point <= 0x10ffff) return String.fromCodePoint(point);
      const entity = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
      if (entity === undefined || !whole.endsWith(';')) throw this.flaw(`${whole} is no reference`);
      return entity;
    });
  }

  private skip(sign: string): boolean {
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  /** What stands before `sign`; goes on behind it. */
  private after(sign: string): string {
    const end = this.text.indexOf(sign, this.at);
    if (end < 0) throw this.flaw(`${sign} was expected`);
    const before = this.text.slice(this.at, end);
    this.at = end + sign.length;
    return before;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  private flaw(what: string): Malformed {
    return new Malformed(`The body is not well-formed XML: ${what}, at character ${this.at}.`, 'MalformedXML');
  }
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const NAMED: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\n': '\\n',
  '\t': '\\t',
  '\f': '\\f',
  '\r': '\\r',
  "'": "\\'",
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
};

/** `StringEscapeUtils.escapeJavaScript` of Apache Commons: single quotes too, which JSON does not have. */
export function escapeJavaScript(text: string): string {
  return text.replace(/[\0-\x1f'"\\/]|[^\0-\x7e]/g, (character) => {
    const named = NAMED[character];
    if (named !== undefined) return named;
    return [...Array(character.length).keys()]
      .map((i) => `\\u${character.charCodeAt(i).toString(16).toUpperCase().padStart(4, '0')}`)
      .join('');
  });
}

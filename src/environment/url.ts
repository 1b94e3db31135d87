import { type Kind, variable } from './variable';

export interface UrlOptions {
  /**
   * How the URL may begin, without the colon.
   *
   * @default ['https', 'http']
   */
  readonly protocols?: readonly string[];
}

/** An absolute URL, as a text. */
export const url: Kind<string, UrlOptions> = (options: UrlOptions = {}) => {
  const { protocols = ['https', 'http'] } = options;
  return variable(
    `a URL that begins with ${protocols.map((protocol) => `${protocol}:`).join(' or ')}`,
    (it) => (protocols.some((protocol) => it.startsWith(`${protocol}:`)) && isUrl(it) ? it : undefined),
    options,
  );
};

function isUrl(text: string): boolean {
  try {
    return !!new URL(text);
  } catch {
    return false;
  }
}

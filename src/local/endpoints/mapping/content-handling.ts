import type { ContentHandling } from '../../../model/rest-integration';

/** A body on its way to a template or to the other side; a template can take text only. */
export type Content = { readonly text: string } | { readonly blob: Buffer };

/** What the client sends: `isBinary` after its Content-Type. Undefined when text that should be base64 is none. */
export function requestContent(body: Buffer, isBinary: boolean, handling: ContentHandling | undefined): Content | undefined {
  if (isBinary) return handling === 'CONVERT_TO_TEXT' ? { text: body.toString('base64') } : { blob: body };
  return handling === 'CONVERT_TO_BINARY' ? decoded(body) : { text: body.toString() };
}

/** What the backend sends: `isBinary` after its Content-Type, `wantsBinary` after the first type that the client accepts. */
export function responseContent(
  body: Buffer,
  isBinary: boolean,
  wantsBinary: boolean,
  handling: ContentHandling | undefined,
): Content | undefined {
  if (isBinary) {
    const toText = handling === 'CONVERT_TO_TEXT' || (handling === undefined && !wantsBinary);
    return toText ? { text: body.toString('base64') } : { blob: body };
  }
  const toBlob = handling === 'CONVERT_TO_BINARY' || (handling === undefined && wantsBinary);
  return toBlob ? decoded(body) : { text: body.toString() };
}

export function bytesOf(content: Content): Buffer {
  return 'text' in content ? Buffer.from(content.text) : content.blob;
}

function decoded(body: Buffer): Content | undefined {
  const text = body.toString('latin1').replace(/\s+/g, '');
  const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1;
  return isBase64 ? { blob: Buffer.from(text, 'base64') } : undefined;
}

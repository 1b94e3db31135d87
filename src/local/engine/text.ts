// Every JavaScript engine has these; the pure rooms see no types of Node or the browser, so they are named here.
interface TextGlobals {
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new () => { decode(bytes: Uint8Array): string };
  readonly btoa: (binary: string) => string;
  readonly atob: (base64: string) => string;
}
const globals = globalThis as unknown as TextGlobals;
const encoder = new globals.TextEncoder();
const decoder = new globals.TextDecoder();

/** In UTF-8. */
export function textBytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** From UTF-8; a byte that is none becomes U+FFFD. */
export function bytesText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return globals.btoa(binary);
}

/** The text behind `base64`; undefined when it is not base64. */
export function fromBase64(base64: string): string | undefined {
  try {
    return bytesText(Uint8Array.from(globals.atob(base64), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

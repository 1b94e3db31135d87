/** As S3 writes keys where they are encoded, in listings and in notifications (S3-10): like a form, but for slashes. */
export function encodedKey(key: string): string {
  return encodeURIComponent(wellFormed(key))
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+');
}

/** Half a surrogate pair cannot be encoded. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/**
 * What an expression as `$request.body.action` or `${request.body.kind}-${request.body.version}` comes to for a message.
 *
 * Undefined when the message is no JSON object or has not what the expression names: it is then for `$default`.
 */
export function selectedKey(expression: string, body: string): string | undefined {
  const message = parsed(body);
  if (message === undefined) return undefined;
  let isWhole = true;
  const key = expression.replace(VARIABLE, (text, braced: string | undefined, bare: string | undefined) => {
    // A dollar sign that is no variable.
    if (text === '\\$') return '$';
    const value = valueAt(message, (braced ?? bare ?? '').slice('request.body'.length));
    isWhole &&= value !== undefined;
    return value ?? '';
  });
  return isWhole ? key : undefined;
}

const STEP = String.raw`(?:\.[\w-]+|\[\d+\])`;
const VARIABLE = new RegExp(String.raw`\\\$|\$\{(request\.body${STEP}+)\}|\$(request\.body${STEP}+)`, 'g');

function valueAt(message: object, path: string): string | undefined {
  let value: unknown = message;
  for (const [, name, index] of path.matchAll(/\.([\w-]+)|\[(\d+)\]/g)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name ?? (index as string))) return undefined;
    value = (value as Record<string, unknown>)[name ?? (index as string)];
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function parsed(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

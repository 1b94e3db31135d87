import { withStageVariables } from '../../../model/lambda-uri';

/** The address of a backend, with what `{name}` and `${stageVariables.name}` stand for; slashes of a value stay as they are. */
export function integrationUri(
  uri: string,
  path: Readonly<Record<string, string>>,
  stageVariables: Readonly<Record<string, string>>,
): string {
  return withStageVariables(uri, stageVariables).replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const key = name.replace(/\+$/, '');
    return Object.hasOwn(path, key) ? encoded(path[key] as string) : whole;
  });
}

/** Of a path: everything but what stands for itself there. */
export function encoded(text: string): string {
  return [...text].map((sign) => (/[A-Za-z0-9/_.~:@!$'()*,;=-]/.test(sign) ? sign : percent(sign))).join('');
}

function percent(sign: string): string {
  return [...Buffer.from(sign)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

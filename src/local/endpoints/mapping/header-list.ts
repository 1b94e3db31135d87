/** Headers as names and values by turns: a list, since a name may come twice. */
export type HeaderList = readonly string[];

/** Every value that came under this name, whatever its case. */
export function headerValues(headers: HeaderList, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return headers.filter((_, i) => i % 2 === 1 && headers[i - 1]?.toLowerCase() === wanted);
}

/** The last value, which is the one that counts where there can be one. */
export function lastHeader(headers: HeaderList, name: string): string | undefined {
  return headerValues(headers, name).at(-1);
}

export function withoutHeader(headers: HeaderList, name: string): string[] {
  const unwanted = name.toLowerCase();
  return headers.filter((_, i) => headers[i - (i % 2)]?.toLowerCase() !== unwanted);
}

/** These values and no others, at the end. */
export function withHeader(headers: HeaderList, name: string, values: readonly string[]): string[] {
  return [...withoutHeader(headers, name), ...values.flatMap((value) => [name, value])];
}

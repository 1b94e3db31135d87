// Runs in the thread of Node's module hooks, which shares nothing with the function's own.
import resolution from './resolution.cjs';

export function initialize(settings) {
  resolution.configure(settings);
}

export async function resolve(specifier, context, next) {
  const [place] = resolution.placesFor(specifier, context.parentURL) ?? [context.parentURL];
  return resolution.corrected(await next(specifier, { ...context, parentURL: place }));
}

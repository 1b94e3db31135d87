import type { TextLimit } from './limit';

const RULE = 'RT-16';
const GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg';

function shape(matches: RegExp, words: string, page: string): TextLimit {
  return { min: 1, max: 128, pattern: { matches, words }, rule: RULE, source: `${GUIDE}/${page}.html` };
}

/**
 * What a handler looks like, by the language of the runtime.
 *
 * Node.js and Python: RT-16. The others: their pages of the AWS Developer Guide. OS-only runtimes take any text.
 */
export const HANDLER_SHAPES = {
  node: shape(
    /^(?!.*\.\.)(?:[^\s/]*\/)*[^\s/.]+\.[^\s/]+$/,
    'a file without its extension, a dot and an export, as index.handler, without ..',
    'nodejs-handler',
  ),
  python: shape(
    /^(?!\.)[^\s]*[^\s./]\.[\p{L}_][\p{L}\p{N}_]*$/u,
    'a module, a dot and a function, as index.handler',
    'python-handler',
  ),
  java: shape(
    /^[\p{L}_$][\p{L}\p{N}_$]*(\.[\p{L}_$][\p{L}\p{N}_$]*)*(::[\p{L}_$][\p{L}\p{N}_$]*)?$/u,
    'a class with its package and perhaps :: and a method, as example.Handler::handleRequest',
    'java-handler',
  ),
  dotnet: shape(/^[^\s:]+(::[^\s:]+::[^\s:]+)?$/, 'an assembly, or ASSEMBLY::NAMESPACE.CLASS::METHOD', 'csharp-handler'),
  ruby: shape(/^\S*[^\s./]\.\S*[^\s.]$/, 'a file without its extension, a dot and a method, as index.handler', 'ruby-handler'),
} as const;

/** Where a runtime looks for a handler. */
export interface HandlerFile {
  /** As a reader would look for it. */
  readonly name: string;
  /** Paths in the code, in the order in which the runtime tries them; a file that it can read is the first that is there. */
  readonly tried: readonly string[];
  /** Whether a file, by its path with slashes, is it, whatever it is written in. */
  is(file: string): boolean;
  /** What has to be in the file; absent where the language does not tell. */
  readonly export?: string;
}

/**
 * Undefined when it is not in the code (it is absolute), or when nobody can say by its name.
 *
 * RT-15 (`bootstrap`), RT-16 (Node.js, Python); the others: their pages of the AWS Developer Guide.
 */
export function handlerFile(runtime: string, handler: string): HandlerFile | undefined {
  if (/^provided(\.|$)/.test(runtime)) return exactly('bootstrap');
  if (handler.startsWith('/')) return undefined;
  const family = /^(nodejs|python|ruby|dotnet|java)/.exec(runtime)?.[1];
  if (family === 'nodejs') return nodeFile(handler);
  if (family === 'python') return pythonFile(handler);
  if (family === 'ruby') return exactly(`${split(handler).module}.rb`);
  if (family === 'dotnet') return exactly(`${handler.replace(/::.*/, '')}.dll`);
  return family === 'java' ? javaFile(handler.replace(/::.*/, '')) : undefined;
}

function exactly(name: string): HandlerFile {
  return { name, tried: [name], is: (file) => file === name };
}

/** The file's name ends at its first dot (RT-16). */
function split(handler: string): { readonly module: string; readonly export: string } {
  const folder = handler.slice(0, handler.lastIndexOf('/') + 1).replace(/^(\.\/)+/, '');
  const [, file = '', name = ''] = /^([^.]*)\.?(.*)$/.exec(handler.slice(handler.lastIndexOf('/') + 1)) ?? [];
  return { module: `${folder}${file}`, export: name };
}

/** What `require` would find counts too. */
function nodeFile(handler: string): HandlerFile {
  const { module, export: name } = split(handler);
  const tried = ['', '.js', '.mjs', '.cjs'].map((ending) => `${module}${ending}`);
  const required = ['.json', '.node', '/index.js', '/package.json'].map((ending) => `${module}${ending}`);
  const inModules = [...tried, ...required].map((file) => `node_modules/${file}`);
  const all = new Set([...tried, ...required, ...inModules]);
  return {
    name: `${module}.js, ${module}.mjs or ${module}.cjs`,
    tried,
    is: (file) => all.has(file),
    ...(name !== '' && { export: name }),
  };
}

function pythonFile(handler: string): HandlerFile | undefined {
  const dot = handler.lastIndexOf('.');
  // Without a module or without a function it is no handler at all.
  if (dot < 1) return undefined;
  const module = handler.slice(0, dot).replaceAll('.', '/').replace(/\/+/g, '/');
  const tried = [`${module}/__init__.py`, `${module}.py`];
  const compiled = new RegExp(`^${module.replace(/[^\w/]/g, '\\$&')}\\.(.*\\.)?(so|pyc)$`);
  return {
    name: `${module}.py`,
    tried,
    is: (file) => tried.includes(file) || compiled.test(file),
    export: handler.slice(dot + 1),
  };
}

/** Classes may be in archives, which nobody opens here, and inside of other classes. */
function javaFile(className: string): HandlerFile {
  const name = `${className.replaceAll('.', '/')}.class`;
  const simple = name.slice(name.lastIndexOf('/') + 1);
  return {
    name,
    tried: [name],
    is: (file) => file.endsWith(`/${simple}`) || file.endsWith(`$${simple}`) || file === simple || file.endsWith('.jar'),
  };
}

import * as lambda from 'aws-cdk-lib/aws-lambda';

/** Where the runtime looks for a handler. */
export interface HandlerFile {
  /** As a reader would look for it. */
  readonly name: string;
  /** Whether a file, by its path with slashes, is it. */
  readonly is: (file: string) => boolean;
}

/** Undefined when it is not in the code (it is absolute), or when nobody can say by its name. */
export function handlerFile(runtime: lambda.Runtime, handler: string): HandlerFile | undefined {
  if (handler.startsWith('/')) return undefined;
  switch (runtime.family) {
    case lambda.RuntimeFamily.NODEJS:
      return nodeFile(withoutExport(handler));
    case lambda.RuntimeFamily.PYTHON:
      return pythonFile(pythonModule(handler));
    case lambda.RuntimeFamily.RUBY:
      return named(`${withoutExport(handler)}.rb`);
    case lambda.RuntimeFamily.DOTNET_CORE:
      return named(`${handler.replace(/::.*/, '')}.dll`);
    case lambda.RuntimeFamily.JAVA:
      return javaFile(handler.replace(/::.*/, '').replaceAll('.', '/'));
    default:
      return isOsOnly(runtime) ? named('bootstrap') : undefined;
  }
}

/** Its executable is `bootstrap`, and the handler is its own affair (RT-15). */
export function isOsOnly(runtime: lambda.Runtime): boolean {
  return /^provided(\.|$)/.test(runtime.name);
}

/** `package/module` of a Python handler (RT-16). */
export function pythonModule(handler: string): string {
  return handler.slice(0, handler.lastIndexOf('.')).replaceAll('.', '/').replace(/\/+/g, '/');
}

function named(name: string): HandlerFile {
  return { name, is: (file) => file === name };
}

/** The file's name ends at its first dot (RT-16). */
function withoutExport(handler: string): string {
  const folder = handler.slice(0, handler.lastIndexOf('/') + 1).replace(/^(\.\/)+/, '');
  return folder + handler.slice(handler.lastIndexOf('/') + 1).replace(/\..*/, '');
}

/** What `require` would find counts too. */
function nodeFile(module: string): HandlerFile {
  const endings = ['', '.js', '.mjs', '.cjs', '.json', '.node', '/index.js', '/package.json'];
  const files = ['', 'node_modules/'].flatMap((folder) => endings.map((ending) => `${folder}${module}${ending}`));
  return { name: `${module}.js, ${module}.mjs or ${module}.cjs`, is: (file) => files.includes(file) };
}

function pythonFile(module: string): HandlerFile {
  const compiled = new RegExp(`^${module.replace(/[^\w/]/g, '\\$&')}\\.(.*\\.)?(so|pyc)$`);
  return {
    name: `${module}.py`,
    is: (file) => file === `${module}.py` || file === `${module}/__init__.py` || compiled.test(file),
  };
}

/** Classes may be in archives, which nobody opens here. */
function javaFile(className: string): HandlerFile {
  return { name: `${className}.class`, is: (file) => file === `${className}.class` || /\.jar$/.test(file) };
}

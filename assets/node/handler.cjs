'use strict';
// From `dir/module.path.to.fn` to the function (RT-16).

const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const resolution = require('./resolution.cjs');

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
/** The first Node.js whose Lambda runtime reads TypeScript. */
const FIRST_WITH_TYPESCRIPT = 24;

async function loadHandler(root, name) {
  const errors = () => require('./errors.cjs');
  if (name.includes('..')) {
    throw new (errors().MalformedHandlerName)(
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const base = path.basename(name);
  const folder = name.slice(0, name.indexOf(base));
  const match = /^([^.]*)\.(.*)$/.exec(base);
  if (!match) throw new (errors().MalformedHandlerName)('Bad handler');

  const loaded = await load(root, folder, match[1]);
  const handler = find(loaded, match[2]) ?? find(loaded?.default, match[2]);
  if (!handler) throw new (errors().HandlerNotFound)(`${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw new (errors().HandlerNotFound)(`${name} is not a function`);
  if (handler[STREAMING] && handler[STREAMING] !== 'response') {
    throw new (errors().MalformedStreamingHandler)('Only response streaming is supported.');
  }
  return handler;
}

function find(object, names) {
  return names.split('.').reduce((found, name) => found?.[name], object);
}

async function load(root, folder, module) {
  try {
    const file = path.resolve(root, folder, module);
    for (const { extension, as } of attempts(path.dirname(file), root)) {
      if (!fs.existsSync(file + extension)) continue;
      if (as === 'commonjs') return require(file + extension);
      resolution.prepareForImports(fs.readFileSync(file + extension, 'utf8'), file + extension);
      require('./calls.cjs').leadImportsHere();
      return await import(require('node:url').pathToFileURL(file + extension).href);
    }
    return require(Module._resolveFilename(module, null, false, { paths: [root, path.join(root, folder)] }));
  } catch (error) {
    if (error instanceof SyntaxError) throw new (require('./errors.cjs').UserCodeSyntaxError)(error);
    if (error?.code === 'MODULE_NOT_FOUND') throw new (require('./errors.cjs').ImportModuleError)(asInLambda(error));
    throw error;
  }
}

/** The files that the module's name can mean, in Lambda's order. */
function attempts(folder, root) {
  const isModule = resolution.packageType(folder, root) === 'module';
  const js = isModule ? 'module' : 'commonjs';
  const list = [
    { extension: '', as: 'commonjs' },
    { extension: '.js', as: js },
    { extension: '.mjs', as: 'module' },
    { extension: '.cjs', as: 'commonjs' },
  ];
  if (Number(process.versions.node.split('.')[0]) < FIRST_WITH_TYPESCRIPT) return list;
  return [...list, { extension: '.ts', as: js }, { extension: '.mts', as: 'module' }, { extension: '.cts', as: 'commonjs' }];
}

/** The modules that required the missing one end with the runtime, which in Lambda is one file. */
function asInLambda(error) {
  const [missing, ...rest] = error.message.split('\n');
  const advice = rest.filter((line) => !line.startsWith('- ') && line !== 'Require stack:');
  const stack = (error.requireStack ?? []).filter((file) => path.dirname(file) !== __dirname);
  return `Error: ${[missing, 'Require stack:', ...[...stack, '/var/runtime/index.mjs'].map((file) => `- ${file}`), ...advice].join('\n')}`;
}

module.exports = { loadHandler, STREAMING };

'use strict';
// Modules are found as in Lambda: in the function's code, then in its layers (through NODE_PATH), then, for the AWS SDK that
// Lambda's runtimes bring along, where the executor says. Nothing else around the code counts: neither modules nor a package.json.

const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { leadImportsHere } = require('./calls.cjs');

const IMPORTS = /^\s*(?:import|export)\b/m;
/** How much of a file is looked at for imports, in characters. */
const BEGINNING = 4096;

const SDK_3 = /^(@aws-sdk|@smithy|@aws-crypto)\/[^/]+|^@aws\/lambda-invoke-store(?=\/|$)/;
const SDK_2 = /^aws-sdk(?=\/|$)/;
const LAST_WITH_SDK_2 = 16;

const rootFolders = [];
const sdkFolders = [];
let nodeMajor = 0;

function configure({ root, layers, sdk, major }) {
  rootFolders.push(root, ...layers);
  sdkFolders.push(...sdk);
  nodeMajor = major;
}

function inside(file, folder) {
  return file === folder || file.startsWith(folder + path.sep);
}

/** The folder beyond which nothing is looked for from `file`; undefined for files that are neither code nor layer. */
function rootOf(file) {
  return rootFolders.find((root) => inside(file, root));
}

function partOfRuntime(request) {
  return nodeMajor > LAST_WITH_SDK_2 ? SDK_3.test(request) : SDK_2.test(request);
}

function packageName(request) {
  return request.split('/', request.startsWith('@') ? 2 : 1).join('/');
}

const types = new Map();

/** What the nearest package.json below the root says: `module`, `commonjs`, or undefined when there is none. */
function packageType(folder, root) {
  if (types.has(folder)) return types.get(folder);
  const type =
    readType(folder) ??
    (folder === root || folder.endsWith(`${path.sep}node_modules`) ? undefined : packageType(path.dirname(folder), root));
  types.set(folder, type);
  return type;
}

function readType(folder) {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).type === 'module' ? 'module' : 'commonjs';
  } catch (error) {
    return error instanceof SyntaxError ? 'commonjs' : undefined;
  }
}

function installForCommonJs() {
  const nodeModulePaths = Module._nodeModulePaths;
  Module._nodeModulePaths = function (from) {
    const paths = nodeModulePaths.call(this, from);
    const root = rootOf(from);
    return root === undefined ? paths : paths.filter((folder) => inside(folder, root));
  };

  const resolveFilename = Module._resolveFilename;
  Module._resolveFilename = function (request, ...rest) {
    try {
      return resolveFilename.call(this, request, ...rest);
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND' || !partOfRuntime(request)) throw error;
      for (const folder of sdkFolders) {
        const file = resolveIn(folder, request);
        if (file) return file;
      }
      error.message += adviceFor(request);
      throw error;
    }
  };
  const resolveIn = (folder, request) => {
    try {
      return resolveFilename.call(Module, request, { id: folder, filename: folder, paths: [folder] }, false);
    } catch (error) {
      if (error.code === 'MODULE_NOT_FOUND') return undefined;
      throw error;
    }
  };

  // Below the root no package.json says what a .js file is: then it is CommonJS, whatever one above the root says.
  const loadJs = Module._extensions['.js'];
  Module._extensions['.js'] = function (module, file) {
    const root = file.endsWith('.js') ? rootOf(file) : undefined;
    if (root === undefined || packageType(path.dirname(file), root) !== undefined) return loadJs.call(this, module, file);
    module._compile(fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, ''), file);
  };

  const compile = Module.prototype._compile;
  Module.prototype._compile = function (content, file, ...rest) {
    if (rootOf(file) !== undefined) {
      const importsLater = content.includes('import(');
      if (importsLater) prepareForImports(content, file);
      // Node.js may take an ES module here; its imports stand at its beginning.
      if (importsLater || IMPORTS.test(content.slice(0, BEGINNING))) leadImportsHere();
    }
    return compile.call(this, content, file, ...rest);
  };
}

function adviceFor(request) {
  return `\nThe AWS SDK is part of Lambda's Node.js runtimes, but it is not installed here: run "npm install --save-dev ${packageName(request)}" in the app's folder.`;
}

/**
 * Where an ES module that says `import 'specifier'` looks: a list of URLs to resolve from, or undefined for Node's own way.
 * Throws when there is nowhere to look.
 */
function placesFor(specifier, parentUrl) {
  if (!parentUrl?.startsWith('file:') || /^(\.{0,2}\/|#|[a-z][a-z0-9+.-]*:)/i.test(specifier) || Module.isBuiltin(specifier))
    return undefined;
  const { fileURLToPath, pathToFileURL } = require('node:url');
  const parent = fileURLToPath(parentUrl);
  const root = rootOf(parent);
  if (root === undefined) return undefined;
  const name = packageName(specifier);
  if (packageStands(name, path.dirname(parent), root)) return undefined;
  const places = [...layerModules(), ...(partOfRuntime(specifier) ? sdkFolders : [])]
    .filter((folder) => fs.existsSync(path.join(folder, name)))
    .map((folder) => pathToFileURL(path.join(path.dirname(folder), 'importer.mjs')).href);
  if (places.length > 0) return places;
  const advice = partOfRuntime(specifier) ? adviceFor(specifier) : '';
  throw Object.assign(new Error(`Cannot find package '${name}' imported from ${parent}${advice}`), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
}

function layerModules() {
  return (process.env.NODE_PATH ?? '').split(path.delimiter).filter((folder) => path.basename(folder) === 'node_modules');
}

/** As a folder of its name in one of the `node_modules` below the root, or as the package that the importing file is part of. */
function packageStands(name, from, root) {
  for (let folder = from; inside(folder, root); folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, 'node_modules', name))) return true;
    try {
      const own = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
      if (own.name === name && own.exports !== undefined) return true;
    } catch {
      // No package here.
    }
  }
  return false;
}

/** The format that Node would take from a package.json above the root is not the one in Lambda. */
function corrected(result) {
  if (result.format !== 'module' || !/^file:.*\.js$/.test(result.url)) return result;
  const file = require('node:url').fileURLToPath(result.url);
  const root = rootOf(file);
  return root === undefined || packageType(path.dirname(file), root) !== undefined ? result : { ...result, format: 'commonjs' };
}

let hooked = false;

/** Before `file`, whose text is `source`, can import anything. */
function prepareForImports(source, file) {
  if (hooked || (!Module.registerHooks && !require('./esm-scan.cjs').needsHooks(source, file, module.exports))) return;
  hooked = true;
  if (Module.registerHooks) {
    Module.registerHooks({
      resolve(specifier, context, next) {
        if (context.conditions.includes('require')) return next(specifier, context);
        const [place] = placesFor(specifier, context.parentURL) ?? [context.parentURL];
        return corrected(next(specifier, { ...context, parentURL: place }));
      },
    });
    return;
  }
  const [root, ...layers] = rootFolders;
  Module.register('./esm-hooks.mjs', {
    parentURL: require('node:url').pathToFileURL(__filename),
    data: { root, layers, sdk: sdkFolders, major: nodeMajor },
  });
}

/** Whether the first folder upwards that has this part of the AWS SDK is the one where Lambda's would be looked for. */
function isNaturalSdk(specifier, from) {
  if (!partOfRuntime(specifier)) return false;
  const name = packageName(specifier);
  if (layerModules().some((folder) => fs.existsSync(path.join(folder, name)))) return false;
  for (let folder = from; ; folder = path.dirname(folder)) {
    const modules = path.join(folder, 'node_modules');
    if (fs.existsSync(path.join(modules, name))) return sdkFolders.includes(modules);
    if (folder === path.dirname(folder)) return false;
  }
}

/** Whether what `file` is follows from its name and the package.json files below the root. */
function isPlainlyTyped(file) {
  const root = rootOf(file);
  return (
    root !== undefined &&
    (/\.(mjs|json)$/.test(file) || (file.endsWith('.js') && packageType(path.dirname(file), root) !== undefined))
  );
}

module.exports = {
  configure,
  installForCommonJs,
  prepareForImports,
  packageType,
  placesFor,
  corrected,
  isNaturalSdk,
  isPlainlyTyped,
};

/**
 * Runs builds of esbuild that need a process with an event loop: those with plugins, and those whose outputs cannot share a folder.
 *
 * Called with a file that says what to build, and the file to write what has come of it to.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const [task, results] = process.argv.slice(2);
const { esbuild: file, builds } = JSON.parse(readFileSync(task, 'utf8'));
const esbuild = createRequire(import.meta.url)(file);

/** A plugin, several, or a function that gives them; as the default export or as the module itself. */
async function pluginsOf(module) {
  const loaded = await import(pathToFileURL(module).href);
  const given = loaded.default?.default ?? loaded.default ?? loaded;
  const plugins = [typeof given === 'function' ? await given() : given].flat();
  for (const plugin of plugins) {
    if (typeof plugin?.name !== 'string' || typeof plugin.setup !== 'function') {
      throw new Error(
        `${module} exports no esbuild plugin: its default export must be a plugin, several, or a function that gives them`,
      );
    }
  }
  return plugins;
}

async function built({ options, plugins, folder }) {
  try {
    const loaded = (await Promise.all(plugins.map(pluginsOf))).flat();
    const { outputFiles, metafile, warnings } = await esbuild.build({ ...options, plugins: loaded });
    const files = outputFiles.map(({ path, contents }) => {
      const name = relative(options.outdir, path);
      const at = join(folder, name);
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, contents);
      return { name, at };
    });
    return { metafile, warnings: warnings.map(({ detail, ...rest }) => rest), files };
  } catch (error) {
    const errors =
      error.errors?.length > 0 ? error.errors.map(({ detail, ...rest }) => rest) : [{ text: error.message ?? String(error) }];
    return { errors };
  }
}

const all = await Promise.all(builds.map(built));
writeFileSync(results, JSON.stringify(all));
// Whatever a plugin has left open.
process.exit(0);

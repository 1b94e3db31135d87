import type { Charset, ICommandHooks, OutputFormat, SourceMapMode } from 'aws-cdk-lib/aws-lambda-nodejs';

/** How the entry of a `NodeFunction` and everything it imports become one file. */
export interface NodeBundlingOptions {
  /**
   * Whether white space is removed and names are shortened.
   *
   * @default false
   */
  readonly minify?: boolean;

  /**
   * Whether `index.js.map` is put beside the bundle. Node.js reads it when `NODE_OPTIONS` has `--enable-source-maps`.
   *
   * @default false
   */
  readonly sourceMap?: boolean;

  /**
   * Where the source map is: `DEFAULT` is a file that the bundle points to, `EXTERNAL` one that it does not, `INLINE` the bundle.
   *
   * @default - SourceMapMode.DEFAULT when `sourceMap` is set
   * @see https://esbuild.github.io/api/#sourcemap
   */
  readonly sourceMapMode?: SourceMapMode;

  /**
   * Whether the source map holds the text of the sources; stack traces need only their names.
   *
   * @default true
   */
  readonly sourcesContent?: boolean;

  /**
   * The oldest JavaScript that the bundle may be written in: `node22`, `es2022` …
   *
   * @default - The Node.js version of the runtime; `node18` when the runtime is not known before deployment.
   * @see https://esbuild.github.io/api/#target
   */
  readonly target?: string;

  /**
   * CommonJS in `index.js`, or an ECMAScript module in `index.mjs`.
   *
   * An ECMAScript module has no `require`. When CommonJS packages in the bundle call it, make one in `banner`:
   * `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`
   *
   * @default OutputFormat.CJS
   */
  readonly format?: OutputFormat;

  /**
   * Modules that are left out of the bundle because the runtime or a layer has them; `*` stands for any text.
   *
   * @default - `@aws-sdk/*` and `@smithy/*`, which the runtimes from Node.js 18 on bring; none before.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
   */
  readonly externalModules?: string[];

  /**
   * Global names, such as `process.env.STAGE`, and the JavaScript expressions that replace them.
   *
   * @default - Nothing is replaced.
   * @see https://esbuild.github.io/api/#define
   */
  readonly define?: { [name: string]: string };

  /**
   * How files are loaded, by extension: `{ '.graphql': 'text' }`.
   *
   * @default - As esbuild does by itself.
   * @see https://esbuild.github.io/content-types/
   */
  readonly loader?: { [extension: string]: string };

  /**
   * Packages, and what is imported instead: another package or a file. A relative file starts at the current working directory.
   *
   * @default - Nothing is replaced.
   * @see https://esbuild.github.io/api/#alias
   */
  readonly alias?: { [name: string]: string };

  /**
   * Files whose exports replace global names of the same name. Relative ones start at the current working directory.
   *
   * @default - None.
   * @see https://esbuild.github.io/api/#inject
   */
  readonly inject?: string[];

  /**
   * JavaScript that is put before the bundle.
   *
   * @default - Nothing.
   */
  readonly banner?: string;

  /**
   * JavaScript that is put after the bundle.
   *
   * @default - Nothing.
   */
  readonly footer?: string;

  /**
   * The fields of a package's `package.json` that may name its main file, the first that is there wins.
   *
   * @default - `main`, `module`
   * @see https://esbuild.github.io/api/#main-fields
   */
  readonly mainFields?: string[];

  /**
   * The `tsconfig.json` to go by. A relative one starts at the current working directory.
   *
   * @default - For each source the nearest `tsconfig.json` above it.
   */
  readonly tsconfig?: string;

  /**
   * Whether `index.meta.json`, which tells what is in the bundle and why, is put beside it.
   *
   * @default false
   * @see https://esbuild.github.io/api/#metafile
   */
  readonly metafile?: boolean;

  /**
   * Whether synthesis tells how large the bundle is, what takes up most of it, and which esbuild made it.
   *
   * @default false
   */
  readonly analyze?: boolean;

  /**
   * Packages that are installed beside the bundle instead of being put into it, as those with native addons must be. The versions
   * are those of the lockfile, the platform is that of the function.
   *
   * @default - Everything that is imported is bundled.
   */
  readonly nodeModules?: string[];

  /**
   * Commands that run before and after bundling. With such, the bundle is made at every synthesis, since nobody knows what they do.
   *
   * @default - None.
   */
  readonly commandHooks?: ICommandHooks;

  /**
   * JavaScript modules whose default export is an esbuild plugin, several, or a function that gives them: files, relative ones from
   * the current working directory on, or packages. Functions with the same options share a build, for which plugins run once. With such, the bundle is made at every synthesis, since nobody knows what they read.
   *
   * @default - None.
   * @see https://esbuild.github.io/plugins/
   */
  readonly plugins?: string[];

  /**
   * Arguments of esbuild's command line for what is no option here: `{ '--drop:console': true, '--conditions': 'worker' }`. Fails
   * for those that would make something else than one file of the entry.
   *
   * @default - None.
   * @see https://esbuild.github.io/api/
   */
  readonly esbuildArgs?: { [argument: string]: string | boolean };

  /**
   * Whether functions and classes keep their `name` when names are shortened.
   *
   * @default false
   */
  readonly keepNames?: boolean;

  /**
   * Whether characters beyond ASCII are kept or escaped.
   *
   * @default Charset.ASCII
   */
  readonly charset?: Charset;
}

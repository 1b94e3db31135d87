// One app of TypeScript functions, made in one way: node bundling-app.mjs WAY KIND COUNT OUTDIR [CACHE]; from the folder of the project.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [way, kind, count, outdir, cache] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), 'any.js'));
/** What the handlers of this kind need in their bundles; the SDK of the runtime is left out otherwise. */
const externalModules = kind === 'sdk' ? [] : ['@aws-sdk/*', '@smithy/*'];
const entries = Array.from({ length: Number(count) }, (_, index) => join(process.cwd(), 'src', kind, `fn${index}.ts`));

/** The limit: the same entries in one call, without an app. */
function esbuildAlone() {
  require('esbuild').buildSync({
    entryPoints: entries,
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node24',
    external: externalModules,
  });
}

function synthesized() {
  const { App, Stack } = require('aws-cdk-lib/core');
  const lambda = require('aws-cdk-lib/aws-lambda');
  const make = WAYS[way](lambda);
  const app = new App({ outdir, context: cache ? { 'cdk-lambda-kit:cache': cache } : {} });
  let stack;
  entries.forEach((entry, index) => {
    // A stack holds 500 resources; these are three each.
    if (index % 100 === 0) stack = new Stack(app, `Bench${index / 100}`);
    make(stack, `Fn${index}`, entry);
  });
  app.synth();
}

const WAYS = {
  NodejsFunction(lambda) {
    const { NodejsFunction } = require('aws-cdk-lib/aws-lambda-nodejs');
    return (scope, id, entry) =>
      new NodejsFunction(scope, id, { entry, runtime: lambda.Runtime.NODEJS_24_X, bundling: { externalModules } });
  },
  'cdk-esbuild'(lambda) {
    const { TypeScriptCode } = require('@mrgrain/cdk-esbuild');
    return (scope, id, entry) =>
      new lambda.Function(scope, id, {
        code: new TypeScriptCode(entry, {
          buildOptions: { bundle: true, platform: 'node', target: 'node24', external: externalModules },
        }),
        handler: 'index.handler',
        runtime: lambda.Runtime.NODEJS_24_X,
      });
  },
  'cdk-lambda-kit'(lambda) {
    const { NodeFunction } = require('cdk-lambda-kit');
    return (scope, id, entry) =>
      new NodeFunction(scope, id, { entry, runtime: lambda.Runtime.NODEJS_24_X, bundling: { externalModules } });
  },
  'with a plugin'(lambda) {
    const { NodeFunction } = require('cdk-lambda-kit');
    return (scope, id, entry) =>
      new NodeFunction(scope, id, {
        entry,
        runtime: lambda.Runtime.NODEJS_24_X,
        bundling: { externalModules, plugins: ['plugin.mjs'] },
      });
  },
  'inline code'(lambda) {
    const { InlineFunction } = require('cdk-lambda-kit');
    return (scope, id) =>
      new InlineFunction(scope, id, { code: 'exports.handler = async () => 1;', runtime: lambda.Runtime.NODEJS_24_X });
  },
};

const began = performance.now();
if (way === 'esbuild') esbuildAlone();
else synthesized();
const ended = performance.now();
console.log(JSON.stringify({ inside: ended - began, megabytes: process.resourceUsage().maxRSS / 1024 }));

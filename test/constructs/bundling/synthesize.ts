/** Synthesizes a function for each entry, again and again, and prints the assets: node --import tsx synthesize.ts FOLDER ENTRY… */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { NodeFunction } from '../../../src/constructs/node-function';

const [folder = '', ...entries] = process.argv.slice(2);
const seen = new Set<string>();
for (let i = 0; i < 10; i++) {
  const outdir = mkdtempSync(path.join(tmpdir(), 'lambda-kit-test-'));
  const stack = new Stack(new App({ outdir }), 'Shop');
  entries.forEach((entry, index) => {
    new NodeFunction(stack, `Fn${index}`, { entry: path.join(folder, entry) });
  });
  (stack.node.root as App).synth();
  for (const name of readdirSync(outdir)) if (/^asset\.[0-9a-f]{64}$/.test(name)) seen.add(name);
  rmSync(outdir, { recursive: true });
}
process.stdout.write(JSON.stringify([...seen].sort()));

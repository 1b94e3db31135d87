/**
 * Packs the tarball, installs it into an empty CDK app with the oldest peers (`floor`) or the newest (`newest`), and then
 * type-checks, synthesizes and runs the app as its author would. The app is test/fixtures/consumer.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ROOT, run } from './command';
import { inTemporaryFolder, pack } from './pack';

const { devDependencies: dev, peerDependencies: peers } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const PATH = 'Consumer/Hello';

async function main(which: string | undefined): Promise<void> {
  if (which !== 'floor' && which !== 'newest') fail('call this with floor or newest');
  const versionOf = (peer: string) => (which === 'floor' ? peers[peer].replace(/^\^/, '') : dev[peer]);

  await inTemporaryFolder((folder) => {
    const tarball = pack(folder);
    const app = join(folder, 'app');
    cpSync(join(ROOT, 'test/fixtures/consumer'), app, { recursive: true });
    writeFileSync(join(app, 'package.json'), '{ "name": "consumer", "private": true }\n');
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--silent'];
    const beside = ['aws-cdk-lib', 'constructs'].map((peer) => `${peer}@${versionOf(peer)}`);
    const tools = ['typescript', 'tsx', '@types/node', 'aws-cdk'].map((tool) => `${tool}@${dev[tool]}`);
    run('npm', ['install', ...quiet, tarball, ...beside, ...tools], { cwd: app });

    run('npx', ['tsc', '--noEmit'], { cwd: app });
    run('npx', ['cdk', 'synth', '--quiet'], { cwd: app });
    const listed = run('npx', ['lambda-kit', 'list', '--json'], { cwd: app });
    if (!JSON.stringify(JSON.parse(listed)).includes(PATH)) fail(`lambda-kit list does not tell of ${PATH}: ${listed}`);
    const answer = run('npx', ['lambda-kit', 'invoke', PATH, '--event', 'event.json'], { cwd: app });
    if (JSON.parse(answer).greeting !== 'Hello, world') fail(`lambda-kit invoke answered ${answer}`);
    console.log(`synthesized and ran with ${beside.join(' and ')}`);
  });
}

main(process.argv[2]).catch((error: unknown) => fail(String(error)));

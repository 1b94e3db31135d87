/** Runs every wall that answers within seconds, as many at once as there are cores, and tells of all that refuse. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { ROOT } from './command';

/** The slowest first, so that the others run beside it. */
const WALLS = [
  { name: 'types', command: 'tsc -p test/tsconfig.json' },
  { name: 'eslint', command: 'eslint --max-warnings 0 .' },
  { name: 'imports', command: 'depcruise --config .dependency-cruiser.cjs --output-type err src test examples scripts' },
  { name: 'pure rooms', command: 'tsc -p tsconfig.pure.json' },
  { name: 'format', command: 'biome check --error-on-warnings' },
];

const PATH = `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH}`;

function refuses({ name, command }: (typeof WALLS)[number]): Promise<boolean> {
  return new Promise((done) => {
    const began = performance.now();
    const wall = spawn(command, { cwd: ROOT, shell: true, env: { ...process.env, PATH }, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed: Buffer[] = [];
    wall.stdout.on('data', (piece: Buffer) => printed.push(piece));
    wall.stderr.on('data', (piece: Buffer) => printed.push(piece));
    wall.on('close', (code) => {
      const refused = code !== 0;
      console.log(`${refused ? 'REFUSED' : 'ok     '} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
      if (refused) console.log(`> ${command}\n${Buffer.concat(printed).toString()}`);
      done(refused);
    });
  });
}

async function main(): Promise<void> {
  const left = [...WALLS];
  let refused = 0;
  const worker = async () => {
    for (let wall = left.shift(); wall; wall = left.shift()) if (await refuses(wall)) refused++;
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  process.exitCode = refused === 0 ? 0 : 1;
}

void main();

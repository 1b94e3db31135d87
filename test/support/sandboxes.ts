import { spawnSync } from 'node:child_process';
import { bubblewrap } from '../../src/local/drivers/sandbox/bubblewrap';
import { Sandbox } from '../../src/local/drivers/sandbox/sandbox';
import type { DriverNeeds } from './driver-scene';

const BUBBLEWRAP = 'bwrap';
const canIsolate = spawnSync(BUBBLEWRAP, ['--unshare-pid', '--ro-bind', '/', '/', '--proc', '/proc', '/bin/true']).status === 0;

/** With what a contract is kept on this machine. */
export const ISOLATIONS = [
  { title: 'without isolation', isolated: false },
  ...(canIsolate ? [{ title: 'isolated (needs bubblewrap)', isolated: true }] : []),
];

/** What a driver needs to isolate every environment. */
export function sandboxFor({ folder }: DriverNeeds, isolated: boolean): { sandbox?: () => Promise<Sandbox> } {
  if (!isolated) return {};
  return {
    async sandbox() {
      const tried = await bubblewrap(process.env.PATH ?? '');
      if (!('there' in tried)) throw new Error(tried.why);
      return new Sandbox(tried.there, folder.path);
    },
  };
}

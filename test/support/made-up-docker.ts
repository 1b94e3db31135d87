import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program that does with plain processes what Docker does with containers, and remembers what it was called with. */
export class MadeUpDocker {
  static readonly folder = join(__dirname, '../fixtures/made-up-docker');
  static readonly command = join(MadeUpDocker.folder, 'docker');

  /** `home`: where another program has one. */
  constructor(private readonly home = mkdtempSync(join(tmpdir(), 'made-up-docker-'))) {}

  /** By which it is found, and finds what it knows. */
  get variables(): Record<string, string> {
    return { PATH: process.env.PATH ?? '', CDK_DOCKER: MadeUpDocker.command, MADE_UP_DOCKER: this.home };
  }

  /** The arguments of each call of one of its commands, or of all. */
  calls(verb?: string): string[][] {
    return this.calling(verb).map(({ args }) => args);
  }

  /** The same with the folders that it was called in. */
  calling(verb?: string): { readonly args: string[]; readonly cwd: string }[] {
    const file = join(this.home, 'calls');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    const calls = lines.map((line) => JSON.parse(line) as { args: string[]; cwd: string });
    return calls.filter(({ args }) => verb === undefined || args[0] === verb);
  }

  /** From now on this command fails and says this. */
  fails(verb: string, says: string): void {
    mkdirSync(join(this.home, 'says'), { recursive: true });
    writeFileSync(join(this.home, 'says', verb), says);
  }

  works(verb: string): void {
    rmSync(join(this.home, 'says', verb), { force: true });
  }

  /** From now on it says that its containers are in a virtual machine. */
  isDesktop(): void {
    this.fails('desktop', '');
  }

  /** An image that it has, as if it had been pulled or built before. */
  has(name: string, image: { folder: string; entryPoint: string[]; command?: string[] }): void {
    mkdirSync(join(this.home, 'images'), { recursive: true });
    const whole = { command: null, variables: {}, ...image };
    writeFileSync(join(this.home, 'images', encodeURIComponent(name)), JSON.stringify(whole));
  }

  get containers(): string[] {
    const folder = join(this.home, 'containers');
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  /** Tried anew, since a command of a program that was killed may just be writing down that it was called. */
  remove(): void {
    rmSync(this.home, { recursive: true, force: true, maxRetries: 50, retryDelay: 20 });
  }
}

import { execFile } from 'node:child_process';
import { executablesIn, type HostVariables, pathFolders } from '../interpreters/candidate';
import type { Interpreter } from '../launcher';

/** How long an engine may take to say who it is, in milliseconds. */
const ANSWER_LIMIT_MS = 10_000;
/** The programs that are looked for, in this order. */
const PROGRAMS = ['docker', 'podman'] as const;
/** By which the CDK finds the program, too. */
const NAMED_BY = 'CDK_DOCKER';
const OTHERWISE = 'or package the function as a .zip archive.';

/** What runs containers on this machine: Docker, or a program that is called like it. */
export interface ContainerEngine {
  readonly command: string;
  /** As `28.2.2`. */
  readonly version: string;
  /** Whether containers have this machine's network; otherwise they are in a virtual machine, which calls this one by a name. */
  readonly sharesNetwork: boolean;
}

/** As what runs a function. */
export function interpreterOf({ command, version }: ContainerEngine): Interpreter {
  return { command, version, exact: true };
}

export type FoundEngine = { readonly there: ContainerEngine } | { readonly why: string };

/** Of an app that nobody has looked for one for. */
export const NO_ENGINE: FoundEngine = { why: 'Container images are not run here; package the function as a .zip archive.' };

/** By which a container in a virtual machine calls this one, in Docker Desktop and all that are like it. */
export const HOST_OF_CONTAINERS = 'host.docker.internal';

/** The first engine that answers; otherwise a sentence that says why there is none and what to do. */
export async function findContainerEngine(variables: HostVariables): Promise<FoundEngine> {
  const elsewhere = /^(?:ssh|tcp):\/\/(?!127\.0\.0\.1\b|localhost\b|\[::1\])/.test(variables.DOCKER_HOST ?? '');
  if (elsewhere) {
    return {
      why: `DOCKER_HOST is ${variables.DOCKER_HOST}, and containers there cannot reach the executor; unset it, ${OTHERWISE}`,
    };
  }
  const named = variables[NAMED_BY];
  const found = PROGRAMS.flatMap((name) => executablesIn(pathFolders(variables), [name]).slice(0, 1));
  const problems: string[] = [];
  for (const command of named ? [named] : found.map(({ file }) => file)) {
    const asked = await ask(command, variables);
    if ('there' in asked) return asked;
    problems.push(asked.why);
  }
  if (problems.length > 0) {
    return { why: `Container images need a container engine, and ${problems.join('; ')}. Start it, ${OTHERWISE}` };
  }
  return {
    why: `Container images need Docker or Podman, and neither is on PATH. Install one, name another program like them in ${NAMED_BY}, ${OTHERWISE}`,
  };
}

interface VersionAnswer {
  readonly Client?: { readonly Version?: string };
  /** Absent when there is none, as in Podman, which is both in one. */
  readonly Server?: { readonly Version?: string; readonly Platform?: { readonly Name?: string } } | null;
}

async function ask(command: string, variables: HostVariables): Promise<FoundEngine> {
  const args = ['version', '--format', '{{json .}}'];
  const answer = await new Promise<{ readonly told: string } | { readonly why: string }>((resolve) => {
    const options = { env: variables, timeout: ANSWER_LIMIT_MS, killSignal: 'SIGKILL' } as const;
    execFile(command, args, options, (error, stdout, stderr) => {
      const last = (stderr.trim().split('\n').at(-1) || error?.message)?.replace(/\.$/, '');
      resolve(error ? { why: `${command} does not answer: ${last}` } : { told: stdout });
    });
  });
  if ('why' in answer) return answer;
  const { Client, Server } = versionIn(answer.told);
  const version = Server?.Version ?? Client?.Version;
  if (!version) return { why: `${command} does not say its version as Docker does` };
  const inMachine = process.platform !== 'linux' || /desktop/i.test(Server?.Platform?.Name ?? '');
  return { there: { command, version, sharesNetwork: !inMachine } };
}

function versionIn(text: string): VersionAnswer {
  try {
    return (JSON.parse(text) ?? {}) as VersionAnswer;
  } catch {
    return {};
  }
}

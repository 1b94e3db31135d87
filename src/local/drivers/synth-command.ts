import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalError } from '../errors';

export interface SynthOptions {
  /** Where the command runs, and where `cdk.json` and `cdk.context.json` are looked for. */
  readonly cwd: string;
  /** The folder that the cloud assembly is written to. */
  readonly outdir: string;
  /** Ends the command when it is aborted. */
  readonly signal?: AbortSignal;
}

/** How much of a failed command's output is quoted, in characters from the end. */
const QUOTED_OUTPUT = 4000;

/**
 * Runs a CDK app as the CDK's command line does, without its look-ups: context from `cdk.json` and `cdk.context.json`,
 * construct paths and asset paths in the templates, the assembly in `outdir`.
 */
export async function synthesize(command: string, { cwd, outdir, signal }: SynthOptions): Promise<void> {
  const context = {
    ...readContext(join(cwd, 'cdk.json'), (file) => file.context),
    ...readContext(join(cwd, 'cdk.context.json'), (file) => file),
    'aws:cdk:enable-path-metadata': true,
    'aws:cdk:enable-asset-metadata': true,
    'aws:cdk:version-reporting': false,
    'aws:cdk:bundling-stacks': ['**'],
  };
  const child = spawn(command, {
    cwd,
    shell: true,
    // A group of its own, so that whatever the command starts ends with it.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    // aws-cdk-lib's own validation takes 1.5 s a run and only warns; `cdk synth` and `cdk deploy` still do it.
    env: { CDK_VALIDATION: 'false', ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-QUOTED_OUTPUT);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const end = () => {
    try {
      process.kill(process.platform === 'win32' ? (child.pid as number) : -(child.pid as number), 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  process.on('exit', end);
  signal?.addEventListener('abort', end);
  try {
    const how = await new Promise<string | undefined>((resolve) => {
      child.once('error', (error) => resolve(`could not be started: ${error.message}`));
      child.once('close', (code, killed) =>
        resolve(code === 0 ? undefined : killed ? `was ended by ${killed}` : `ended with exit code ${code}`),
      );
    });
    if (how !== undefined) {
      throw new LocalError(
        'SYNTH_FAILED',
        `The synth command \`${command}\` ${how}.${output.trim() ? `\n${output.trimEnd()}` : ''}`,
      );
    }
  } finally {
    process.off('exit', end);
    signal?.removeEventListener('abort', end);
  }
}

/** The `app` of a folder's `cdk.json`, and what is to `build` before; undefined where there is none. Fails with CDK_JSON_INVALID when it is no text. */
export function appOfCdkJson(cwd: string): { readonly app: string; readonly build?: string } | undefined {
  const { app, build } = readJson(join(cwd, 'cdk.json')) ?? {};
  if (app === undefined) return undefined;
  // The CDK takes the words of a command as well.
  const command = Array.isArray(app) ? app.join(' ') : app;
  if (typeof command === 'string') return { app: command, ...(typeof build === 'string' && { build }) };
  const file = join(cwd, 'cdk.json');
  throw new LocalError(
    'CDK_JSON_INVALID',
    `"app" in ${file} must be a command or a folder, as text; it is ${JSON.stringify(app)}.`,
  );
}

function readContext(file: string, pick: (content: Record<string, unknown>) => unknown): Record<string, unknown> {
  const picked = pick(readJson(file) ?? {});
  return typeof picked === 'object' && picked !== null ? (picked as Record<string, unknown>) : {};
}

function readJson(file: string): Record<string, unknown> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new LocalError('CDK_JSON_INVALID', `${file} is not JSON: ${(error as Error).message}.`);
  }
}

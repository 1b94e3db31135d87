import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaClient, LambdaServiceException } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { seededChance } from '../../../../src/local/chance';
import { FolderCodeLibrary } from '../../../../src/local/drivers/code-library';
import type { LambdaApi } from '../../../../src/local/endpoints/lambda-api/context';
import { lambdaService } from '../../../../src/local/endpoints/lambda-api/lambda-service';
import type { InvokeRequest } from '../../../../src/local/engine/ports';
import { LiveRegistry } from '../../../../src/local/engine/registry/live-registry';
import { seed } from '../../../../src/local/engine/registry/seed';
import { VirtualClock } from '../../../../src/local/time/virtual-clock';
import type { Application } from '../../../../src/model/application';
import { closeServed, servedServices } from '../../../support/served-services';

/** As the functions of `lambdaFunction` have it. */
export const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';
/** 2026-11-20T12:00:00Z. */
const NOON = 1_795_176_000_000;

const folders: string[] = [];
const registries: LiveRegistry[] = [];

/** Lambda's API over these functions, with an SDK client; nothing is run. */
export async function controlPlane(app: Partial<Application> & Pick<Application, 'functions'>, more: Partial<LambdaApi> = {}) {
  const clock = new VirtualClock(NOON);
  const chance = seededChance('control');
  const registry = new LiveRegistry(seed(app, { now: NOON, newId: () => chance.uuid() }), clock, chance);
  registries.push(registry);
  const folder = mkdtempSync(join(tmpdir(), 'lambda-kit-control-'));
  folders.push(folder);
  const invoked: InvokeRequest[] = [];
  const served = await servedServices([
    lambdaService({
      registry,
      code: new FolderCodeLibrary(folder),
      lambda: {
        invoke: async (request) => {
          invoked.push(request);
          return { kind: 'answer', statusCode: 202, requestId: '1', traceHeader: '', payload: new Uint8Array() };
        },
      },
      layers: app.layers ?? [],
      startedAt: NOON,
      hrefOf: ({ id }) => `http://127.0.0.1/_url/${id}/`,
      refuses: ({ runtime = '' }) => (runtime.startsWith('java') ? `Functions of ${runtime} are not run here.` : undefined),
      ...more,
    }),
  ]);
  const lambda = new LambdaClient({ ...served.client, region: 'us-east-1' });
  return { lambda, registry, clock, folder, invoked, served };
}

/** To be called in `afterEach`. */
export async function closeControlPlanes(): Promise<void> {
  for (const registry of registries.splice(0)) registry.stop();
  await closeServed();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** How a call was refused: type, status and text. */
export async function refusal(
  call: Promise<unknown>,
): Promise<readonly [type: string, status: number | undefined, text: string]> {
  try {
    await call;
  } catch (error) {
    if (error instanceof LambdaServiceException) return [error.name, error.$metadata.httpStatusCode, error.message];
    throw error;
  }
  throw new Error('The call was not refused.');
}

/** A .zip archive with these files; the same files give the same bytes, whatever the time of day. */
export function zip(files: Readonly<Record<string, string>>): Uint8Array {
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)]);
  return zipSync(Object.fromEntries(entries), { mtime: new Date(2026, 0, 1) });
}

/**
 * Synthesizes examples/hello with the CDK's own command line, runs it, and calls it in every way there is today.
 *
 * Run it: npm run demo
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sha256 } from '@aws-crypto/sha256-js';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SignatureV4 } from '@smithy/signature-v4';
import { LocalExecutor } from 'cdk-lambda-kit/local';

const root = join(__dirname, '..');
const assembly = mkdtempSync(join(tmpdir(), 'lambda-kit-demo-'));
process.on('exit', () => rmSync(assembly, { recursive: true, force: true }));

/** Ends the demo when what was promised did not happen. */
function expect(happened: boolean, promise: string): void {
  if (!happened) throw new Error(`The demo failed: ${promise}`);
}

function step(title: string): void {
  console.log(`\n— ${title}`);
}

async function demo(): Promise<void> {
  step('cdk synth, in examples/hello');
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/aws-cdk/bin/cdk'), 'synth', '--quiet', '--no-validation', '--output', assembly],
    {
      cwd: join(root, 'examples/hello'),
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );

  const local = await LocalExecutor.start({ app: assembly });
  try {
    step(`the functions found, behind ${local.endpoint}`);
    const { functions } = local.application;
    expect(functions.length > 0, 'the example has functions');
    for (const fn of functions) console.log(`${fn.address.path}  ${fn.configuration.runtime}  ${fn.configuration.handler}`);

    step('Greeter, invoked with @aws-sdk/client-lambda');
    const lambda = new LambdaClient({ endpoint: local.endpoint, region: 'us-east-1', credentials: local.credentials });
    const greeter = local.function('Hello/Greeter');
    const answer = await lambda.send(
      new InvokeCommand({
        FunctionName: greeter.name,
        Payload: JSON.stringify({ queryStringParameters: { name: 'SDK' } }),
        LogType: 'Tail',
      }),
    );
    console.log(answer.StatusCode, answer.ExecutedVersion, answer.Payload?.transformToString());
    expect(answer.StatusCode === 200 && answer.FunctionError === undefined, 'the invocation succeeds');

    step('its log');
    const log = Buffer.from(answer.LogResult ?? '', 'base64').toString();
    process.stdout.write(log);
    expect(log.includes('"type":"platform.report"'), 'the log ends with the report of the platform');

    step(`its public URL, ${greeter.url?.href}`);
    const page = await fetch(new URL('?name=URL', greeter.url?.href));
    console.log(page.status, await page.text());
    expect(page.status === 200, 'a public URL answers anybody');

    const ledger = local.function('Hello/Ledger').url?.href as string;
    step(`Ledger's IAM URL without a signature, ${ledger}`);
    const refused = await fetch(ledger);
    console.log(refused.status, await refused.text());
    expect(refused.status === 403, 'an unsigned request is refused');

    step('the same, signed (SigV4)');
    const url = new URL(ledger);
    const signer = new SignatureV4({ service: 'lambda', region: 'us-east-1', credentials: local.credentials, sha256: Sha256 });
    const signed = await signer.sign({
      method: 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      port: Number(url.port),
      path: url.pathname,
      headers: { host: url.host },
    });
    const accepted = await fetch(url, { headers: signed.headers });
    console.log(accepted.status, await accepted.text());
    expect(accepted.status === 200, 'a signed request is accepted');

    step('what the handlers wrote during all this');
    for (const entry of local.journal.entries) {
      if (entry.kind === 'log' && !/^(INIT_START|START|END|REPORT|\{"time":"[^"]+","type":"platform\.)/.test(entry.line))
        console.log(`${entry.function}: ${entry.line}`);
    }
  } finally {
    await local.stop();
  }
  console.log('\nEverything above ran on this machine; every process it started has ended.');
}

demo().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

/**
 * Prices whose new version gets a tenth of the calls at first, beside the version that was live before the deployment.
 *
 * Run it in this folder: npx cdk synth, then npx lambda-kit start.
 * Deploy it, each time with --outputs-file live.json, and commit that file:
 *   npx cdk deploy -c share=0.1   publishes the change, and gives it a tenth; again with 0.5, it gets half
 *   npx cdk deploy -c share=1     gives it everything: it is the live version from now on
 *   npx cdk deploy -c share=0     takes everything from it again
 * What live.json says here is of an account that has the prices already; begin with {} in your own.
 */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { App } from 'aws-cdk-lib';
import { PricesStack } from './prices-stack';

/** As `cdk deploy --outputs-file` writes it: the outputs of each stack. */
const live: Record<string, Record<string, string>> = JSON.parse(readFileSync(path.join(__dirname, 'live.json'), 'utf8'));

export const app = new App();
new PricesStack(app, 'Canary', {
  record: live.Canary?.PricesRecord,
  share: Number(app.node.tryGetContext('share') ?? 0.1),
});

/**
 * An app that knows aws-cdk-lib alone: Node.js and Python, inline and from folders, with a layer, an alias and a URL.
 *
 * Run it in this folder: npx cdk synth, then npx lambda-kit start.
 */
import * as path from 'node:path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';

export const app = new App();
const stack = new Stack(app, 'Plain');

const converter = new lambda.Function(stack, 'Converter', {
  runtime: lambda.Runtime.NODEJS_24_X,
  handler: 'converter.handler',
  code: lambda.Code.fromAsset(path.join(__dirname, 'handlers/converter')),
  timeout: Duration.seconds(10),
});
const live = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: converter.currentVersion });
const url = live.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });

new lambda.Function(stack, 'Shouter', {
  runtime: lambda.Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async ({ text }) => ({ text: text.toUpperCase() });'),
});

const ranking = new lambda.LayerVersion(stack, 'Ranking', {
  code: lambda.Code.fromAsset(path.join(__dirname, 'layer')),
  compatibleRuntimes: [lambda.Runtime.PYTHON_3_13],
});

new lambda.Function(stack, 'Sorter', {
  runtime: lambda.Runtime.PYTHON_3_13,
  handler: 'sorter.handler',
  code: lambda.Code.fromAsset(path.join(__dirname, 'handlers/sorter')),
  layers: [ranking],
});

new lambda.Function(stack, 'Reverser', {
  runtime: lambda.Runtime.PYTHON_3_13,
  handler: 'index.handler',
  code: lambda.Code.fromInline('def handler(event, context):\n    return {"text": event["text"][::-1]}\n'),
});

new CfnOutput(stack, 'ConverterUrl', { value: url.url });

// One route of an HTTP API as a plain CDK app: node http-api-app.mjs OUTDIR
import { App, Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

const app = new App({ outdir: process.argv[2] });
const stack = new Stack(app, 'Bench');
const hello = new LambdaFunction(stack, 'Hello', {
  functionName: 'bench-dev-hello',
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromAsset(new URL('handler', import.meta.url).pathname),
  timeout: Duration.seconds(30),
});
const api = new HttpApi(stack, 'Api');
api.addRoutes({ path: '/hello/{id}', methods: [HttpMethod.GET], integration: new HttpLambdaIntegration('Hello', hello) });
app.synth();

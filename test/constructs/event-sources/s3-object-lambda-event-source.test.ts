import { App, Stack } from 'aws-cdk-lib';
import {
  S3ObjectLambdaEventSource,
  type S3ObjectLambdaEventSourceProps,
} from '../../../src/constructs/event-sources/s3-object-lambda-event-source';
import { stackIn, temporaryFolder } from '../scene';
import { names, permissionsOf, propertiesOf, shipIn, statementsOf } from './source-scene';
import { importedIn, TARGET_KINDS, TARGETS, warningsIn } from './targets';

const supportingAccessPoint = 'arn:aws:s3:us-east-1:111111111111:accesspoint/orders';
const ACCESS_POINT = 'AWS::S3ObjectLambda::AccessPoint';

function answering(props: Partial<S3ObjectLambdaEventSourceProps> = {}) {
  const scene = shipIn();
  const source = new S3ObjectLambdaEventSource(scene.stack, 'Masked', { supportingAccessPoint, ...props });
  scene.ship.addEventSource(source);
  return { ...scene, source };
}

test('an access point needs the function, which may write responses of that access point alone (SOL-02)', () => {
  const { stack, ship, source } = answering();

  expect(propertiesOf(stack, ACCESS_POINT)).toEqual([
    {
      ObjectLambdaConfiguration: {
        SupportingAccessPoint: supportingAccessPoint,
        TransformationConfigurations: [
          { Actions: ['GetObject'], ContentTransformation: { AwsLambda: { FunctionArn: names(stack, ship).arn } } },
        ],
      },
    },
  ]);
  expect(statementsOf(stack)).toEqual([
    { Effect: 'Allow', Action: 's3-object-lambda:WriteGetObjectResponse', Resource: { 'Fn::GetAtt': ['Masked', 'Arn'] } },
  ]);
  expect(permissionsOf(stack)).toEqual([]);
  expect(source.accessPoint.ref).toBeDefined();
});

test('it is warned of, since it is closed to new customers (SOL-01, VAL-26)', () => {
  expect(warningsIn(answering().stack, 'closed to new customers since 7 November 2025 \\(SOL-01\\)')).toBe(1);
});

test('everything that is said of the access point is in the template; calls other than GetObject need no statement (SOL-04)', () => {
  const { stack } = answering({ accessPointName: 'masked', actions: ['HeadObject', 'ListObjects'], payload: 'strict' });

  expect(propertiesOf(stack, ACCESS_POINT)).toMatchObject([
    {
      Name: 'masked',
      ObjectLambdaConfiguration: {
        TransformationConfigurations: [
          { Actions: ['HeadObject', 'ListObjects'], ContentTransformation: { AwsLambda: { FunctionPayload: 'strict' } } },
        ],
      },
    },
  ]);
  expect(statementsOf(stack)).toEqual([]);
});

test.each(TARGET_KINDS)('the %s answers as what it is', (kind) => {
  const stack = stackIn();
  const target = TARGETS[kind](stack);
  const roleHasPermissions = kind === 'imported function';
  new S3ObjectLambdaEventSource(stack, 'Masked', { supportingAccessPoint, roleHasPermissions }).bind(target);

  expect(JSON.stringify(propertiesOf(stack, ACCESS_POINT))).toContain(JSON.stringify(stack.resolve(target.functionArn)));
  expect(statementsOf(stack)).toHaveLength(roleHasPermissions ? 0 : 1);
});

test('access point and function may be in two stacks', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = stackIn({}, app);
  const data = new Stack(app, 'Data');
  shipIn(stack).ship.addEventSource(new S3ObjectLambdaEventSource(data, 'Masked', { supportingAccessPoint }));

  expect(() => app.synth()).not.toThrow();
  expect([stack.dependencies, data.dependencies]).toEqual([[], [stack]]);
});

test('fails when the role of the function cannot be changed', () => {
  const stack = stackIn();
  const source = new S3ObjectLambdaEventSource(stack, 'Masked', { supportingAccessPoint });
  expect(() => source.bind(importedIn(stack))).toThrow(/s3-object-lambda:WriteGetObjectResponse[^]*SOURCE_ROLE_UNCHANGEABLE/);
});

test('fails when the access point is asked for too early, or made for two functions', () => {
  const { stack, ship, alias } = shipIn();
  const source = new S3ObjectLambdaEventSource(stack, 'Masked', { supportingAccessPoint });
  expect(() => source.accessPoint).toThrow(/SOURCE_NOT_BOUND/);
  ship.addEventSource(source);
  expect(() => alias.addEventSource(source)).toThrow(/SOURCE_BOUND_TWICE/);
});

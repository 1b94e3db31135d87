import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodeFunction, type NodeFunctionProps, type VpcAccess } from 'cdk-lambda-kit';
import { sourceFile } from '../scene';

/** One bundle for all functions of a file. */
let entry: string | undefined;

/** A function of ours, `Worker`, in a VPC. */
export function worker(stack: Stack, vpcAccess: VpcAccess, props: Partial<NodeFunctionProps> = {}, id = 'Worker'): NodeFunction {
  entry ??= sourceFile();
  return new NodeFunction(stack, id, { entry, vpcAccess, ...props });
}

/** A function of aws-cdk-lib, which costs less than bundling one. */
export function plain(stack: Stack, id: string, access: VpcAccess, options: lambda.FunctionOptions = {}): lambda.Function {
  return new lambda.Function(stack, id, {
    ...access.functionOptions(stack, id, options),
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {}'),
  });
}

/** A VPC with public and private subnets in two zones, with one NAT gateway. */
export function vpcWithNat(stack: Stack, props: ec2.VpcProps = {}): ec2.Vpc {
  return new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1, ...props });
}

/** A VPC with nothing but isolated subnets in two zones. */
export function isolatedVpc(stack: Stack, cidrMask = 24): ec2.Vpc {
  return new ec2.Vpc(stack, 'Vpc', {
    maxAzs: 2,
    natGateways: 0,
    subnetConfiguration: [{ name: 'Inner', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask }],
  });
}

/** Warnings of ours in a stack, as path and text. */
export function warnings(stack: Stack): string[] {
  return Annotations.fromStack(stack)
    .findWarning('*', Match.anyValue())
    .map(({ id, entry: { data } }) => `${id} ${String(data)}`)
    .filter((warning) => warning.includes('[ack: cdk-lambda-kit:'));
}

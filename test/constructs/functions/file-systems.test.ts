import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { VpcAccess } from 'cdk-lambda-kit';
import { stackIn } from '../scene';
import { EVERY_KIND, inline, propertiesOf, refused, warningsOf } from './kinds';

const EFS = 'arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/fsap-0123456789abcdef0';
const S3_FILES = 'arn:aws:s3files:eu-west-1:111122223333:file-system/fs-0123456789abcdef0/access-point/fsap-0123456789abcdef0';

function scene() {
  const stack = stackIn();
  return { stack, vpc: new ec2.Vpc(stack, 'Vpc') };
}

function mounted(vpc: ec2.IVpc, path = '/mnt/data', id = 'Files') {
  const files = new efs.FileSystem(Stack.of(vpc), id, { vpc });
  return lambda.FileSystem.fromEfsAccessPoint(files.addAccessPoint('Point'), path);
}

/** A mount with whatever ARN and path, as a class of a user may make it. */
class AnyFileSystem extends lambda.FileSystem {
  constructor(arn: string, localMountPath = '/mnt/data') {
    super({ arn, localMountPath });
  }
}

/** A function whose mounts are set on its resource, past all props. */
function withMounts(mounts: readonly object[], options: lambda.FunctionOptions = {}) {
  const { stack, vpc } = scene();
  const greeter = inline(stack, { vpc, ...options });
  (greeter.node.defaultChild as lambda.CfnFunction).fileSystemConfigs = mounts as lambda.CfnFunction.FileSystemConfigProperty[];
  return greeter;
}
const synthesis = (greeter: lambda.Function) => () => Template.fromStack(Stack.of(greeter));

test.each(EVERY_KIND)('%s mounts a file system of its VPC (FN-61)', (_kind, make) => {
  const { stack, vpc } = scene();
  const greeter = make(stack, { filesystem: mounted(vpc), vpcAccess: VpcAccess.privateWithEgress(vpc) });

  expect(propertiesOf(greeter).FileSystemConfigs).toMatchObject([{ LocalMountPath: '/mnt/data' }]);
  expect(warningsOf(greeter)).toEqual([]);
});

test('fails when a function mounts a file system and is in no VPC (FN-61)', () => {
  const { stack, vpc } = scene();

  expect(refused({ filesystem: mounted(vpc) }, stack)).toBe('FILE_SYSTEM_WITHOUT_VPC');
});

test('fails when a file system is in another VPC than `vpc`', () => {
  const { stack, vpc } = scene();
  const other = new ec2.Vpc(stack, 'Other');

  expect(refused({ filesystem: mounted(other), vpc }, stack)).toBe('VPC_FILE_SYSTEM_ELSEWHERE');
});

test.each([`/mnt/${'x'.repeat(155)}`, '/mnt/a', '/mnt/A-b_c.1'])('a mount path may be at the edge: %#', (path) => {
  const { stack, vpc } = scene();

  expect(() => inline(stack, { filesystem: mounted(vpc, path), vpc })).not.toThrow();
});

test.each([
  `/mnt/${'x'.repeat(156)}`,
  '/mnt/',
  '/data',
  '/mnt/a/b',
  '/mnt/a b',
  '',
])('fails when a mount path does not fit: %# (FN-61)', (path) => {
  const { stack, vpc } = scene();

  expect(refused({ filesystem: mounted(vpc, path), vpc }, stack)).toBe('TEXT_INVALID');
});

test.each([
  EFS,
  S3_FILES,
  EFS.replace('arn:aws:', 'arn:aws-us-gov:').replace('eu-west', 'us-gov-west'),
])('an access point may be %s', (arn) => {
  const { stack, vpc } = scene();

  expect(() => inline(stack, { filesystem: new AnyFileSystem(arn), vpc })).not.toThrow();
});

test.each([
  'fs-0123456789abcdef0',
  'arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-0123456789abcdef0',
  `${EFS}0`,
  'arn:aws:s3files:eu-west-1:111122223333:file-system/fs-0123456789abcdef0',
])('fails when an access point is %s (FN-61)', (arn) => {
  const { stack, vpc } = scene();

  expect(refused({ filesystem: new AnyFileSystem(arn), vpc }, stack)).toBe('TEXT_INVALID');
});

describe('at synthesis', () => {
  test('fails when a function has two file systems (FN-61)', () => {
    const two = ['/mnt/a', '/mnt/b'].map((localMountPath) => ({ arn: EFS, localMountPath }));

    expect(synthesis(withMounts(two))).toThrow(/number of file systems must be .* from 0 to 1, but is 2/);
    expect(synthesis(withMounts(two.slice(1)))).not.toThrow();
  });

  test('fails when a mount path is set past the props and does not fit', () => {
    expect(synthesis(withMounts([{ arn: EFS, localMountPath: '/tmp/a' }]))).toThrow(/mount path of filesystem must/);
  });

  test.each([
    [S3_FILES, 512, []],
    [S3_FILES, 511, ['DIRECT_S3_READ_IDLE']],
    [S3_FILES, undefined, ['DIRECT_S3_READ_IDLE']],
  ])('direct reads are left to Lambda: %# (FN-61)', (arn, memorySize, warnings) => {
    const mount = { arn, localMountPath: '/mnt/a', s3FilesConfig: { directS3Read: 'AUTO' } };

    expect(warningsOf(withMounts([mount], { memorySize }))).toEqual(warnings);
  });

  test('fails when EFS is to be read directly (FN-61)', () => {
    const mount = { arn: EFS, localMountPath: '/mnt/a', s3FilesConfig: { directS3Read: 'ENABLED' } };

    expect(synthesis(withMounts([mount]))).toThrow(/DIRECT_S3_READ_OF_EFS/);
  });
});

describe('the props of aws-cdk-lib for a VPC', () => {
  test('fail when the list of security groups is empty, or too long (NET-01)', () => {
    const { stack, vpc } = scene();
    const groups = Array.from({ length: 6 }, (_, n) => new ec2.SecurityGroup(stack, `Group${n}`, { vpc }));

    expect(refused({ vpc, securityGroups: [] }, stack)).toBe('VALUE_OUT_OF_RANGE');
    expect(refused({ vpc, securityGroups: groups }, stack)).toBe('VALUE_OUT_OF_RANGE');
    expect(() => inline(stack, { vpc, securityGroups: groups.slice(1) })).not.toThrow();
  });

  test('fail when a security group is of another VPC', () => {
    const { stack, vpc } = scene();
    const stray = new ec2.SecurityGroup(stack, 'Stray', { vpc: new ec2.Vpc(stack, 'Other') });

    expect(refused({ vpc, securityGroups: [stray] }, stack)).toBe('VPC_SECURITY_GROUP_ELSEWHERE');
  });

  test('fail when IPv6 is wanted of subnets that have none (NET-07)', () => {
    const { stack, vpc } = scene();
    const dual = new ec2.Vpc(stack, 'Dual', { ipProtocol: ec2.IpProtocol.DUAL_STACK });

    expect(refused({ vpc, ipv6AllowedForDualStack: true }, stack)).toBe('VPC_SUBNET_NOT_DUAL_STACK');
    expect(() => inline(stack, { vpc: dual, ipv6AllowedForDualStack: true })).not.toThrow();
  });
});

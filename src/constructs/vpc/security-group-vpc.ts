import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { FileSystem } from 'aws-cdk-lib/aws-lambda';
import { CfnResource, Token } from 'aws-cdk-lib/core';
import { ConstructError, type Place } from '../construct-error';
import { keyOf, madeBy } from './reference-key';

/** Refuses security groups of which the app says that they are in another VPC; of imported ones it says nothing. */
export function checkSecurityGroups(place: Place, groups: readonly ec2.ISecurityGroup[], vpc: ec2.IVpc): void {
  const stray = groups.find((group) => isElsewhere(group, vpc));
  if (!stray) return;
  throw new ConstructError(
    place,
    'VPC_SECURITY_GROUP_ELSEWHERE',
    `securityGroups must be of ${vpc.node.path}, but ${stray.node.path} is of another VPC.`,
  );
}

/** Refuses a file system whose mount targets are in another VPC, which the function cannot reach. */
export function checkFileSystem(place: Place, filesystem: FileSystem, vpc: ec2.IVpc): void {
  const stray = filesystem.config.connections?.securityGroups.find((group) => isElsewhere(group, vpc));
  if (!stray) return;
  throw new ConstructError(
    place,
    'VPC_FILE_SYSTEM_ELSEWHERE',
    `filesystem must have mount targets in ${vpc.node.path}, but its security group ${stray.node.path} is of another VPC.`,
  );
}

function isElsewhere(group: ec2.ISecurityGroup, vpc: ec2.IVpc): boolean {
  const resource = group.node.defaultChild;
  const id = resource && CfnResource.isCfnResource(resource) ? (resource as ec2.CfnSecurityGroup).vpcId : undefined;
  if (id === undefined) return false;
  // A parameter may hold the id that is written out elsewhere; two VPCs made here, or two written ids, are not the same.
  return isKnown(vpc.vpcId) && isKnown(id) && keyOf(vpc, vpc.vpcId) !== keyOf(group, id);
}

function isKnown(id: string): boolean {
  const maker = madeBy(id);
  return !Token.isUnresolved(id) || (CfnResource.isCfnResource(maker) && maker.cfnResourceType === 'AWS::EC2::VPC');
}

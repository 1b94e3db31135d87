import { NFS_PORT } from '../spec/vpc';
import type { App } from './app';
import type { Declaration } from './declaration';
import { egressOf, opens, rulesOf } from './group-rules';
import type { Part } from './part';
import { each, type Rule } from './rule';
import { areApart, byText, pathsOf, SUBNET, type VpcFunction, vpcFunctions, zoneOf } from './vpc-functions';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem-efs.html';
const CONFIGS = 'Properties.FileSystemConfigs';

interface Mounted extends VpcFunction {
  readonly fileSystem: Declaration;
  readonly targets: readonly Declaration[];
  /** The subnets of the mount targets, as far as the app makes them. */
  readonly at: readonly Declaration[];
}

/** Every function in a VPC with a file system that the app makes, and all of its mount targets. */
function mounted(app: App): readonly Mounted[] {
  return app.once('mounted file systems', () => {
    const targets = byText(app, 'AWS::EFS::MountTarget', 'FileSystemId');
    if (!targets.isWhole) return [];
    return vpcFunctions(app).flatMap((attached) =>
      fileSystemsOf(attached.fn, app).map((fileSystem) => {
        const own = targets.of(fileSystem.ref);
        const at = own.flatMap(
          (target) => app.named(target.isKnown('SubnetId') ? target.text('SubnetId') : undefined, SUBNET) ?? [],
        );
        return { ...attached, fileSystem, targets: own, at };
      }),
    );
  });
}

function fileSystemsOf(fn: Declaration, app: App): readonly Declaration[] {
  const configs = fn.has('FileSystemConfigs') && fn.isKnown('FileSystemConfigs') ? fn.parts('FileSystemConfigs') : [];
  return configs.flatMap((config) => {
    const arn = config.isKnown('Arn') ? config.text('Arn') : undefined;
    const point = app.named(arn, 'AWS::EFS::AccessPoint');
    const id = point?.isKnown('FileSystemId') === true ? point.text('FileSystemId') : undefined;
    return app.named(id, 'AWS::EFS::FileSystem') ?? [];
  });
}

/** Whether none of the mount targets is in the VPC of the function. */
function isElsewhere({ subnets: [subnet], at, targets }: Mounted, app: App): boolean {
  return (
    subnet !== undefined && targets.length > 0 && at.length === targets.length && at.every((each) => areApart(subnet, each, app))
  );
}

export const VPC_FILE_SYSTEMS: readonly Rule[] = [
  {
    id: 'FN-61-vpc',
    severity: 'error',
    title: 'The file system of a function is in another VPC',
    why: 'The function cannot mount it, and every invocation fails.',
    remedy: 'Make mount targets in the VPC of the function, or put the function into the VPC of the file system.',
    source: SOURCE,
    check: each(mounted, function* (found, app) {
      if (!isElsewhere(found, app)) return;
      const message = `The mount targets of ${found.fileSystem.path} are in another VPC: ${pathsOf(found.at)}.`;
      yield { on: found.fn, property: CONFIGS, message };
    }),
  },
  {
    id: 'FN-61-target',
    severity: 'error',
    title: 'The file system of a function has no mount target in a zone of the function',
    why: 'The function cannot mount it from there, and invocations fail.',
    remedy: 'Make a mount target in every Availability Zone in which the function has subnets.',
    source: SOURCE,
    check: each(mounted, function* (found, app) {
      const { fn, fileSystem, subnets, targets, at } = found;
      if (isElsewhere(found, app)) return;
      if (targets.length === 0) {
        yield { on: fn, property: CONFIGS, message: `${fileSystem.path} has no mount targets.` };
        return;
      }
      const zones = at.map(zoneOf);
      if (at.length < targets.length || zones.includes(undefined)) return;
      const without = subnets.filter((subnet) => zoneOf(subnet) !== undefined && !zones.includes(zoneOf(subnet)));
      if (without.length === 0) return;
      const message = `${fileSystem.path} has no mount target in the zone of ${pathsOf(without)}.`;
      yield { on: fn, property: CONFIGS, message };
    }),
  },
  {
    id: 'FN-61-nfs',
    severity: 'warning',
    title: 'Security groups do not let a function reach its file system',
    why: `File systems are mounted over TCP ${NFS_PORT}: where that is closed, invocations wait and fail.`,
    remedy: '`fileSystem.connections.allowDefaultPortFrom(fn)`.',
    source: SOURCE,
    check: each(mounted, function* (found, app) {
      const { fn, fileSystem, groups, areAllGroups, targets } = found;
      if (!areAllGroups || targets.length === 0 || isElsewhere(found, app)) return;
      if (egressOf(groups, app)?.every((rule) => !opens(rule, NFS_PORT)) === true) {
        yield { on: fn, property: CONFIGS, message: `${pathsOf(groups)} lets nothing out over TCP ${NFS_PORT}.` };
        return;
      }
      const closed = targets.filter((target) => !lets(target, groups, app));
      if (closed.length === 0) return;
      const message = `The security groups of ${fileSystem.path} let nothing of ${pathsOf(groups)} in over TCP ${NFS_PORT}.`;
      yield { on: fn, property: CONFIGS, message };
    }),
  },
];

/** Whether the mount target can be reached with one of these security groups, as far as it can be told. */
function lets(target: Declaration, groups: readonly Declaration[], app: App): boolean {
  const own = target.parts('SecurityGroups').map((part) => app.named(part.text(), 'AWS::EC2::SecurityGroup'));
  // Groups made elsewhere, or the default group of the VPC.
  if (own.length === 0 || own.includes(undefined)) return true;
  const rules = own.flatMap((group) => (group && rulesOf(group, 'Ingress', app)) ?? []);
  return rules.some((rule) => opens(rule, NFS_PORT) && isFrom(rule, groups));
}

function isFrom(rule: Part, groups: readonly Declaration[]): boolean {
  if (!rule.has('SourceSecurityGroupId')) return true;
  const source = rule.text('SourceSecurityGroupId');
  return groups.some(({ ref }) => ref === source);
}

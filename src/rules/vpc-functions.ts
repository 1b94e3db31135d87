import type { App } from './app';
import type { Declaration } from './declaration';
import type { Part } from './part';

/** A function in a VPC, with what of its network the app makes. */
export interface VpcFunction {
  readonly fn: Declaration;
  /** The subnets of the app; `areAllSubnets` is false when it has others, or they are not known. */
  readonly subnets: readonly Declaration[];
  readonly areAllSubnets: boolean;
  readonly groups: readonly Declaration[];
  readonly areAllGroups: boolean;
  /** Tells one set of security groups from another; absent when they are not known. */
  readonly groupSet?: string;
}

export const SUBNET = 'AWS::EC2::Subnet';
const SECURITY_GROUP = 'AWS::EC2::SecurityGroup';
const VPC = 'AWS::EC2::VPC';

/** Every function that has subnets. */
export function vpcFunctions(app: App): readonly VpcFunction[] {
  return app.once('functions in VPCs', () =>
    app.ofType('AWS::Lambda::Function').flatMap((fn): readonly VpcFunction[] => {
      const config = fn.part('VpcConfig');
      if (!config.has('SubnetIds') || (config.isKnown('SubnetIds') && config.parts('SubnetIds').length === 0)) return [];
      const [subnets, groups] = [named(config, 'SubnetIds', app, SUBNET), named(config, 'SecurityGroupIds', app, SECURITY_GROUP)];
      return [
        {
          fn,
          subnets: subnets.found,
          areAllSubnets: subnets.isAll,
          groups: groups.found,
          areAllGroups: groups.isAll,
          ...(groups.key !== undefined && { groupSet: groups.key }),
        },
      ];
    }),
  );
}

function named(config: Part, property: string, app: App, type: string) {
  const parts = config.isKnown(property) ? config.parts(property) : [];
  const names = parts.map((part) => (part.isKnown() ? part.text() : undefined));
  const found = names.map((name) => app.named(name, type));
  const isKnown = names.length > 0 && !names.includes(undefined);
  return {
    found: found.filter((each) => each !== undefined),
    isAll: parts.length > 0 && !found.includes(undefined),
    key: isKnown ? [...new Set(names)].sort().join(' ') : undefined,
  };
}

/** The VPC that a subnet, security group … of the app is in, when the app makes it as well. */
export function vpcOf(part: Declaration, app: App): Declaration | undefined {
  return part.isKnown('VpcId') ? app.named(part.text('VpcId'), VPC) : undefined;
}

/** Whether both are surely not in the same VPC. */
export function areApart(one: Declaration, other: Declaration, app: App): boolean {
  const [a, b] = [vpcIdOf(one, app), vpcIdOf(other, app)];
  return a !== undefined && b !== undefined && a !== b;
}

/** The id of a VPC that the app makes, or that is written out; what comes as a parameter may be any. */
function vpcIdOf(part: Declaration, app: App): string | undefined {
  const id = part.isKnown('VpcId') ? part.text('VpcId') : undefined;
  return app.named(id, VPC) !== undefined || /^vpc-[0-9a-f]+$/.test(id ?? '') ? id : undefined;
}

/** The Availability Zone; undefined when AWS chooses it, or nobody knows. */
export function zoneOf(subnet: Declaration): string | undefined {
  return subnet.isKnown('AvailabilityZone') ? subnet.text('AvailabilityZone') : undefined;
}

/** The resources of a type by the text that one of their properties has; `isWhole` is false when some are not known. */
export function byText(app: App, type: string, property: string) {
  return app.once(`${type} by ${property}`, () => {
    const found = new Map<string, Declaration[]>();
    let isWhole = true;
    for (const each of app.ofType(type)) {
      if (each.has(property) && !each.isKnown(property)) isWhole = false;
      for (const part of each.isKnown(property) ? each.parts(property) : []) {
        const text = part.isKnown() ? part.text() : undefined;
        if (text === undefined) isWhole = false;
        else found.set(text, [...(found.get(text) ?? []), each]);
      }
    }
    return { of: (text: string | undefined) => (text === undefined ? [] : (found.get(text) ?? [])), isWhole };
  });
}

/** The paths of some resources, for a message. */
export function pathsOf(parts: readonly Declaration[]): string {
  return [...new Set(parts.map(({ path }) => path))].join(', ');
}

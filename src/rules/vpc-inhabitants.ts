import { type DeclaredResource, UNKNOWN, type Value } from '../model/declared';
import type { App } from './app';
import type { Declaration } from './declaration';
import { byText, SUBNET } from './vpc-functions';

/** What makes up a VPC, and what says nothing of anything in it. */
const FURNITURE =
  /^AWS::(Lambda|IAM|Logs|SSM|CDK)::|^AWS::EC2::(VPC|VPCCidrBlock|VPCDHCPOptionsAssociation|VPCEndpoint|VPCGatewayAttachment|Subnet\w*|RouteTable|Route|NatGateway|EIP|InternetGateway|EgressOnlyInternetGateway|SecurityGroup\w*|NetworkAcl\w*|FlowLog)$|^Custom::VpcRestrictDefaultSG$/;

/** Whether the app puts anything into the VPC, or ties anything to it, that a function in there could talk to. */
export function isInhabited(vpc: Declaration, app: App): boolean {
  const mentioned = app.once('mentioned in VPCs', () => mentions(app));
  const within = [SUBNET, 'AWS::EC2::SecurityGroup'].flatMap((type) => byText(app, type, 'VpcId').of(vpc.ref));
  return [vpc, ...within].some(({ ref }) => ref !== undefined && mentioned.has(ref));
}

function mentions(app: App): ReadonlySet<string> {
  const ids = new Set<string>();
  const types = app.types.filter((type) => !FURNITURE.test(type));
  for (const { resource } of app.ofType(...types)) collect(resource.properties, ids);
  return ids;
}

function collect(value: Value | DeclaredResource['properties'], ids: Set<string>): void {
  if (typeof value === 'string') {
    if (/^(subnet|sg|vpc)-/.test(value)) ids.add(value);
  } else if (typeof value === 'object' && value !== null && !Object.hasOwn(value, UNKNOWN)) {
    for (const each of Object.values(value)) collect(each as Value, ids);
  }
}

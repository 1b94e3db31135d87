import type { App } from './app';
import type { Declaration } from './declaration';
import { byText } from './vpc-functions';

/** What leaves a subnet for the internet. `public`: only what has a public address, as no function has (NET-06). */
export type Way = 'there' | 'missing' | 'public' | 'unknown';

export interface SubnetWays {
  readonly subnet: Declaration;
  /** What `Ref` of its route table gives. */
  readonly table?: string;
  readonly ipv4: Way;
  readonly ipv6: Way;
}

const UNKNOWN = { ipv4: 'unknown', ipv6: 'unknown' } as const;
const INTERNET = 'AWS::EC2::InternetGateway';
const EGRESS_ONLY = 'AWS::EC2::EgressOnlyInternetGateway';

/** From the routes that the app makes; a subnet whose route table is made elsewhere may lead anywhere. */
export function waysOf(subnet: Declaration, app: App): SubnetWays {
  const known = app.once('ways from subnets', () => new Map<Declaration, SubnetWays>());
  const found = known.get(subnet) ?? look(subnet, app);
  known.set(subnet, found);
  return found;
}

function look(subnet: Declaration, app: App): SubnetWays {
  const associations = byText(app, 'AWS::EC2::SubnetRouteTableAssociation', 'SubnetId');
  const [association] = associations.of(subnet.ref);
  const table = association?.isKnown('RouteTableId') === true ? association.text('RouteTableId') : undefined;
  const routes = byText(app, 'AWS::EC2::Route', 'RouteTableId');
  const propagations = byText(app, 'AWS::EC2::VPNGatewayRoutePropagation', 'RouteTableIds');
  const isSeen = app.named(table, 'AWS::EC2::RouteTable') !== undefined && routes.isWhole && propagations.isWhole;
  if (!isSeen || propagations.of(table).length > 0) return { subnet, ...(table !== undefined && { table }), ...UNKNOWN };

  const ways = routes.of(table).map((route) => wayOf(route, app));
  const best = (family: 'ipv4' | 'ipv6'): Way => {
    const found = ways.filter((each) => each.family === family || each.family === 'either').map(({ way }) => way);
    return (['there', 'unknown', 'public'] as const).find((way) => found.includes(way)) ?? 'missing';
  };
  return { subnet, ...(table !== undefined && { table }), ipv4: best('ipv4'), ipv6: best('ipv6') };
}

interface RouteWay {
  readonly family: 'ipv4' | 'ipv6' | 'either';
  readonly way: Way;
}

function wayOf(route: Declaration, app: App): RouteWay {
  const [ipv4, ipv6] = [textOf(route, 'DestinationCidrBlock'), textOf(route, 'DestinationIpv6CidrBlock')];
  const family = route.has('DestinationCidrBlock') ? 'ipv4' : route.has('DestinationIpv6CidrBlock') ? 'ipv6' : 'either';
  const way = targetOf(route, app);
  // A route to a part of the internet, or to a network behind which there may be a way out.
  if (ipv4 !== '0.0.0.0/0' && ipv6 !== '::/0') return { family, way: way === 'public' ? 'missing' : 'unknown' };
  return { family, way: family === 'ipv6' && way === 'public' ? 'there' : way };
}

function targetOf(route: Declaration, app: App): Way {
  const gateway = textOf(route, 'GatewayId');
  if (app.named(gateway, INTERNET) !== undefined || gateway?.startsWith('igw-')) return 'public';
  if (route.has('EgressOnlyInternetGatewayId')) return app.ofType(EGRESS_ONLY).length > 0 ? 'there' : 'unknown';
  if (!route.has('NatGatewayId')) return 'unknown';
  const nat = app.named(textOf(route, 'NatGatewayId'), 'AWS::EC2::NatGateway');
  return nat === undefined ? 'unknown' : wayThrough(nat, app);
}

/** A NAT gateway needs a public subnet, too (NET-06). */
function wayThrough(nat: Declaration, app: App): Way {
  if (nat.has('ConnectivityType') && textOf(nat, 'ConnectivityType') !== 'public') return 'unknown';
  const place = textOf(nat, 'SubnetId');
  const [association] = byText(app, 'AWS::EC2::SubnetRouteTableAssociation', 'SubnetId').of(place);
  const table = association && textOf(association, 'RouteTableId');
  if (app.named(table, 'AWS::EC2::RouteTable') === undefined) return 'there';
  const routes = byText(app, 'AWS::EC2::Route', 'RouteTableId');
  if (!routes.isWhole) return 'there';
  return routes.of(table).some(mayLeadOut) ? 'there' : 'missing';
}

function mayLeadOut(route: Declaration): boolean {
  if (route.has('NatGatewayId') || !route.has('DestinationCidrBlock')) return false;
  return !route.isKnown('DestinationCidrBlock') || route.text('DestinationCidrBlock') === '0.0.0.0/0';
}

function textOf(part: Declaration, property: string): string | undefined {
  return part.isKnown(property) ? part.text(property) : undefined;
}

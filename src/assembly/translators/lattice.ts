import type { Application } from '../../model/application';
import type {
  LatticeAction,
  LatticeListener,
  LatticeMatch,
  LatticeRule,
  LatticeService,
  LatticeTargetGroup,
  TextMatch,
} from '../../model/lattice';
import { defined, isList, type Json, member, numberFrom, shown, textFrom, textMember } from '../json';
import type { Resource } from '../resource';
import { attributeOf, refOf } from '../resource-values/table';
import { Unresolved } from '../unresolved';
import { type Translation, translated } from './draft';

type Found = Pick<Application, 'latticeServices' | 'latticeTargetGroups'>;
type OfType = (type: string) => readonly Resource[];
type Of<T> = { readonly parent: string; readonly item: T };

const TYPE = 'AWS::VpcLattice';

/** The services of VPC Lattice that the app makes, and where they forward to. */
export function latticeOf(of: OfType, context: Translation): Found {
  const groups = of(`${TYPE}::TargetGroup`).flatMap((resource) => targetGroup(resource, context) ?? []);
  const rules = of(`${TYPE}::Rule`).flatMap((resource) => rule(resource, context) ?? []);
  const listeners = of(`${TYPE}::Listener`).flatMap((resource) => listener(resource, context, rules) ?? []);
  const networks = networksOf(of(`${TYPE}::ServiceNetworkServiceAssociation`));
  const services = of(`${TYPE}::Service`).flatMap((resource) => service(resource, context, listeners, networks) ?? []);
  return {
    ...(services.length > 0 && { latticeServices: services }),
    ...(groups.length > 0 && { latticeTargetGroups: groups }),
  };
}

function service(
  resource: Resource,
  context: Translation,
  listeners: readonly Of<LatticeListener>[],
  networks: ReadonlyMap<string, string>,
): LatticeService | undefined {
  const of = (attribute: string) => String(attributeOf(resource.type, resource, attribute));
  const essentials = translated(resource, context, () => ({
    id: of('Id'),
    name: resource.named('Name', 40).toLowerCase(),
    arn: refOf(resource.type, resource),
    domainName: of('DnsEntry.DomainName'),
    authType: resource.oneOf(['NONE', 'AWS_IAM'], 'AuthType') ?? ('NONE' as const),
  }));
  if (essentials === undefined) return undefined;
  if (essentials.authType === 'AWS_IAM') {
    context.report.leaveOut(resource, 'Auth policies are not emulated, so that every request to it gets 501.');
  }
  const { address, region, account } = resource;
  const own = listeners.filter(({ parent }) => parent === essentials.id).map(({ item }) => item);
  return {
    ...{ address, region, account, ...essentials },
    networkArn:
      networks.get(essentials.id) ?? resource.arn('vpc-lattice', `servicenetwork/sn-${resource.madeUp(17, 'hex', 'network')}`),
    sourceVpcArn: resource.arn('ec2', `vpc/vpc-${resource.madeUp(17, 'hex', 'vpc')}`),
    listeners: own.sort((one, other) => one.port - other.port),
  };
}

/** By the id of the service. */
function networksOf(associations: readonly Resource[]): ReadonlyMap<string, string> {
  return new Map(
    associations.flatMap((each) => {
      const [found, network] = [each.text('ServiceIdentifier'), each.text('ServiceNetworkIdentifier')];
      if (found === undefined || network === undefined) return [];
      return [[idOf(found), network.startsWith('arn:') ? network : each.arn('vpc-lattice', `servicenetwork/${network}`)]];
    }),
  );
}

function listener(resource: Resource, context: Translation, rules: readonly Of<LatticeRule>[]): Of<LatticeListener> | undefined {
  const essentials = translated(resource, context, () => {
    const protocol = resource.required('Protocol');
    const id = String(attributeOf(resource.type, resource, 'Id'));
    const port = resource.number('Port') ?? (protocol === 'HTTPS' ? 443 : 80);
    const [parent, defaultAction] = [idOf(resource.required('ServiceIdentifier')), actionOf(resource.value('DefaultAction'))];
    return { parent, protocol, id, port, defaultAction };
  });
  if (essentials === undefined) return undefined;
  const { parent, protocol, id, port, defaultAction } = essentials;
  if (protocol !== 'HTTP' && protocol !== 'HTTPS') {
    context.report.leaveOut(resource, `Listeners of ${protocol} have no functions as targets, so nothing is served for it.`);
    return undefined;
  }
  const own = rules.filter((each) => each.parent === id).map(({ item }) => item);
  const sorted = own.sort((one, other) => one.priority - other.priority);
  return { parent, item: { address: resource.address, id, port, protocol, defaultAction, rules: sorted } };
}

/** A rule that lost a part of its match would take requests that are others', so it is taken whole or not at all. */
function rule(resource: Resource, context: Translation): Of<LatticeRule> | undefined {
  return translated(resource, context, () => ({
    parent: idOf(resource.required('ListenerIdentifier')),
    item: {
      address: resource.address,
      priority: Number(resource.required('Priority')),
      match: matchOf(resource.value('Match', 'HttpMatch')),
      action: actionOf(resource.value('Action')),
    },
  }));
}

function matchOf(value: Json | undefined): LatticeMatch {
  const path = member(value, 'PathMatch');
  const headers = member(value, 'HeaderMatches');
  return defined({
    method: textMember(value, 'Method'),
    path: path === undefined ? undefined : textMatch(path),
    headers: (isList(headers) ? headers : []).map((each) => ({ ...textMatch(each), name: textMember(each, 'Name') ?? '' })),
  });
}

const KINDS = { Exact: 'exact', Prefix: 'prefix', Contains: 'contains' } as const;

function textMatch(value: Json | undefined): TextMatch {
  const match = member(value, 'Match');
  const name = (Object.keys(KINDS) as (keyof typeof KINDS)[]).find((each) => textMember(match, each) !== undefined);
  if (name === undefined) throw new Unresolved('PROPERTY_INVALID', `${shown(value)} says no text that is to be met`);
  const isCaseSensitive = textFrom(member(value, 'CaseSensitive') ?? false) === 'true';
  return { kind: KINDS[name], text: textMember(match, name) as string, isCaseSensitive };
}

function actionOf(value: Json | undefined): LatticeAction {
  const fixed = member(member(value, 'FixedResponse'), 'StatusCode');
  if (fixed !== undefined) return { kind: 'fixedResponse', status: numberFrom(fixed) };
  const groups = member(member(value, 'Forward'), 'TargetGroups');
  if (!isList(groups) || groups.length === 0) throw new Unresolved('PROPERTY_INVALID', `${shown(value)} is no action`);
  return {
    kind: 'forward',
    groups: groups.map((each) => ({
      id: idOf(textMember(each, 'TargetGroupIdentifier') ?? ''),
      weight: numberFrom(member(each, 'Weight') ?? 100),
    })),
  };
}

function targetGroup(resource: Resource, context: Translation): LatticeTargetGroup | undefined {
  const { address, account } = resource;
  const essentials = translated(resource, context, () => {
    const type = resource.required('Type');
    const targets = resource.value('Targets');
    const config = resource.open('Config') === undefined ? undefined : resource.text('Config', 'LambdaEventStructureVersion');
    return {
      id: String(attributeOf(resource.type, resource, 'Id')),
      arn: refOf(resource.type, resource),
      type,
      eventVersion: config === 'V2' ? ('V2' as const) : ('V1' as const),
      functionArn: type === 'LAMBDA' && isList(targets) ? textMember(targets[0], 'Id') : undefined,
    };
  });
  if (essentials === undefined) return undefined;
  if (essentials.type !== 'LAMBDA') {
    context.report.leaveOut(resource, `Targets of type ${essentials.type} are not run here: requests for them get 503.`);
  }
  return defined({ address, account, ...essentials });
}

/** Of an id or an ARN. */
function idOf(identifier: string): string {
  return identifier.split('/').at(-1) as string;
}

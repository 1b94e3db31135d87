import { arnRow, type Facts, type Rows } from './facts';

const id = (prefix: string) => (r: Facts) => `${prefix}-0${r.madeUp(16, 'hex')}`;
const [serviceId, groupId, networkId, listenerId, ruleId] = ['svc', 'tg', 'sn', 'listener', 'rule'].map(id) as [
  (r: Facts) => string,
  (r: Facts) => string,
  (r: Facts) => string,
  (r: Facts) => string,
  (r: Facts) => string,
];
const last = (identifier: string | undefined) => identifier?.split('/').at(-1) ?? '';
const serviceName = (r: Facts) => r.named('Name', 40).toLowerCase();
const serviceOf = (r: Facts) => last(r.text('ServiceIdentifier'));
const listenerPath = (r: Facts) => `service/${serviceOf(r)}/listener/`;
const domain = (r: Facts) =>
  `${serviceName(r)}-${serviceId(r).slice('svc-'.length)}.${r.madeUp(7, 'hex', 'domain')}.vpc-lattice-svcs.${r.region}.on.aws`;

export const LATTICE: Rows = {
  'AWS::VpcLattice::Service': arnRow((r) => r.arn('vpc-lattice', `service/${serviceId(r)}`), ['Arn'], {
    Id: serviceId,
    'DnsEntry.DomainName': domain,
    'DnsEntry.HostedZoneId': (r) => `Z${r.madeUp(20, 'upper')}`,
  }),
  'AWS::VpcLattice::Listener': arnRow((r) => r.arn('vpc-lattice', `${listenerPath(r)}${listenerId(r)}`), ['Arn'], {
    Id: listenerId,
    ServiceId: serviceOf,
    ServiceArn: (r) => r.arn('vpc-lattice', `service/${serviceOf(r)}`),
  }),
  'AWS::VpcLattice::Rule': arnRow(
    (r) => r.arn('vpc-lattice', `${listenerPath(r)}${last(r.text('ListenerIdentifier'))}/rule/${ruleId(r)}`),
    ['Arn'],
    { Id: ruleId },
  ),
  'AWS::VpcLattice::TargetGroup': arnRow((r) => r.arn('vpc-lattice', `targetgroup/${groupId(r)}`), ['Arn'], { Id: groupId }),
  'AWS::VpcLattice::ServiceNetwork': arnRow((r) => r.arn('vpc-lattice', `servicenetwork/${networkId(r)}`), ['Arn'], {
    Id: networkId,
  }),
};

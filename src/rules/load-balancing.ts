import type { App } from './app';
import { type Call, callTo, collected } from './call';
import { permissionRule } from './call-rules';
import type { Declaration } from './declaration';
import { knownParts, knownText } from './known';
import { each, type Rule } from './rule';

const GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const LATTICE_GROUP = 'AWS::VpcLattice::TargetGroup';
const GUIDE = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html';
const LATTICE = 'https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html';

function* lambdaGroups(app: App): Generator<Declaration> {
  for (const on of app.ofType(GROUP)) if (knownText(on, 'TargetType') === 'lambda') yield on;
  for (const on of app.ofType(LATTICE_GROUP)) if (knownText(on, 'Type') === 'LAMBDA') yield on;
}

function* targetCalls(app: App, type: string, service: string): Generator<Call> {
  for (const on of lambdaGroups(app)) {
    for (const target of on.type === type ? knownParts(on, 'Targets') : []) {
      const call = callTo(app, on, target.part('Id'), service, [on.arn]);
      if (call !== undefined) yield call;
    }
  }
}

export const loadBalancerCalls = collected('loadBalancer', (app) => targetCalls(app, GROUP, 'elasticloadbalancing'));

export const latticeCalls = collected('lattice', (app) => targetCalls(app, LATTICE_GROUP, 'vpc-lattice'));

export const LOAD_BALANCING: readonly Rule[] = [
  permissionRule({
    id: 'ALB-02',
    title: 'A load balancer may not invoke the function of its target group',
    why: 'The permission is tested when the function is registered, and it is refused: the deployment fails.',
    source: GUIDE,
    calls: loadBalancerCalls,
  }),
  permissionRule({
    id: 'LAT-01',
    title: 'VPC Lattice may not invoke the function of a target group',
    why: 'Clients get errors, and the function does not run.',
    source: LATTICE,
    calls: latticeCalls,
  }),
  {
    id: 'ALB-01',
    severity: 'error',
    title: 'A target group of a function has more than one target',
    why: 'Elastic Load Balancing and VPC Lattice take one function a target group.',
    remedy: 'Make a target group for each function, and divide the traffic in the listener, or with an alias.',
    source: GUIDE,
    also: ['VAL-23', 'LAT-01'],
    check: each(lambdaGroups, function* (on) {
      const { length } = on.parts('Targets');
      if (length > 1) yield { on, property: 'Properties.Targets', message: `It has ${length} targets, 1 can be.` };
    }),
  },
  {
    id: 'ALB-08',
    severity: 'error',
    title: 'A target group of a function has a port, a protocol or a VPC',
    why: 'Elastic Load Balancing refuses it.',
    remedy: 'Leave Port, Protocol and VpcId out.',
    source: GUIDE,
    also: ['VAL-23', 'ALB-01'],
    check: each(lambdaGroups, function* (on) {
      const given = on.type === GROUP ? ['Port', 'Protocol', 'VpcId'].filter((name) => on.has(name)) : [];
      if (given.length > 0)
        yield { on, property: `Properties.${given[0]}`, message: `It has TargetType lambda and ${given.join(', ')}.` };
    }),
  },
];

import { seededChance } from '../../../../src/local/chance';
import { loadBalancerDoor } from '../../../../src/local/endpoints/load-balancer/door';
import { type RunningServer, startServer } from '../../../../src/local/endpoints/server';
import { Journal } from '../../../../src/local/journal/journal';
import type { LambdaFunction } from '../../../../src/model/function';
import type { Listener, ListenerAction, LoadBalancer, TargetGroup } from '../../../../src/model/load-balancer';
import type { Permission } from '../../../../src/model/permission';
import { ACCOUNT, type FakeLambda, fakeLambda, NOON, permission, REGION } from '../scene';

const ADDRESS = { stack: 'App', logicalId: 'Shop', path: 'App/Shop' };
export const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:orders`;
export const GROUP_ARN = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:targetgroup/orders/0123456789abcdef`;
export const ALLOWED = permission({ action: 'lambda:InvokeFunction', principal: 'elasticloadbalancing.amazonaws.com' });

export interface SceneOptions {
  readonly lambda?: FakeLambda;
  readonly permissions?: readonly Permission[];
  readonly group?: Partial<TargetGroup>;
  readonly groups?: readonly TargetGroup[];
  readonly listener?: Partial<Listener>;
  readonly balancer?: Partial<LoadBalancer>;
}

export interface Scene extends RunningServer {
  readonly lambda: FakeLambda;
  readonly journal: Journal;
  readonly bugs: unknown[];
  /** Of the listener, without a slash at the end. */
  readonly href: string;
}

export const FORWARD: ListenerAction = { kind: 'forward', groups: [{ arn: GROUP_ARN, weight: 1 }] };

export function targetGroup(values: Partial<TargetGroup> = {}): TargetGroup {
  const own = { address: ADDRESS, arn: GROUP_ARN, name: 'orders', region: REGION, account: ACCOUNT };
  return { ...own, type: 'lambda', functionArn: FUNCTION_ARN, hasMultiValueHeaders: false, ...values };
}

const open: RunningServer[] = [];

/** A load balancer `shop` with one listener, which forwards to one function; everything is closed after the test. */
export async function scene(options: SceneOptions = {}): Promise<Scene> {
  const lambda = options.lambda ?? fakeLambda(() => ({ result: { statusCode: 200, headers: {}, isBase64Encoded: false } }));
  const journal = new Journal(() => NOON);
  const bugs: unknown[] = [];
  const listener: Listener = {
    ...{ address: ADDRESS, arn: 'listener', port: 80, protocol: 'HTTP', attributes: {}, rules: [], defaultAction: FORWARD },
    ...options.listener,
  };
  const balancer: LoadBalancer = {
    ...{ address: ADDRESS, name: 'shop', arn: 'shop', dnsName: `shop-1.${REGION}.elb.amazonaws.com`, region: REGION },
    ...{ account: ACCOUNT, attributes: {}, listeners: [listener], ...options.balancer },
  };
  const fn = { name: 'orders', arn: FUNCTION_ARN, account: ACCOUNT, region: REGION, versions: [], aliases: [] };
  const server = await startServer({
    doors: [
      loadBalancerDoor({
        application: { loadBalancers: [balancer], targetGroups: options.groups ?? [targetGroup(options.group)] },
        lambda,
        functions: () => [
          { ...fn, permissions: options.permissions ?? [ALLOWED], configuration: {} } as unknown as LambdaFunction,
        ],
        journal,
        chance: seededChance('scene'),
        clock: { now: () => NOON },
      }),
    ],
    onBug: (error) => bugs.push(error),
  });
  open.push(server);
  return { ...server, lambda, journal, bugs, href: `${server.origin}/_alb/shop/80` };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

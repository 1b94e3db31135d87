import type { Stack } from 'aws-cdk-lib';
import { CfnListener, CfnRule, CfnService, CfnTargetGroup } from 'aws-cdk-lib/aws-vpclattice';
import { LatticeEventSource, LatticeEventVersion } from '../../src/constructs/event-sources/lattice-event-source';
import { apiDoorsOf } from '../../src/model/api-doors';
import { ask } from '../support/http-client';
import { appOf, nodeFunction, running, stopAll } from './scene';

afterEach(stopAll);

const ECHO = `exports.handler = async (event) => ({
  statusCode: 200, isBase64Encoded: false, headers: { 'content-type': 'application/json' }, body: JSON.stringify(event),
});`;

function listenerOf(stack: Stack, authType = 'NONE'): CfnListener {
  const service = new CfnService(stack, 'Orders', { name: 'orders', authType });
  return new CfnListener(stack, 'Http', {
    serviceIdentifier: service.attrId,
    protocol: 'HTTP',
    defaultAction: { fixedResponse: { statusCode: 404 } },
  });
}

const running1 = (build: (stack: Stack) => void) => running(appOf(build), { clock: 'virtual' });
const at = (local: Awaited<ReturnType<typeof running1>>) => local.apis[0]?.url.replace(/\/$/, '') as string;

test('a rule hands requests to a function in the second version of the event (LAT-03)', async () => {
  const local = await running1((stack) => {
    const match = { httpMatch: { method: 'POST', pathMatch: { match: { prefix: '/orders' } } } };
    nodeFunction(stack, 'Fn', ECHO).addEventSource(new LatticeEventSource(listenerOf(stack), { priority: 1, match }));
  });

  const answer = await ask(`${at(local)}/orders?tag=a&tag=b`, {
    method: 'POST',
    body: '{}',
    headers: { 'Content-Type': 'application/json', 'X-Own': ['1', '2'] },
  });
  const other = await ask(`${at(local)}/orders`);

  const [service] = local.application.latticeServices ?? [];
  const [group] = local.application.latticeTargetGroups ?? [];
  expect(JSON.parse(answer.text)).toEqual({
    version: '2.0',
    path: '/orders',
    method: 'POST',
    headers: {
      host: [expect.stringMatching(/^80\.orders-0[0-9a-f]{16}\.[a-z0-9-]+\.vpc-lattice\.localhost:\d+$/)],
      'content-type': ['application/json'],
      'content-length': ['2'],
      'x-own': ['1', '2'],
      'x-forwarded-for': ['127.0.0.1'],
    },
    queryStringParameters: { tag: ['a', 'b'] },
    body: '{}',
    isBase64Encoded: false,
    requestContext: {
      serviceNetworkArn: service?.networkArn,
      serviceArn: service?.arn,
      targetGroupArn: group?.arn,
      identity: { sourceVpcArn: service?.sourceVpcArn },
      region: 'us-east-1',
      timeEpoch: '1767225600000000',
    },
  });
  expect([answer.status, other.status, other.text]).toEqual([200, 404, '']);
  expect(local.application.unsupported).toEqual([]);
  expect(apiDoorsOf(local.application)[0]?.routes).toMatchObject([
    { key: '80 POST /orders*', target: 'App/Fn', functions: [expect.stringContaining(':function:')] },
    { key: '80 default', target: 'fixed response 404' },
  ]);
  expect(local.journal.entries.filter(({ kind }) => kind === 'httpRequest')).toMatchObject([
    { door: 'latticeService', api: 'App/Orders', route: '80:1', integration: group?.functionArn, status: 200 },
    { route: '80:default', status: 404 },
  ]);
});

test('an alias gets the first version of the event where its group wants that (LAT-03)', async () => {
  const local = await running1((stack) => {
    const live = nodeFunction(stack, 'Fn', ECHO).addAlias('live');
    live.addEventSource(new LatticeEventSource(listenerOf(stack), { eventVersion: LatticeEventVersion.V1 }));
  });

  const answer = await ask(`${at(local)}/orders?tag=a`, { method: 'PUT', body: Buffer.from([255]) });

  expect(JSON.parse(answer.text)).toMatchObject({
    ...{ raw_path: '/orders?tag=a', method: 'PUT', query_string_parameters: { tag: 'a' } },
    ...{ body: '/w==', is_base64_encoded: true },
  });
});

test('rules match headers and exact paths, in their case or in any', async () => {
  const local = await running1((stack) => {
    const listener = listenerOf(stack);
    const rule = (priority: number, httpMatch: CfnRule.HttpMatchProperty) =>
      new CfnRule(stack, `Rule${priority}`, {
        ...{ serviceIdentifier: listener.attrServiceId, listenerIdentifier: listener.attrId, priority },
        ...{ match: { httpMatch }, action: { fixedResponse: { statusCode: 200 + priority } } },
      });
    rule(1, { headerMatches: [{ name: 'X-Own', match: { exact: 'A' }, caseSensitive: true }] });
    rule(2, { headerMatches: [{ name: 'x-own', match: { contains: 'bc' } }] });
    rule(3, { pathMatch: { match: { exact: '/a' } } });
  });

  const asked = ['A', 'a', 'ABCD', undefined].map(async (own) => {
    const answer = own === undefined ? ask(`${at(local)}/A`) : ask(`${at(local)}/`, { headers: { 'x-own': own } });
    return (await answer).status;
  });

  expect(await Promise.all(asked)).toEqual([201, 404, 202, 203]);
});

test.each([
  ['the function fails', 'exports.handler = async () => { throw new Error("no"); };', 502],
  ['the result is no response', 'exports.handler = async () => "ok";', 502],
  ['a header is a number', 'exports.handler = async () => ({ statusCode: 200, headers: { a: 1 } });', 502],
])('fails when %s: %i', async (_, source, status) => {
  const local = await running1((stack) => {
    nodeFunction(stack, 'Fn', source).addEventSource(new LatticeEventSource(listenerOf(stack)));
  });

  expect((await ask(at(local))).status).toBe(status);
});

test('fails when the policy does not let it, when users would have to be known, when the target is a machine', async () => {
  const local = await running1((stack) => {
    const fn = nodeFunction(stack, 'Fn', ECHO);
    const listener = listenerOf(stack);
    const group = new CfnTargetGroup(stack, 'Group', { type: 'LAMBDA', targets: [{ id: fn.functionArn }] });
    listener.defaultAction = { forward: { targetGroups: [{ targetGroupIdentifier: group.ref }] } };
  });
  const closed = await running1((stack) => void listenerOf(stack, 'AWS_IAM'));
  const machines = await running1((stack) => {
    const group = new CfnTargetGroup(stack, 'Group', { type: 'INSTANCE' });
    listenerOf(stack).defaultAction = { forward: { targetGroups: [{ targetGroupIdentifier: group.attrId }] } };
  });

  const answers = await Promise.all([local, closed, machines].map((each) => ask(at(each))));

  expect(answers.map(({ status }) => status)).toEqual([502, 501, 503]);
  expect([closed, machines].map(({ application }) => application.unsupported[0]?.why)).toEqual([
    'Auth policies are not emulated, so that every request to it gets 501.',
    'Targets of type INSTANCE are not run here: requests for them get 503.',
  ]);
});

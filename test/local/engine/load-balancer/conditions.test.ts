import { addressIsIn } from '../../../../src/local/engine/load-balancer/cidr';
import { isMet, type SeenRequest } from '../../../../src/local/engine/load-balancer/conditions';
import { isAmong, stepped } from '../../../../src/local/engine/load-balancer/health-checks';
import type { RuleCondition } from '../../../../src/model/load-balancer';

const REQUEST: SeenRequest = {
  method: 'GET',
  host: 'app.example.com',
  path: '/img/Logo.png',
  query: 'version=v1&note=a*b&flag',
  headers: [
    ['x-own', 'First'],
    ['x-own', 'Second'],
  ],
  sourceIp: '192.0.2.7',
};
const condition = (field: RuleCondition['field'], values: readonly string[], more: Partial<RuleCondition> = {}) => ({
  ...{ field, values, regexValues: [], ...more },
});

test.each([
  ['an exact host', condition('host-header', ['APP.example.com'])],
  ['a host with a wildcard', condition('host-header', ['*.example.com'])],
  ['one of several hosts', condition('host-header', ['other', 'app.*'])],
  ['a host by a regular expression', condition('host-header', [], { regexValues: ['^(app|www)\\.'] })],
  ['a path with wildcards', condition('path-pattern', ['/img/*.pn?'])],
  ['a path by a regular expression', condition('path-pattern', [], { regexValues: ['^/img/[A-Z]'] })],
  ['a header in any case', condition('http-header', ['first'], { header: 'X-Own' })],
  ['a header that comes twice', condition('http-header', ['sec*'], { header: 'x-own' })],
  ['a method', condition('http-request-method', ['POST', 'GET'])],
  ['a parameter', condition('query-string', [], { pairs: [{ key: 'Version', value: 'V?' }] })],
  ['a value of any parameter', condition('query-string', [], { pairs: [{ value: 'v1' }] })],
  ['an escaped wildcard', condition('query-string', [], { pairs: [{ key: 'note', value: 'a\\*b' }] })],
  ['a parameter without a value', condition('query-string', [], { pairs: [{ key: 'flag', value: '' }] })],
  ['an address', condition('source-ip', ['10.0.0.0/8', '192.0.2.0/24'])],
])('%s is met', (_, given) => {
  expect(isMet(given, REQUEST)).toBe(true);
});

test.each([
  ['a path in another case', condition('path-pattern', ['/IMG/*'])],
  ['a path that is only begun', condition('path-pattern', ['/img'])],
  ['a dot that would be any character', condition('host-header', ['appXexample.com'])],
  ['a method in another case', condition('http-request-method', ['get'])],
  ['a header that is not there', condition('http-header', ['*'], { header: 'x-other' })],
  ['another value of a parameter', condition('query-string', [], { pairs: [{ key: 'version', value: 'v2' }] })],
  ['an address of another network', condition('source-ip', ['192.0.3.0/24'])],
])('%s is not met', (_, given) => {
  expect(isMet(given, REQUEST)).toBe(false);
});

test.each([
  ['127.0.0.1', '127.0.0.1/32', true],
  ['127.0.0.1', '0.0.0.0/0', true],
  ['::1', '::1/128', true],
  ['2001:db8::ff', '2001:db8::/32', true],
  ['2001:db9::ff', '2001:db8::/32', false],
  ['127.0.0.1', '::/0', false],
  ['no address', '0.0.0.0/0', false],
  ['1.2.3.4', '1.2.3.256/24', false],
  ['1:2:3', '1::/16', false],
])('the address %s is in %s: %s', (address, block, expected) => {
  expect(addressIsIn(address, block)).toBe(expected);
});

test('a target is healthy after one success at first, and later after as many as its group wants (ALB-07)', () => {
  const check = { path: '/', intervalSeconds: 35, timeoutSeconds: 30, healthyCount: 3, unhealthyCount: 2, codes: '200' };
  const walk = (results: string) => {
    let standing: Parameters<typeof stepped>[0] = { health: 'initial', against: 0 };
    return [...results].map((result) => {
      standing = stepped(standing, result === '+', check);
      return standing.health;
    });
  };

  expect(walk('+-+--')).toEqual(['healthy', 'healthy', 'healthy', 'healthy', 'unhealthy']);
  expect(walk('--++-+++')).toEqual([
    ...['initial', 'unhealthy', 'unhealthy', 'unhealthy', 'unhealthy', 'unhealthy', 'unhealthy', 'healthy'],
  ]);
});

test.each([
  ['200', 200, true],
  ['200,202', 202, true],
  ['200-299', 204, true],
  ['200-299', 300, false],
  ['200', 204, false],
])('with the codes %s the status %i counts: %s', (codes, status, expected) => {
  expect(isAmong(codes, status)).toBe(expected);
});

import { authorizerResult } from '../../../../src/local/engine/authorizers/authorizer-result';
import { identityKey, ResultCache } from '../../../../src/local/engine/authorizers/result-cache';
import { VirtualClock } from '../../../../src/local/time/virtual-clock';

const ALLOWS = {
  principalId: 'user-7',
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: '*' }] },
};

const read = (result: unknown) => authorizerResult(Buffer.from(JSON.stringify(result)));

test('the values of the context reach functions as texts (AUT-04)', () => {
  const result = { ...ALLOWS, context: { tenant: 'acme', admin: false, level: 3, none: null }, usageIdentifierKey: 'key-7' };
  expect(read(result)).toMatchObject({
    principalId: 'user-7',
    context: { tenant: 'acme', admin: 'false', level: '3' },
    usageIdentifierKey: 'key-7',
  });
});

test.each([
  ['text', 'allow'],
  ['nothing', null],
  ['no principal', { policyDocument: ALLOWS.policyDocument }],
  ['no policy', { principalId: 'user' }],
  ['a broken policy', { principalId: 'user', policyDocument: { Version: '2012-10-17' } }],
  ['a nested context (AUT-04)', { ...ALLOWS, context: { tenant: { name: 'acme' } } }],
  ['a list in the context', { ...ALLOWS, context: { tenants: ['acme'] } }],
  ['a context that is text', { ...ALLOWS, context: 'acme' }],
  ['an API key that is a number', { ...ALLOWS, usageIdentifierKey: 7 }],
  ['more than 8 KB (APW-02)', { ...ALLOWS, context: { long: 'a'.repeat(8192) } }],
])('fails when an authorizer answers %s', (_, result) => {
  expect(read(result)).toEqual({ malformed: expect.any(String) });
});

test('a result is kept for as long as it counts, by identity (AUT-07)', async () => {
  const clock = new VirtualClock();
  const cache = new ResultCache<string>(clock);
  cache.keep(identityKey('a', 'b'), 'first', 300);
  cache.keep(identityKey('a'), 'other', 0);

  expect(cache.find(identityKey('a', 'b'))).toBe('first');
  expect(cache.find(identityKey('a'))).toBeUndefined();
  expect(cache.find(identityKey('a,b'))).toBeUndefined();
  await clock.advance({ seconds: 299 });
  expect(cache.find(identityKey('a', 'b'))).toBe('first');
  await clock.advance({ seconds: 1 });
  expect(cache.find(identityKey('a', 'b'))).toBeUndefined();
});

test('of very many identities those that came last are kept', () => {
  const cache = new ResultCache<number>(new VirtualClock());
  for (let i = 0; i <= 10_000; i++) cache.keep(String(i), i, 300);
  expect([cache.find('0'), cache.find('1'), cache.find('10000')]).toEqual([undefined, 1, 10_000]);
});

import { readInventory } from '../../src/assembly/read-assembly';
import { checkRules } from '../../src/rules/check-rules';
import { each, type Rule } from '../../src/rules/rule';
import { assemblyOf, fn } from './fixture';

const RULE: Rule = {
  id: 'NET-06',
  severity: 'warning',
  title: 'A function is there',
  why: 'It is.',
  remedy: 'None.',
  source: 'https://example.com',
  judgedBy: ['cdk-lambda-kit:network', 'cdk-lambda-kit:vpcNoInternet'],
  check: each('AWS::Lambda::Function', function* (on) {
    yield { on, message: 'There it is.' };
  }),
};

/** The functions that the rule speaks of, when constructs have noted this. */
function spokenOf(noted: Readonly<Record<string, readonly unknown[]>>, besideWarnings = true): readonly string[] {
  const properties = { templateFile: 'S.template.json' };
  const metadata = noted;
  const artifacts = { S: { type: 'aws:cloudformation:stack', properties, metadata } };
  const paths = (path: string) => ({ ...fn(), Metadata: { 'aws:cdk:path': path } });
  const scene = {
    stacks: { S: { Ours: paths('S/Ours/Resource'), Theirs: paths('S/Theirs/Resource') } },
    files: { 'manifest.json': JSON.stringify({ version: '55.0.0', artifacts }) },
  };
  const { violations } = checkRules(readInventory(assemblyOf(scene)), '2026-11-20', { rules: [RULE], besideWarnings });
  return violations.map(({ address }) => address.logicalId);
}

test('a rule speaks of everything that no construct of ours has looked at', () => {
  expect(spokenOf({})).toEqual(['Ours', 'Theirs']);
  expect(spokenOf({ '/S/Ours': [{ type: 'cdk-lambda-kit:judged', data: 'cdk-lambda-kit:other' }] })).toEqual(['Ours', 'Theirs']);
});

test('where a construct of ours has looked, or has warned, the rule is silent', () => {
  expect(spokenOf({ '/S/Ours': [{ type: 'cdk-lambda-kit:judged', data: 'cdk-lambda-kit:network' }] })).toEqual(['Theirs']);
  const data = 'The function has no way to the internet. [ack: cdk-lambda-kit:vpcNoInternet]';
  expect(spokenOf({ '/S/Ours': [{ type: 'aws:cdk:warning', data }] })).toEqual(['Theirs']);
  expect(
    spokenOf({ '/S/Ours': [{ type: 'aws:cdk:warning', data: 'Something else [ack: cdk-lambda-kit:bundling]' }] }),
  ).toHaveLength(2);
});

test('where the warnings of constructs are not shown, the rule speaks of what they have warned of', () => {
  const judged = { type: 'cdk-lambda-kit:judged', data: 'cdk-lambda-kit:network' };
  const warning = {
    type: 'aws:cdk:warning',
    data: 'The function has no way to the internet. [ack: cdk-lambda-kit:vpcNoInternet]',
  };
  expect(spokenOf({ '/S/Ours': [judged, warning] }, false)).toEqual(['Ours', 'Theirs']);
  expect(spokenOf({ '/S/Ours': [judged] }, false)).toEqual(['Theirs']);
});

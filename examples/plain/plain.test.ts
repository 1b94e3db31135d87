import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { snapshotSerializer } from 'cdk-lambda-kit/testing';
import { app } from './app';

expect.addSnapshotSerializer(snapshotSerializer);

const template = Template.fromStack(app.node.findChild('Plain') as Stack);

test('two functions in JavaScript and two in Python, of each one inline', () => {
  const functions = Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) => [
    Properties.Runtime,
    Properties.Handler,
    'ZipFile' in Properties.Code ? 'inline' : 'asset',
  ]);

  expect(functions.sort()).toEqual([
    ['nodejs24.x', 'converter.handler', 'asset'],
    ['nodejs24.x', 'index.handler', 'inline'],
    ['python3.13', 'index.handler', 'inline'],
    ['python3.13', 'sorter.handler', 'asset'],
  ]);
});

test('the sorter has the layer', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Handler: 'sorter.handler',
    Layers: [{ Ref: Match.stringLikeRegexp('^Ranking') }],
  });
});

test('the URL and its permissions are on the alias', () => {
  const alias = { Ref: Match.stringLikeRegexp('^Live') };

  template.hasResourceProperties('AWS::Lambda::Url', { AuthType: 'NONE', Qualifier: 'live' });
  template.resourceCountIs('AWS::Lambda::Permission', 2);
  template.allResourcesProperties('AWS::Lambda::Permission', { FunctionName: alias, Principal: '*' });
});

test('the template stays as it is when only code changes', () => {
  expect(template.toJSON()).toMatchSnapshot();
});

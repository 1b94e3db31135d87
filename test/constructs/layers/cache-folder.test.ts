import { readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { cacheFolder } from '../../../src/constructs/bundle-cache-folder';
import { sources, temporaryFolder } from '../scene';
import { withHome } from './scene';

// The suite has a cache of its own in there.
delete process.env.CDK_CONTEXT_JSON;

function scope(context: Record<string, unknown> = {}, outdir = temporaryFolder()): Stack {
  return new Stack(new App({ outdir, context }), 'Shop');
}

test('caches are kept in the home directory, a folder for each kind', () => {
  const home = temporaryFolder();

  withHome(home, () => {
    expect(homedir()).toBe(home);
    expect(cacheFolder(scope(), 'bundles')).toBe(path.join(home, '.cache/cdk-lambda-kit/bundles'));
    expect(cacheFolder(scope(), 'python')).toBe(path.join(home, '.cache/cdk-lambda-kit/python'));
  });
  expect(readdirSync(path.join(home, '.cache/cdk-lambda-kit'))).toEqual(['bundles', 'python']);
});

test('the context of the app names another folder for all of them, from the current working directory on', () => {
  const folder = temporaryFolder();
  const context = { 'cdk-lambda-kit:cache': path.relative(process.cwd(), folder) };

  expect(cacheFolder(scope(context), 'layers')).toBe(path.join(folder, 'layers'));
});

test('what the construct is given comes first, and is taken as it is', () => {
  const folder = temporaryFolder();

  expect(cacheFolder(scope({ 'cdk-lambda-kit:cache': temporaryFolder() }), 'layers', folder)).toBe(folder);
});

test('where it cannot be written, a folder of the assembly takes its place', () => {
  const file = path.join(sources({ blocked: '' }), 'blocked');
  const outdir = temporaryFolder();

  expect(cacheFolder(scope({ 'cdk-lambda-kit:cache': file }, outdir), 'bundles')).toBe(
    path.join(outdir, '.cdk-lambda-kit/bundles'),
  );
});

test('fails when that cannot be written either', () => {
  const file = path.join(sources({ blocked: '' }), 'blocked');
  const outdir = temporaryFolder();
  const stack = scope({ 'cdk-lambda-kit:cache': file }, outdir);
  writeFileSync(path.join(outdir, '.cdk-lambda-kit'), '');

  expect(() => cacheFolder(stack, 'bundles')).toThrow(
    `Shop: neither ${file}/bundles nor ${outdir}/.cdk-lambda-kit/bundles can be written.`,
  );
});

test.each(['', 7, ['a'], '${Token[TOKEN.1]}'])('fails when the context is %j', (value) => {
  expect(() => cacheFolder(scope({ 'cdk-lambda-kit:cache': value }), 'layers')).toThrow(
    /the context cdk-lambda-kit:cache must be a folder, but is .*\[CACHE_INVALID\]/s,
  );
});

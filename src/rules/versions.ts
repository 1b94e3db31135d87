import { CODE_SHA_256, CURRENT_VERSION_ID } from '../spec/versions';
import type { App } from './app';
import type { Declaration } from './declaration';
import { ALIAS, FUNCTION, functionIn, VERSION } from './lambda-function';
import { each, type Rule } from './rule';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html';

/** Pairs of versions of one function that nothing says are published one after the other. */
function* publishedTogether(app: App): Generator<readonly [Declaration, Declaration]> {
  for (const fn of app.ofType(FUNCTION)) {
    const versions = app.versionsOf(fn);
    for (const [i, one] of versions.entries()) {
      const other = versions.slice(0, i).find((earlier) => !areInTurn(one, earlier));
      if (other !== undefined) yield [one, other];
    }
  }
}

/**
 * Whether one of them may have been published by an earlier deployment: the CDK names both after what the function was then and is
 * now, or one waits for the other.
 */
function areInTurn(one: Declaration, other: Declaration): boolean {
  const both = [one, other];
  return (
    both.every(({ address }) => CURRENT_VERSION_ID.test(address.logicalId)) ||
    both.some(({ resource }) => both.some(({ address }) => resource.dependsOn.includes(address.logicalId)))
  );
}

export const VERSIONS: readonly Rule[] = [
  {
    id: 'VER-02',
    severity: 'warning',
    title: 'Two versions of a function are published of the same code and configuration',
    why: 'Lambda publishes nothing where nothing has changed; CloudFormation then finds that the second version is there already, and the deployment fails.',
    remedy: 'Keep one, fn.currentVersion, which is new when the function has changed and only then.',
    source: SOURCE,
    check: each(publishedTogether, function* ([version, { path }]) {
      yield { on: version, message: `${path} publishes the same function.` };
    }),
  },
  {
    id: 'VER-04',
    severity: 'error',
    title: 'The hash of a version is no SHA-256',
    why: 'Lambda refuses to publish a version whose hash is not that of the code.',
    remedy: 'Leave CodeSha256 out, or give the SHA-256 of the .zip package in base64: 44 characters.',
    source: 'https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html',
    check: each(VERSION, function* (version) {
      const hash = version.text('CodeSha256');
      if (hash === undefined || CODE_SHA_256.test(hash)) return;
      yield { on: version, property: 'Properties.CodeSha256', message: `'${hash}' is no SHA-256 in base64.` };
    }),
  },
  {
    id: 'VER-01',
    severity: 'warning',
    title: 'An alias takes its version from an export of another stack',
    why: 'A new version is a new export, and CloudFormation does not delete the old one while it is imported: the next deployment of the function fails.',
    remedy: 'Make the alias in the stack of the function, and hand that to the other stack.',
    source: SOURCE,
    check: each(ALIAS, function* (alias, app) {
      const { written } = alias;
      const fn = functionIn(app, alias, 'FunctionName')?.fn;
      if (fn === undefined || fn.address.stack === alias.address.stack || !written.has('FunctionVersion', 'Fn::ImportValue'))
        return;
      const message = `The version is imported from the stack of ${fn.path}.`;
      yield { on: alias, property: 'Properties.FunctionVersion', message };
    }),
  },
];

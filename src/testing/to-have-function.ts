import { Match } from 'aws-cdk-lib/assertions';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { type MatcherResult, result } from './matcher';
import { logicalId, resourceOf } from './template-of';

interface Candidate {
  readonly path: string;
  readonly resource: CfnFunction;
}

/** Whether a stack, a stage or an app has a function of this path, name or logical id, and with these properties. */
export function toHaveFunction(
  scope: IConstruct,
  name: string,
  properties: Readonly<Record<string, unknown>> = {},
): MatcherResult {
  const all = functionsBelow(scope);
  const found = all.filter((candidate) => isCalled(candidate, name));
  const [one] = found;
  if (!one) {
    const names = all.length === 0 ? 'it has none' : `it has ${all.map(({ path }) => path).join(', ')}`;
    return result(false, `expected ${scope.node.path || 'the app'} to have the function ${name}, but ${names}`);
  }
  if (found.length > 1) throw new Error(`${name} is ambiguous: ${found.map(({ path }) => path).join(', ')}`);

  const compared = Match.objectLike(properties).test(resourceOf(one.resource).Properties ?? {});
  return compared.hasFailed()
    ? result(false, `expected the function ${one.path} to have other properties:\n${compared.toHumanStrings().join('\n')}`)
    : result(true, `expected ${scope.node.path || 'the app'} not to have the function ${name} with these properties`);
}

function functionsBelow(scope: IConstruct): readonly Candidate[] {
  return scope.node.findAll().flatMap((node): Candidate[] => {
    if (!(node instanceof CfnFunction)) return [];
    const owner = node.node.id === 'Resource' ? node.node.scope : node;
    return [{ path: (owner ?? node).node.path, resource: node }];
  });
}

function isCalled({ path, resource }: Candidate, name: string): boolean {
  if (path === name || path.endsWith(`/${name}`) || logicalId(resource) === name) return true;
  return resource.functionName !== undefined && resourceOf(resource).Properties?.FunctionName === name;
}

import { isObject, type JsonObject, member, textMember } from './json';
import { notedPaths, pathInTemplate, type StackSource } from './stack-source';

/** The path of every resource, by stack and logical id. */
export type ConstructPaths = ReadonlyMap<StackSource, ReadonlyMap<string, string>>;

/**
 * Construct paths as users write them: `Orders/Ship` for the resource `Orders/Ship/Resource`. From the template, else from the
 * assembly's metadata, else from its tree, else `stack/logicalId`; no two resources have the same.
 */
export function constructPaths(stacks: readonly StackSource[], tree: () => JsonObject): ConstructPaths {
  const fromTree = lazily(() => treePaths(tree()));
  const written = stacks.flatMap((stack) => {
    const noted = lazily(() => notedPaths(stack));
    return Object.entries(stack.template.resources).map(([logicalId, resource]) => {
      const path = pathInTemplate(resource) ?? noted().get(logicalId) ?? inTree(fromTree(), stack, logicalId);
      return { stack, logicalId, path, short: path && shortened(path, stack) };
    });
  });

  const paths = new Map(stacks.map((stack) => [stack, new Map<string, string>()]));
  const taken = new Set<string>();
  // Whoever is called by the short path itself comes before those whose path is shortened to it.
  const exactFirst = [
    ...written.filter(({ path, short }) => path === short),
    ...written.filter(({ path, short }) => path !== short),
  ];
  for (const { stack, logicalId, path, short } of exactFirst) {
    const free = (candidate: string | undefined) => (candidate === undefined || taken.has(candidate) ? undefined : candidate);
    let chosen = free(short) ?? free(path) ?? `${stack.id}/${logicalId}`;
    while (taken.has(chosen)) chosen += '_';
    taken.add(chosen);
    paths.get(stack)?.set(logicalId, chosen);
  }
  return paths;
}

/** `Resource` and `Default` are what the CDK calls the resource that a construct stands for. */
function shortened(path: string, stack: StackSource): string {
  if (!path.endsWith('/Resource') && !path.endsWith('/Default')) return path;
  const short = path.replace(/(?:\/(?:Resource|Default))+$/, '');
  return short.length > stack.constructPath.length ? short : path;
}

function inTree(paths: ReadonlyMap<string, readonly string[]>, stack: StackSource, logicalId: string): string | undefined {
  const nested = [...stack.nested.values()].map((child) => `${child.constructPath}/`);
  return paths
    .get(logicalId)
    ?.find((path) => path.startsWith(`${stack.constructPath}/`) && !nested.some((prefix) => path.startsWith(prefix)));
}

/** Construct paths by logical id; the same id may stand in several stacks. */
function treePaths(tree: JsonObject): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, string[]>();
  const open = [member(tree, 'tree')];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const logicalId = textMember(member(node, 'attributes'), 'aws:cdk:cloudformation:logicalId');
    const path = textMember(node, 'path');
    if (logicalId !== undefined && path !== undefined) paths.set(logicalId, [...(paths.get(logicalId) ?? []), path]);
    const children = member(node, 'children');
    if (isObject(children)) open.push(...Object.values(children).filter(isObject));
  }
  return paths;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

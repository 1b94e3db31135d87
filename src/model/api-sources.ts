import type { ApiDoor, ApiRoute } from './api-door';
import type { Distribution } from './distribution';
import type { FunctionSource, FunctionSourceKind } from './function-source';

/** A source, and the ARN of the function that it sets off, with its qualifier. */
export type SourceOf = readonly [arn: string, source: FunctionSource];

/** What the APIs of an app set off: one entry for an API and a function, with the routes, unless some of them are not served. */
export function apiSources(doors: readonly ApiDoor[]): readonly SourceOf[] {
  return doors.flatMap((door) => [
    // Functions of a distribution are set off at several moments, which its routes do not tell.
    ...(door.kind === 'distribution' ? [] : grouped(door, door.kind, ({ functions }) => functions)),
    ...grouped(door, 'authorizer', ({ authorizerFunctions }) => authorizerFunctions),
  ]);
}

/** What distributions set off at the edge. */
export function edgeSources(distributions: readonly Distribution[]): readonly SourceOf[] {
  return distributions.flatMap(({ address, behaviors, defaultBehavior }) =>
    [...behaviors, defaultBehavior].flatMap(({ pathPattern = 'default', functions, why }) =>
      functions.map(({ event, functionArn }) => {
        const how = [`${event} of ${pathPattern}`];
        return [functionArn, { kind: 'distribution', source: address.path, how, ...(why !== undefined && { why }) }] as const;
      }),
    ),
  );
}

function grouped(
  { address, routes }: ApiDoor,
  kind: FunctionSourceKind,
  arnsOf: (route: ApiRoute) => readonly string[] | undefined,
): readonly SourceOf[] {
  const groups = new Map<string, { readonly arn: string; readonly how: Set<string>; readonly why?: string }>();
  for (const route of routes) {
    for (const arn of arnsOf(route) ?? []) {
      const key = `${arn} ${route.why}`;
      const group = groups.get(key) ?? { arn, how: new Set(), ...(route.why !== undefined && { why: route.why }) };
      groups.set(key, group);
      group.how.add(route.key);
    }
  }
  return [...groups.values()].map(
    ({ arn, how, ...why }) => [arn, { kind, source: address.path, how: [...how], ...why }] as const,
  );
}

import type { ApiDoor } from './api-door';
import type { Application } from './application';
import type { Behavior } from './distribution';
import { functionsIn } from './lambda-uri';

/** The path under which distributions are served on every host name of the server; it is no part of what functions see. */
export const DISTRIBUTION_PREFIX = '/_cloudfront/';

/** The distributions of the app, as a person sees them. */
export function distributionDoors({ distributions = [] }: Pick<Application, 'distributions'>): readonly ApiDoor[] {
  return distributions.map(({ address, id, domainName, behaviors, defaultBehavior, origins }) => ({
    ...{ kind: 'distribution', address, id, prefix: DISTRIBUTION_PREFIX, name: id, domainName },
    addresses: [
      [`https://${domainName}`, ''],
      [`http://${domainName}`, ''],
    ],
    entrances: [{ path: '/' }],
    routes: [...behaviors, defaultBehavior].map((behavior) => ({
      address,
      key: behavior.pathPattern ?? 'default',
      target: [...eventsOf(behavior), origins.find((origin) => origin.id === behavior.originId)?.domainName ?? 'nothing'].join(
        ', ',
      ),
      ...functionsIn(behavior.functions.map(({ functionArn }) => functionArn)),
      ...(behavior.why !== undefined && { why: behavior.why }),
    })),
  }));
}

function eventsOf({ functions }: Behavior): readonly string[] {
  return functions.map(({ event, functionArn }) => `${event} ${functionArn.split(':').slice(6).join(':')}`);
}

import type { ResourceAddress } from './address';

/** What kind of door an API is, as `list`, `start --json`, `local.apis` and the journal name it. */
export type ApiKind = 'httpApi' | 'restApi' | 'webSocketApi' | 'loadBalancer' | 'latticeService' | 'distribution';

/** An API as a person sees it, whatever kind it is of: where it begins and where its requests go. */
export interface ApiDoor {
  readonly kind: ApiKind;
  readonly address: ResourceAddress;
  /** As its host name on AWS begins. */
  readonly id: string;
  /** The path under which those of its kind are served. @default that of API Gateway */
  readonly prefix?: string;
  readonly name: string;
  /** Its host name on AWS, which handlers may find in their environment. */
  readonly domainName: string;
  /** What addresses that handlers may find begin with, and the path below `prefix` and id that is to stand there. @default those of API Gateway */
  readonly addresses?: readonly (readonly [there: string, path: string])[];
  /** The paths at which requests begin, by the name of the stage: `/` for `$default` and for what has no stages. */
  readonly entrances: readonly Entrance[];
  readonly routes: readonly ApiRoute[];
}

export interface Entrance {
  /** Absent for what has no stages. */
  readonly stage?: string;
  /** Begins and ends with a slash. */
  readonly path: string;
}

export interface ApiRoute {
  /** Of the resource that declares it. */
  readonly address: ResourceAddress;
  /** As `GET /orders/{id}`, `$connect` or the condition of a listener's rule. */
  readonly key: string;
  /** Where it leads, as a function's construct path with its qualifier, or a word for what it is. */
  readonly target: string;
  /** ARNs of the functions that it may lead to, with their qualifiers. */
  readonly functions?: readonly string[];
  /** Who is let in; absent where anybody is. */
  readonly authorizer?: string;
  /** ARNs of the functions that decide who is let in: several, where the stages differ. */
  readonly authorizerFunctions?: readonly string[];
  /** Why it is not served as on AWS; absent when it is. */
  readonly why?: string;
}

/** An address at which an API is served on this machine. */
export interface ServedApi {
  readonly kind: ApiKind;
  /** The construct path. */
  readonly path: string;
  /** Absent for what has no stages. */
  readonly stage?: string;
  readonly url: string;
}

/** The path under which an API Gateway API is served on every host name of the server; it is no part of the event's paths. */
export const API_PREFIX = '/_api/';

/** The addresses of an API on the server at `origin`, without resolving any name. */
export function servedApis(door: ApiDoor, origin: string): readonly ServedApi[] {
  const base = door.kind === 'webSocketApi' ? origin.replace(/^http/, 'ws') : origin;
  return door.entrances.map(({ stage, path }) => ({
    kind: door.kind,
    path: door.address.path,
    ...(stage !== undefined && { stage }),
    url: `${base}${door.prefix ?? API_PREFIX}${door.id}${path}`,
  }));
}

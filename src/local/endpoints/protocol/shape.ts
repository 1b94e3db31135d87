/** What a service's schema says of a value, whatever the protocol. */
export type Shape = SimpleShape | ListShape | MapShape | StructureShape;

export interface SimpleShape {
  readonly kind: 'string' | 'number' | 'boolean' | 'bigInteger' | 'bigDecimal' | 'document' | 'blob' | 'timestamp';
  /** Where the schema itself names one; otherwise the protocol and the place decide. */
  readonly format?: TimestampFormat;
}

export interface ListShape {
  readonly kind: 'list';
  readonly item: Member;
  readonly sparse: boolean;
}

export interface MapShape {
  readonly kind: 'map';
  readonly key: Member;
  readonly value: Member;
  readonly sparse: boolean;
}

/** A union is a structure of which one member is set. */
export interface StructureShape {
  readonly kind: 'structure' | 'union' | 'error';
  readonly name: string;
  readonly traits: Traits;
  readonly members: readonly Member[];
}

/** A place in a structure, list or map; `traits` are its own and those of its shape. */
export interface Member {
  /** `member`, `key` and `value` in lists and maps. */
  readonly name: string;
  readonly shape: Shape;
  readonly traits: Traits;
  readonly required: boolean;
}

export type TimestampFormat = 'date-time' | 'http-date' | 'epoch-seconds';

/** What a schema says beside the type; the names are those of Smithy's traits. */
export interface Traits {
  readonly httpLabel?: 1;
  readonly httpPayload?: 1;
  readonly httpQueryParams?: 1;
  readonly httpResponseCode?: 1;
  readonly idempotencyToken?: 1;
  readonly httpHeader?: string;
  readonly httpQuery?: string;
  readonly httpPrefixHeaders?: string;
  readonly jsonName?: string;
  readonly xmlName?: string;
  readonly xmlFlattened?: 1;
  readonly xmlAttribute?: 1;
  /** Prefix and address. */
  readonly xmlNamespace?: readonly [prefix: string | undefined, uri: string];
  readonly sparse?: 1;
  readonly streaming?: 1;
  readonly eventPayload?: 1;
  readonly eventHeader?: 1;
  readonly error?: 'client' | 'server';
  readonly httpError?: number;
  /** Code and status in the Query protocol. */
  readonly awsQueryError?: readonly [code: string, status: number];
}

/** One operation of a service. */
export interface OperationSchema {
  readonly name: string;
  /** Absent for operations without any. */
  readonly input?: StructureShape;
  readonly output?: StructureShape;
  /** Of REST protocols: method, path with labels, and the status of success. */
  readonly http?: readonly [method: string, path: string, status: number];
}

/** Whether members of this shape are sent as events, one after the other. */
export function isEventStream({ shape, traits }: Member): boolean {
  return traits.streaming !== undefined && shape.kind === 'union';
}

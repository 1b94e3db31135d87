import { KIND_BY_SERVICE, type SourceKind } from '../spec/event-source-mapping';
import type { App, FunctionTarget } from './app';
import type { Declaration } from './declaration';

/** An event source mapping whose source is known. */
export interface Mapping {
  readonly on: Declaration;
  readonly kind: SourceKind;
  /** Of the source; absent for Kafka clusters of one's own. */
  readonly arn?: string;
}

const MAPPING = 'AWS::Lambda::EventSourceMapping';

/** The types that sources of mappings have in templates. */
export const SOURCE_TYPES: readonly string[] = [
  'AWS::SQS::Queue',
  'AWS::Kinesis::Stream',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::MSK::Cluster',
  'AWS::MSK::ServerlessCluster',
  'AWS::AmazonMQ::Broker',
];

/** Every mapping of the app whose source is known, of these kinds or of all. */
export function mappingsOf(...kinds: readonly SourceKind[]): (app: App) => readonly Mapping[] {
  return (app) => {
    const all = app.once('mappings', () => app.ofType(MAPPING).flatMap((on) => mappingOf(on) ?? []));
    return kinds.length === 0 ? all : all.filter(({ kind }) => kinds.includes(kind));
  };
}

function mappingOf(on: Declaration): Mapping | undefined {
  if (!on.has('EventSourceArn')) return on.has('SelfManagedEventSource') ? { on, kind: 'self-managed-kafka' } : undefined;
  const arn = on.isKnown('EventSourceArn') ? on.text('EventSourceArn') : undefined;
  const kind = arn === undefined ? undefined : sourceKindOf(arn);
  return kind && { on, kind, arn };
}

/** Undefined when it is no ARN of something that Lambda reads from. */
export function sourceKindOf(arn: string): SourceKind | undefined {
  const [start, , service = '', , , name] = arn.split(':');
  if (start !== 'arn' || name === undefined || !Object.hasOwn(KIND_BY_SERVICE, service)) return undefined;
  return KIND_BY_SERVICE[service];
}

/** The function of the app that the mapping invokes; undefined when it is one of another app. */
export function targetOf(app: App, { on }: Mapping): FunctionTarget | undefined {
  return app.functionNamed(on.text('FunctionName'), on);
}

/** The resource of the app that the mapping reads from. */
export function sourceOf(app: App, { arn }: Mapping, ...types: readonly string[]): Declaration | undefined {
  // A consumer of a stream is called after it, and so is the stream of a table.
  return app.named(arn, ...types) ?? app.named(arn?.replace(/\/(?:consumer|stream)\/.*$/, ''), ...types);
}

/** As it is called in messages: by its construct path, when it is one of the app. */
export function nameOf(source: Declaration | undefined, { arn = '' }: Mapping): string {
  return source?.path ?? arn;
}

export function isFifo({ arn = '' }: Mapping): boolean {
  return arn.endsWith('.fifo');
}

export function isProvisioned({ on }: Mapping): boolean {
  return on.has('ProvisionedPollerConfig');
}

export function isDisabled({ on }: Mapping): boolean {
  return on.isKnown('Enabled') && on.flag('Enabled') === false;
}

/** Whether two resources may stand in one account and Region: nothing that is known says otherwise. */
export function mayMeet(one: Declaration, other: Declaration): boolean {
  const agree = (a: string | undefined, b: string | undefined) => a === undefined || b === undefined || a === b;
  return agree(one.account, other.account) && agree(one.region, other.region);
}

import type { Stream, StreamConsumer, StreamMode } from '../../model/stream';
import { ON_DEMAND_SHARDS, RECORD_KIB, RETENTION_HOURS } from '../../spec/kinesis';
import { defined } from '../json';
import type { Resource } from '../resource';
import { optional, type Translation, translated } from './draft';
import { tagsOf } from './tags';

const MODES: readonly StreamMode[] = ['PROVISIONED', 'ON_DEMAND'];

/** A data stream that the app makes; undefined, with a report, when its name or its shards cannot be had. */
export function translateStream(resource: Resource, context: Translation): Stream | undefined {
  const essentials = translated(resource, context, () => {
    const mode = resource.oneOf(MODES, 'StreamModeDetails', 'StreamMode') ?? 'PROVISIONED';
    return {
      name: resource.named('Name', 128),
      arn: String(resource.home.attribute(resource.logicalId, 'Arn')),
      mode,
      shards: mode === 'ON_DEMAND' ? ON_DEMAND_SHARDS : (resource.number('ShardCount') ?? 1),
    };
  });
  if (essentials === undefined) return undefined;
  const number = (property: string) => optional(resource, context, property, () => resource.number(property));
  const { address, account, region } = resource;
  return defined({
    ...{ address, account, region },
    ...essentials,
    retentionHours: number('RetentionPeriodHours') ?? (RETENTION_HOURS.min as number),
    recordKiB: number('MaxRecordSizeInKiB') ?? (RECORD_KIB.min as number),
    encryptionKey: optional(resource, context, 'StreamEncryption', () => resource.text('StreamEncryption', 'KeyId')),
    tags: tagsOf(resource, context),
  });
}

/** A consumer of a stream; undefined, with a report, when it cannot be told of which. */
export function translateStreamConsumer(resource: Resource, context: Translation): StreamConsumer | undefined {
  const essentials = translated(resource, context, () => ({
    name: resource.named('ConsumerName', 128),
    arn: String(resource.home.attribute(resource.logicalId, 'ConsumerARN')),
    streamArn: resource.text('StreamARN') ?? '',
  }));
  return essentials && { address: resource.address, ...essentials, tags: tagsOf(resource, context) };
}

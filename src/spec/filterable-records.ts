/** What can stand somewhere in the view of a record that filters look at. */
export type Shape =
  | { readonly is: 'anything' }
  | { readonly is: 'text'; readonly values?: readonly string[] }
  | { readonly is: 'number' | 'flag' }
  /** Lists of a shape are like the shape: filters open them. `others` is for members that are not named. */
  | { readonly is: 'object'; readonly members: Readonly<Record<string, Shape>>; readonly others?: Shape };

const ANYTHING: Shape = { is: 'anything' };
const TEXT: Shape = { is: 'text' };
const NUMBER: Shape = { is: 'number' };
const FLAG: Shape = { is: 'flag' };

function object(members: Readonly<Record<string, Shape>>, others?: Shape): Shape {
  return { is: 'object', members, ...(others && { others }) };
}

function all(names: readonly string[], shape: Shape): Readonly<Record<string, Shape>> {
  return Object.fromEntries(names.map((name) => [name, shape]));
}

/** Whether filters see these is not certain (FIL-03). */
export const DOUBTFUL_METADATA: readonly string[] = ['eventSource', 'eventSourceARN', 'awsRegion'];

const DOUBTFUL = all(DOUBTFUL_METADATA, ANYTHING);

/** SQS-12 to SQS-14. */
const SQS = object({
  ...all(['messageId', 'receiptHandle', 'md5OfBody', 'md5OfMessageAttributes'], TEXT),
  ...DOUBTFUL,
  body: ANYTHING,
  attributes: object({}, TEXT),
  messageAttributes: object({}, object(all(['stringValue', 'binaryValue', 'dataType'], TEXT), TEXT)),
});

const KINESIS_METADATA = {
  ...all(['kinesisSchemaVersion', 'partitionKey', 'sequenceNumber', 'encryptionType'], TEXT),
  approximateArrivalTimestamp: NUMBER,
};

/** KIN-10; the data stand beside the other fields, not below `kinesis` (FIL-02). */
const KINESIS = object({
  ...KINESIS_METADATA,
  ...all(['eventID', 'eventName', 'eventVersion', 'invokeIdentityArn'], TEXT),
  ...DOUBTFUL,
  data: ANYTHING,
  kinesis: object(KINESIS_METADATA),
});

/** A value with its type (DDB-08): numbers are texts. */
const ATTRIBUTE_VALUE: Shape = {
  is: 'object',
  get members() {
    return {
      ...all(['S', 'N', 'B', 'SS', 'NS', 'BS'], TEXT),
      ...all(['BOOL', 'NULL'], FLAG),
      L: ATTRIBUTE_VALUE,
      M: IMAGE,
    };
  },
};
const IMAGE: Shape = object({}, ATTRIBUTE_VALUE);

/** Which images a stream has, by its view type (DDB-01). */
const IMAGES: Readonly<Record<string, readonly string[]>> = {
  KEYS_ONLY: [],
  NEW_IMAGE: ['NewImage'],
  OLD_IMAGE: ['OldImage'],
  NEW_AND_OLD_IMAGES: ['NewImage', 'OldImage'],
};

/** DDB-07, of a stream of this view type; of any when it is not known. */
function dynamodb(viewType = 'NEW_AND_OLD_IMAGES'): Shape {
  return object({
    ...all(['eventID', 'eventVersion'], TEXT),
    ...DOUBTFUL,
    eventName: { is: 'text', values: ['INSERT', 'MODIFY', 'REMOVE'] },
    userIdentity: object({}, TEXT),
    dynamodb: object({
      ...all(['ApproximateCreationDateTime', 'SizeBytes'], NUMBER),
      SequenceNumber: TEXT,
      StreamViewType: TEXT,
      Keys: IMAGE,
      ...all(IMAGES[viewType] ?? ['NewImage', 'OldImage'], IMAGE),
    }),
  });
}

/** KAF-11, KAF-12. */
const KAFKA = object({
  ...all(['topic', 'timestampType'], TEXT),
  ...all(['partition', 'offset', 'timestamp'], NUMBER),
  ...all(['key', 'value', 'headers', 'keySchemaMetadata', 'valueSchemaMetadata'], ANYTHING),
  ...all(['eventSource', 'eventSourceArn', 'bootstrapServers'], ANYTHING),
});

/** MQ-05, MQ-06: of both engines, as the ARN of a broker does not tell which it is; samples disagree about the spelling of ids. */
const MQ = object({
  ...all(['messageID', 'messageId', 'correlationID', 'correlationId', 'messageType', 'replyTo', 'type'], ANYTHING),
  ...all(['timestamp', 'deliveryMode', 'expiration', 'priority', 'brokerInTime', 'brokerOutTime'], ANYTHING),
  ...all(['destination', 'properties', 'basicProperties', 'data', 'eventSource', 'eventSourceArn'], ANYTHING),
  redelivered: FLAG,
});

/** The key of the view that holds what the producer wrote, by source (FIL-02). */
export const PAYLOAD_KEYS: Readonly<Record<string, string>> = {
  sqs: 'body',
  kinesis: 'data',
  dynamodb: 'dynamodb',
  msk: 'value',
  'self-managed-kafka': 'value',
  mq: 'data',
};

/** What filters see of a record of this source; undefined for sources whose records cannot be filtered. */
export function filterableRecord(source: string, viewType?: string): Shape | undefined {
  if (source === 'dynamodb') return dynamodb(viewType);
  const shapes: Readonly<Record<string, Shape>> = { sqs: SQS, kinesis: KINESIS, msk: KAFKA, 'self-managed-kafka': KAFKA, mq: MQ };
  return shapes[source];
}

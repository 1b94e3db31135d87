import { sep } from 'node:path';
import { Annotations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { JUDGED } from '../spec/judged';

/** Everything that a construct advises against without refusing it, and what the app's author can do. docs/errors.md is made from this table. */
export const CONSTRUCT_WARNINGS = {
  RUNTIME_DEPRECATED: 'Choose a newer runtime.',
  RUNTIME_PREVIEW: 'Choose one that is generally available for anything that must not fail.',
  RUNTIME_NEWER: 'Look whether a newer release of cdk-lambda-kit knows it.',
  RESERVATION_ABOVE_QUOTA: "Have the account's quota raised before you deploy, or reserve less.",
  DEAD_LETTERS_TWICE: 'Both receive every failure; keep the destination, which is told more.',
  INLINE_CODE_LONG: 'Put the code into a folder for `ZipFunction`.',
  INLINE_ES_MODULE: 'Use `exports.…`, or set the environment variable NODE_OPTIONS to --experimental-detect-module.',
  IMAGE_TAG_MUTABLE: 'Name a digest, or a tag that is never used again.',
  IMAGE_INSIGHTS: 'Install the agent in the Dockerfile.',
  DURABLE_RUNTIME: 'Look up whether Lambda runs durable functions with this runtime.',
  DURABLE_NAME: 'Leave `functionName` out, or change it together with `durableConfig`.',
  DIRECT_S3_READ_IDLE: 'Give it more memory, or name `DirectS3Read.enabled(bucket)`.',
  EXTENSION_WITHOUT_GRANT: 'Grant it what it is to read: `secret.grantRead(fn)`, `parameter.grantRead(fn)`.',
  CODE_UNSIGNED_ASSET:
    'Sign the code before you deploy and name it with `lambda.Code.fromBucketV2`; under the policy ENFORCE the deployment fails.',
  MANAGED_MEMORY: 'Look up what the smallest function on managed instances is.',
  MANAGED_WITH_PROVISIONED: 'Leave provisioned concurrency out; the capacity provider keeps the environments.',
  MANAGED_VPC: 'Leave the VPC to the capacity provider.',
  MANAGED_UNPUBLISHED: 'Make a version or an alias, or set `publishToLatestPublished`.',
  EDGE_ROLE_IMPORTED: 'Make sure that its trust policy names both services.',
  RESOURCE_POLICY_LARGE:
    'Let fewer sources call it, for example with one permission for a whole API (`scopePermissionToMethod: false`), or divide the function.',
  VISIBILITY_MARGIN:
    'Set it to that: when invocations are throttled or tried again, messages come back while they are still worked on.',
  TIMEOUT_ABOVE_WAIT: 'Lower the timeout of the function, or let it put long work on a queue: what runs on answers nobody.',
  API_TIMEOUT_QUOTA: 'Have the quota of the account raised before you deploy.',
  AUTHORIZERS_ABOVE_QUOTA: 'Let one authorizer decide for several methods, or have the quota raised before you deploy.',
  POLLERS_ABOVE_GUIDE: 'Choose fewer, or try whether Lambda takes so many before you rely on it.',
  QUEUE_ABOVE_RESERVED: 'Reserve as much as the queue may take; messages that meet no free environment count as received.',
  QUEUE_WITHOUT_DEAD_LETTERS: 'Give it one, or a message that cannot be handled comes back until its retention ends.',
  QUEUE_FEW_RECEIVES: 'Raise it: receives that end in throttling count as well.',
  STREAM_HELD_UP: 'Set `retryAttempts` or `maxRecordAge` with an `onFailure`, or `bisectBatchOnError`.',
  RECORD_AGE_ABOVE_RETENTION: 'Choose a lower age, or keep the records longer: they are gone before they are told as failed.',
  STREAM_ABOVE_RESERVED: 'Reserve as much, or handle fewer batches at once: shards take turns otherwise.',
  STREAM_READERS: 'Let one function pass the records on, or stream the table into Kinesis: further readers are throttled.',
  FILTERS_ABOVE_QUOTA: "Have the account's quota raised before you deploy, or put more into one pattern.",
  FILTER_ABSENCE_OF_OBJECT: 'Ask for the absence of a value inside of it.',
  FILTER_DOUBTFUL_KEY:
    'Leave it out: such filters have been seen to match nothing, and all records of a mapping come from one source.',
  FILTER_OPERATOR_UNDOCUMENTED: 'The guide of Lambda does not list it for filters; try it before you rely on it.',
  FILTER_KEY_UNCHANGED: 'Let it allow lambda.amazonaws.com kms:Decrypt, where it is made.',
  EVENT_BRIDGE_OF_BUCKET: 'Have it on where the bucket is made, and set `eventBridgeEnabled`.',
  DEAD_LETTER_POLICY: 'Let its policy allow that, where the queue is made.',
  DELIVERY_WITHOUT_RETRY: 'Give it a `deadLetterQueue`, or leave `retryAttempts` out.',
  EVENT_PATTERN_LONG: "Have the account's quota raised before you deploy, or ask for less.",
  SCHEDULE_PLURAL: 'Write it as it is told here; Scheduler is not known to take the other.',
  TIME_ZONE_UNKNOWN: 'Look whether it is the name of a time zone, as Europe/Berlin is.',
  PIPE_OPERATOR: 'Pipes are documented not to take it; try it before you rely on it.',
  SERVICE_TIMEOUT_SHORT: 'Set `serviceTimeout` to at least the timeout of the function.',
  SERVICE_RETIRED: 'Move to what its documentation names instead.',
  ROLE_UNCHANGED: 'Make sure that its policies allow this.',
} as const;

/** What stands before the code in the id to acknowledge a warning by: `Annotations.of(construct).acknowledgeWarning(id)`. */
export const WARNING_ID = 'cdk-lambda-kit:';

const OWN_FOLDER = `${__dirname}${sep}`;

/** Can be acknowledged by its id, `WARNING_ID` and the code; the rules then do not speak of it either. */
export function warn(construct: IConstruct, code: keyof typeof CONSTRUCT_WARNINGS, message: string): void {
  const id = `${WARNING_ID}${code}`;
  if (!construct.node.metadata.some(({ type, data }) => type === JUDGED && data === id)) construct.node.addMetadata(JUDGED, id);
  const before = construct.node.metadata.length;
  Annotations.of(construct).addWarningV2(id, `${message} ${CONSTRUCT_WARNINGS[code]}`);
  for (const { trace } of construct.node.metadata.slice(before)) if (trace) withoutOwnFrames(trace);
}

/** The CDK shows the first frame that is in no package as the place of the warning; in a clone that would be one of ours. */
function withoutOwnFrames(trace: string[]): void {
  const others = trace.filter((frame) => !frame.includes(OWN_FOLDER));
  trace.splice(0, trace.length, ...others);
}

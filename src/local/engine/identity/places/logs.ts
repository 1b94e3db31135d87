import type { LogsPlace } from '../../../../spec/iam/logs';
import type { Call } from '../../service-port';
import { arnOf, EVERYTHING, type Places } from './place';

interface OfGroup {
  readonly logGroupName?: string;
  /** Its name or its ARN. */
  readonly logGroupIdentifier?: string;
  readonly logStreamName?: string;
}

function groupArn({ logGroupName, logGroupIdentifier }: OfGroup, call: Call): string | undefined {
  const name = logGroupName ?? logGroupIdentifier;
  if (name === undefined) return undefined;
  return name.startsWith('arn:') ? name.replace(/:\*$/, '') : arnOf('logs', `log-group:${name}`, call);
}

export const LOGS_PLACES: Places<LogsPlace> = {
  everything: EVERYTHING,
  /** Policies name groups with and without what stands for their streams. */
  group: (input: OfGroup, call) => {
    const group = groupArn(input, call);
    return group === undefined ? undefined : [[`${group}:log-stream:`, group, `${group}:*`]];
  },
  role: ({ roleArn }: { readonly roleArn?: string }) => (roleArn === undefined ? [] : [roleArn]),
  stream: (input: OfGroup, call) => {
    const group = groupArn(input, call);
    return group === undefined ? undefined : [`${group}:log-stream:${input.logStreamName ?? ''}`];
  },
  streamOrGroup: (input: OfGroup, call) => {
    const group = groupArn(input, call);
    return group === undefined ? undefined : [[`${group}:log-stream:${input.logStreamName ?? ''}`, group, `${group}:*`]];
  },
};

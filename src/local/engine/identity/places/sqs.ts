import type { SqsPlace } from '../../../../spec/iam/sqs';
import { arnOf, EVERYTHING, type Places } from './place';

export const SQS_PLACES: Places<SqsPlace> = {
  everything: EVERYTHING,
  /** By its URL, whatever the host; a name alone is one of the caller's queues. */
  queue: ({ QueueUrl }: { readonly QueueUrl: string }, call) => {
    const [, account, name] = /(?:^|\/)(\d{12})\/([^/?#]+)\/?$/.exec(QueueUrl) ?? [];
    if (account === undefined || name === undefined) {
      return /[:/]/.test(QueueUrl) ? undefined : [arnOf('sqs', QueueUrl, call)];
    }
    const region = /\/\/(?:sqs\.)?([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(QueueUrl)?.[1] ?? call.region;
    return [arnOf('sqs', name, { account, region })];
  },
  named: (input: { readonly QueueName: string; readonly QueueOwnerAWSAccountId?: string }, { account, region }) => [
    arnOf('sqs', input.QueueName, { account: input.QueueOwnerAWSAccountId ?? account, region }),
  ],
  source: ({ SourceArn }: { readonly SourceArn: string }) => [SourceArn],
};

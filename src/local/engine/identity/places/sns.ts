import type { SnsPlace } from '../../../../spec/iam/sns';
import { arnOf, EVERYTHING, type Places } from './place';

export const SNS_PLACES: Places<SnsPlace> = {
  everything: EVERYTHING,
  topic: ({ TopicArn }: { readonly TopicArn?: string }) => (TopicArn === undefined ? undefined : [TopicArn]),
  /** A telephone number is a resource too. */
  target: (input: { readonly TopicArn?: string; readonly TargetArn?: string; readonly PhoneNumber?: string }) => {
    const target = input.TopicArn ?? input.TargetArn ?? input.PhoneNumber;
    return target === undefined ? undefined : [target];
  },
  created: ({ Name }: { readonly Name: string }, call) => [arnOf('sns', Name, call)],
  tagged: ({ ResourceArn }: { readonly ResourceArn: string }) => [ResourceArn],
};

import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Token } from 'aws-cdk-lib/core';
import { MAPPING_SOURCE, POLLERS } from '../../spec/event-source-mapping';
import { POLLER_GROUP_NAME } from '../../spec/event-sources/kafka';
import type { Limit } from '../../spec/limit';
import { fitting, within } from '../check';
import { ConstructError } from '../construct-error';
import { warn } from '../construct-warning';

/** Pollers of provisioned mode (ESM-09, SQS-09, KAF-30). */
export function checkPollers(target: lambda.IFunction, kind: 'sqs' | 'kafka', pollers: lambda.ProvisionedPollerConfig): void {
  const { minimumPollers: least, maximumPollers: most, pollerGroupName: group } = pollers;
  const limit: Limit = {
    min: POLLERS.minimum[kind],
    max: 0,
    unit: 'pollers',
    whole: true,
    rule: 'ESM-09',
    source: MAPPING_SOURCE,
  };
  const { documented, max } = POLLERS.maximum;
  if (least !== undefined) within(target, 'minimumPollers', least, { ...limit, max: POLLERS.minimum.max });
  if (most !== undefined) within(target, 'maximumPollers', most, { ...limit, max });
  if (isKnown(most) && most > documented) {
    warn(target, 'POLLERS_ABOVE_GUIDE', `maximumPollers is ${most}, and the guide names ${documented} as the most (DSP-02).`);
  }
  if (isKnown(least) && isKnown(most) && least > most) {
    throw new ConstructError(target, 'POLLERS_RANGE', `minimumPollers ${least} is above maximumPollers ${most}.`);
  }
  if (group === undefined) return;
  if (kind === 'sqs') {
    throw new ConstructError(target, 'POLLER_GROUP_OF_QUEUE', 'pollerGroupName must not be given for a queue (ESM-09).');
  }
  fitting(target, 'pollerGroupName', group, POLLER_GROUP_NAME);
}

function isKnown(count: number | undefined): count is number {
  return count !== undefined && !Token.isUnresolved(count);
}

/** As the mapping has it: a configuration that says no number would be dropped from the template, and provisioned mode with it. */
export function pollerProperty(
  kind: 'sqs' | 'kafka',
  pollers: lambda.ProvisionedPollerConfig | undefined,
): lambda.ProvisionedPollerConfig | undefined {
  if (!pollers || pollers.minimumPollers !== undefined || pollers.maximumPollers !== undefined) return pollers;
  return { ...pollers, minimumPollers: POLLERS.minimum[kind] };
}

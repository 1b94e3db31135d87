import type {
  ListTargetsByRuleRequest,
  ListTargetsByRuleResponse,
  PutTargetsRequest,
  PutTargetsResponse,
  RemoveTargetsRequest,
  RemoveTargetsResponse,
  Target,
} from '@aws-sdk/client-eventbridge';
import type { RuleTarget } from '../../../model/event-bus';
import { EVENTS_PAGE, INPUT_PATHS_MAX, TARGET_INPUT_MAX } from '../../../spec/eventbridge';
import { DELIVERY_AGE_SECONDS, DELIVERY_RETRIES, RULE_TARGET_ID, TARGETS_PER_RULE } from '../../../spec/push-sources';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { Call, Given } from '../../engine/service-port';
import { pageOf } from '../handover/paging';
import { isPredefined, placeholdersIn, WHOLE_EVENT } from './input';
import { isJsonPath } from './json-path';
import { isError, validation } from './refusals';
import { ruleOf } from './rules';
import type { BusStore, HeldRule } from './store';

/** Where rules send events. */
export function targetOperations(store: BusStore) {
  return {
    PutTargets({ Rule, EventBusName, Targets }: Given<PutTargetsRequest>, call: Call): PutTargetsResponse | AwsError {
      const rule = ruleOf(store, Rule, EventBusName, call);
      if (isError(rule)) return rule;
      return putTargets(rule, Targets as readonly RuleTarget[]) ?? { FailedEntryCount: 0, FailedEntries: [] };
    },

    RemoveTargets({ Rule, EventBusName, Ids }: Given<RemoveTargetsRequest>, call: Call): RemoveTargetsResponse | AwsError {
      const rule = ruleOf(store, Rule, EventBusName, call);
      if (isError(rule)) return rule;
      const unknown = Ids.filter((id) => !rule.targets.delete(id));
      return {
        FailedEntryCount: unknown.length,
        FailedEntries: unknown.map((TargetId) => ({
          ...{ TargetId, ErrorCode: 'ResourceNotFoundException' },
          ErrorMessage: `Rule ${Rule} does not have a target with the Id ${TargetId}.`,
        })),
      };
    },

    ListTargetsByRule(input: Given<ListTargetsByRuleRequest>, call: Call): ListTargetsByRuleResponse | AwsError {
      const { Rule, EventBusName, Limit = EVENTS_PAGE, NextToken } = input;
      const rule = ruleOf(store, Rule, EventBusName, call);
      if (isError(rule)) return rule;
      const { items, next } = pageOf([...rule.targets.values()], Limit, NextToken);
      return { Targets: items as Target[], ...next };
    },
  };
}

/** Puts all of them or none. */
export function putTargets(rule: HeldRule, targets: readonly RuleTarget[]): AwsError | undefined {
  for (const target of targets) {
    const flaw = targetFlaw(target);
    if (flaw !== undefined) return validation(flaw);
  }
  const count = new Set([...rule.targets.keys(), ...targets.map(({ Id }) => Id)]).size;
  if (count > TARGETS_PER_RULE) {
    return awsError('LimitExceededException', 400, 'The requested resource exceeds the maximum number allowed.');
  }
  for (const target of targets) rule.targets.set(target.Id, target);
  return undefined;
}

/** What EventBridge says to a target; undefined when it takes it (EVB-04, EVB-11, EVB-13, EVB-20). */
function targetFlaw(target: RuleTarget): string | undefined {
  const { Id: id, Arn: arn, Input, InputPath, InputTransformer, RetryPolicy: retry, DeadLetterConfig } = target;
  if (!RULE_TARGET_ID.test(id)) {
    return `1 validation error detected: Value '${id}' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`;
  }
  if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+/.test(arn))
    return `Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`;
  if ([Input, InputPath, InputTransformer].filter((given) => given !== undefined).length > 1) {
    return `Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`;
  }
  if (Input !== undefined && (Input.length > TARGET_INPUT_MAX || !isJson(Input)))
    return `JSON syntax error in input for target ${id}`;
  if (InputPath !== undefined && !isJsonPath(InputPath)) return `Invalid InputPath for target ${id}.`;
  if (arn.endsWith('.fifo') && arn.includes(':sqs:') && target.SqsParameters?.MessageGroupId === undefined) {
    return `Parameter(s) SqsParameters must be specified for target: ${id}.`;
  }
  const dead = DeadLetterConfig?.Arn;
  if (dead !== undefined && (!dead.includes(':sqs:') || dead.endsWith('.fifo'))) {
    return `Parameter ${dead} is not valid. Reason: The dead-letter queue must be a standard queue.`;
  }
  return (InputTransformer && transformerFlaw(id, InputTransformer)) ?? (retry && retryFlaw(retry));
}

function transformerFlaw(id: string, { InputPathsMap = {}, InputTemplate }: NonNullable<RuleTarget['InputTransformer']>) {
  const names = Object.keys(InputPathsMap);
  if (names.length > INPUT_PATHS_MAX) return `InputPathsMap for target ${id} has more than ${INPUT_PATHS_MAX} entries.`;
  const reserved = names.find((name) => /^aws/i.test(name) || !/^[A-Za-z0-9_-]{1,256}$/.test(name));
  if (reserved !== undefined) return `InputPathsMap for target ${id} contains invalid key ${reserved}.`;
  const wrong = names.find((name) => !isJsonPath(InputPathsMap[name] as string));
  if (wrong !== undefined) return `InputPathsMap for target ${id} contains invalid path ${InputPathsMap[wrong]}.`;
  const used = placeholdersIn(InputTemplate);
  const unknown = used.find((name) => !names.includes(name) && !isPredefined(name));
  if (unknown !== undefined) return `InputTemplate for target ${id} contains invalid placeholder ${unknown}.`;
  if (used.includes(WHOLE_EVENT) && !InputTemplate.trim().startsWith('{')) {
    return `InputTemplate for target ${id} contains placeholder ${WHOLE_EVENT} valid only for JSON template.`;
  }
  return undefined;
}

function retryFlaw({ MaximumRetryAttempts, MaximumEventAgeInSeconds }: NonNullable<RuleTarget['RetryPolicy']>) {
  return (
    rangeFlaw(MaximumRetryAttempts, 'maximumRetryAttempts', DELIVERY_RETRIES) ??
    rangeFlaw(MaximumEventAgeInSeconds, 'maximumEventAgeInSeconds', DELIVERY_AGE_SECONDS)
  );
}

function rangeFlaw(value: number | undefined, at: string, { min, max }: { readonly min: number; readonly max: number }) {
  if (value === undefined || (value >= min && value <= max)) return undefined;
  const bound = value < min ? `greater than or equal to ${min}` : `less than or equal to ${max}`;
  return `1 validation error detected: Value '${value}' at 'targets.1.member.retryPolicy.${at}' failed to satisfy constraint: Member must have value ${bound}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

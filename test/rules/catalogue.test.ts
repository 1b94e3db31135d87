import { RULES } from '../../src/rules/catalogue';
import { type Fixtures, judged } from './fixture';
import { APPSYNC_FIXTURES } from './fixtures/appsync';
import { AUTHORIZER_FIXTURES } from './fixtures/authorizers';
import { CODE_FILES_FIXTURES } from './fixtures/code-files';
import { COGNITO_FIXTURES } from './fixtures/cognito';
import { CONVERSATION_FIXTURES } from './fixtures/conversations';
import { CUSTOM_RESOURCE_FIXTURES } from './fixtures/custom-resources';
import { DEAD_LETTER_FIXTURES, DESTINATION_FIXTURES } from './fixtures/delivery';
import { EDGE_FIXTURES } from './fixtures/edge';
import { EVENT_RULE_FIXTURES } from './fixtures/event-rules';
import { FILTERS_FIXTURES } from './fixtures/filters';
import { FIREHOSE_FIXTURES } from './fixtures/firehose';
import {
  DURABLE_FIXTURES,
  MANAGED_FIXTURES,
  RECURSION_FIXTURES,
  SNAP_START_FIXTURES,
  TENANCY_FIXTURES,
} from './fixtures/function-kinds';
import {
  CODE_FIXTURES,
  ENVIRONMENT_FIXTURES,
  FUNCTION_SIZE_FIXTURES,
  HANDLER_FIXTURES,
  RUNTIME_FIXTURES,
} from './fixtures/function-settings';
import { LAYER_FIXTURES, LOG_FIXTURES, NAME_FIXTURES, ROLE_FIXTURES } from './fixtures/function-surroundings';
import { FUNCTION_URL_FIXTURES } from './fixtures/function-urls';
import { HTTP_API_FIXTURES } from './fixtures/http-apis';
import { IOT_FIXTURES } from './fixtures/iot';
import { KAFKA_FIXTURES } from './fixtures/kafka';
import { LOAD_BALANCING_FIXTURES } from './fixtures/load-balancing';
import { LOG_SUBSCRIPTION_FIXTURES } from './fixtures/log-subscriptions';
import { MAIL_FIXTURES } from './fixtures/mail';
import { MAPPING_CONCURRENCY_FIXTURES } from './fixtures/mapping-concurrency';
import { MAPPING_DESTINATIONS_FIXTURES } from './fixtures/mapping-destinations';
import { MAPPING_FUNCTIONS_FIXTURES } from './fixtures/mapping-functions';
import { MAPPING_PROPERTIES_FIXTURES } from './fixtures/mapping-properties';
import { MAPPING_ROLES_FIXTURES } from './fixtures/mapping-roles';
import { MAPPING_SETTINGS_FIXTURES } from './fixtures/mapping-settings';
import { MAPPING_TEXTS_FIXTURES } from './fixtures/mapping-texts';
import { MQ_FIXTURES } from './fixtures/mq';
import { NATIVE_CODE_FIXTURES } from './fixtures/native-code';
import { OPERATION_FIXTURES } from './fixtures/operations';
import { PERMISSION_FIXTURES } from './fixtures/permissions';
import { PIPE_FIXTURES } from './fixtures/pipes';
import { REDRIVE_FIXTURES } from './fixtures/redrive';
import { RESOURCE_POLICY_FIXTURES } from './fixtures/resource-policies';
import { REST_API_FIXTURES } from './fixtures/rest-apis';
import { RETIRED_FIXTURES } from './fixtures/retired';
import { S3_FIXTURES } from './fixtures/s3';
import { SCHEDULE_FIXTURES } from './fixtures/schedules';
import { SNS_FIXTURES } from './fixtures/sns';
import { SQS_FIXTURES } from './fixtures/sqs';
import { STREAMS_FIXTURES } from './fixtures/streams';
import { ALIAS_FIXTURES, CONCURRENCY_FIXTURES, VERSION_FIXTURES } from './fixtures/traffic';
import { URL_CORS_FIXTURES } from './fixtures/url-cors';
import { VPC_FILE_SYSTEMS_FIXTURES } from './fixtures/vpc-file-systems';
import { VPC_INTERFACES_FIXTURES } from './fixtures/vpc-interfaces';
import { VPC_PLACEMENT_FIXTURES } from './fixtures/vpc-placement';
import { VPC_REACH_FIXTURES } from './fixtures/vpc-reach';
import { WORKFLOW_FIXTURES } from './fixtures/workflows';

const FIXTURES: Fixtures = {
  ...ALIAS_FIXTURES,
  ...APPSYNC_FIXTURES,
  ...AUTHORIZER_FIXTURES,
  ...CODE_FILES_FIXTURES,
  ...CODE_FIXTURES,
  ...COGNITO_FIXTURES,
  ...CONCURRENCY_FIXTURES,
  ...CONVERSATION_FIXTURES,
  ...CUSTOM_RESOURCE_FIXTURES,
  ...DEAD_LETTER_FIXTURES,
  ...DESTINATION_FIXTURES,
  ...DURABLE_FIXTURES,
  ...EDGE_FIXTURES,
  ...ENVIRONMENT_FIXTURES,
  ...EVENT_RULE_FIXTURES,
  ...FILTERS_FIXTURES,
  ...FIREHOSE_FIXTURES,
  ...FUNCTION_SIZE_FIXTURES,
  ...FUNCTION_URL_FIXTURES,
  ...HANDLER_FIXTURES,
  ...HTTP_API_FIXTURES,
  ...IOT_FIXTURES,
  ...KAFKA_FIXTURES,
  ...LAYER_FIXTURES,
  ...LOAD_BALANCING_FIXTURES,
  ...LOG_FIXTURES,
  ...LOG_SUBSCRIPTION_FIXTURES,
  ...MAIL_FIXTURES,
  ...MANAGED_FIXTURES,
  ...MAPPING_CONCURRENCY_FIXTURES,
  ...MAPPING_DESTINATIONS_FIXTURES,
  ...MAPPING_FUNCTIONS_FIXTURES,
  ...MAPPING_PROPERTIES_FIXTURES,
  ...MAPPING_ROLES_FIXTURES,
  ...MAPPING_SETTINGS_FIXTURES,
  ...MAPPING_TEXTS_FIXTURES,
  ...MQ_FIXTURES,
  ...NAME_FIXTURES,
  ...NATIVE_CODE_FIXTURES,
  ...OPERATION_FIXTURES,
  ...PERMISSION_FIXTURES,
  ...PIPE_FIXTURES,
  ...RECURSION_FIXTURES,
  ...REDRIVE_FIXTURES,
  ...RESOURCE_POLICY_FIXTURES,
  ...REST_API_FIXTURES,
  ...RETIRED_FIXTURES,
  ...ROLE_FIXTURES,
  ...RUNTIME_FIXTURES,
  ...S3_FIXTURES,
  ...SCHEDULE_FIXTURES,
  ...SNAP_START_FIXTURES,
  ...SNS_FIXTURES,
  ...SQS_FIXTURES,
  ...STREAMS_FIXTURES,
  ...TENANCY_FIXTURES,
  ...URL_CORS_FIXTURES,
  ...VERSION_FIXTURES,
  ...VPC_FILE_SYSTEMS_FIXTURES,
  ...VPC_INTERFACES_FIXTURES,
  ...VPC_PLACEMENT_FIXTURES,
  ...VPC_REACH_FIXTURES,
  ...WORKFLOW_FIXTURES,
};
const idsIn = (scene: Parameters<typeof judged>[0]) => new Set(judged(scene).violations.map(({ rule }) => rule.id));

test('every rule is shown by a failing and a passing app', () => {
  expect(Object.keys(FIXTURES).sort()).toEqual(RULES.map(({ id }) => id).sort());
});

test('every rule has its own id', () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  for (const { id, also = [] } of RULES) {
    expect(id).toMatch(/^[A-Z][A-Z0-9]*-\d{2,3}(-[a-z]+)*$/);
    for (const other of also) expect(other).toMatch(/^[A-Z][A-Z0-9]*-\d{2,3}$/);
  }
});

describe.each(RULES.map((rule) => [rule.id, rule.title, rule] as const))('%s: %s', (id, _title, rule) => {
  const fixture = FIXTURES[id];
  if (fixture === undefined) return;

  test('is found where it is broken', () => {
    const found = judged(fixture.fails).violations.filter((each) => each.rule === rule);
    expect(found.map(({ address }) => address.logicalId)).toEqual([fixture.on]);
    expect(found[0]?.message).toMatch(fixture.says);
    const others = new Set(judged(fixture.fails).violations.map((each) => each.rule.id));
    others.delete(id);
    expect([...others].sort()).toEqual([...(fixture.withRules ?? [])].sort());
    for (const scene of fixture.alsoFails ?? []) expect(idsIn(scene)).toContain(id);
  });

  test('is not found where it is kept', () => {
    for (const scene of [fixture.passes, ...(fixture.alsoPasses ?? [])]) expect(idsIn(scene)).not.toContain(id);
  });
});

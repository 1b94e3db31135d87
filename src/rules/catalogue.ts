import { ALIASES } from './aliases';
import { APPSYNC } from './appsync';
import { AUTHORIZERS } from './authorizers';
import { CODE_FILES } from './code-files';
import { CODE_PACKAGES } from './code-packages';
import { COGNITO } from './cognito';
import { CONCURRENCY } from './concurrency';
import { CONVERSATIONS } from './conversations';
import { CUSTOM_RESOURCES } from './custom-resources';
import { DEAD_LETTERS } from './dead-letters';
import { DESTINATIONS } from './destinations';
import { DURABLE } from './durable';
import { EDGE } from './edge';
import { ENVIRONMENT } from './environment-variables';
import { EVENT_RULES } from './event-rules';
import { EXECUTION_ROLES } from './execution-roles';
import { FILTERING } from './filters';
import { FIREHOSE } from './firehose';
import { FUNCTION_NAMES } from './function-names';
import { FUNCTION_SIZE } from './function-size';
import { FUNCTION_URLS } from './function-urls';
import { HANDLERS } from './handlers';
import { HTTP_APIS } from './http-apis';
import { IOT } from './iot';
import { KAFKA } from './kafka';
import { LAYERS } from './layers';
import { LOAD_BALANCING } from './load-balancing';
import { LOG_SUBSCRIPTIONS } from './log-subscriptions';
import { LOGS } from './logs';
import { MAIL } from './mail';
import { MANAGED_INSTANCES } from './managed-instances';
import { MAPPING_CONCURRENCY } from './mapping-concurrency';
import { MAPPING_DESTINATIONS } from './mapping-destinations';
import { MAPPING_FUNCTIONS } from './mapping-functions';
import { MAPPING_PROPERTIES } from './mapping-properties';
import { MAPPING_ROLES } from './mapping-roles';
import { MAPPING_SETTINGS } from './mapping-settings';
import { MAPPING_TEXTS } from './mapping-texts';
import { MQ } from './mq';
import { NATIVE_CODE } from './native-code';
import { OPERATIONS } from './operations';
import { OWN_SOURCES } from './own-sources';
import { PERMISSIONS } from './permissions';
import { PIPES } from './pipes';
import { RECURSION } from './recursion';
import { REDRIVE } from './redrive';
import { RESOURCE_POLICIES } from './resource-policies';
import { REST_APIS } from './rest-apis';
import { RETIRED } from './retired';
import type { Rule } from './rule';
import { RUNTIMES } from './runtimes';
import { S3 } from './s3';
import { SCHEDULES } from './schedules';
import { SNAP_START } from './snap-start';
import { SNS } from './sns';
import { SQS } from './sqs';
import { STREAMS } from './streams';
import { TENANCY } from './tenancy';
import { URL_CORS } from './url-cors';
import { VERSIONS } from './versions';
import { VPC_FILE_SYSTEMS } from './vpc-file-systems';
import { VPC_INTERFACES } from './vpc-interfaces';
import { VPC_PLACEMENT } from './vpc-placement';
import { VPC_REACH } from './vpc-reach';
import { WORKFLOWS } from './workflows';

/** Every rule. docs/rules.md is made from this table. */
export const RULES: readonly Rule[] = [
  ...ALIASES,
  ...APPSYNC,
  ...AUTHORIZERS,
  ...CODE_FILES,
  ...CODE_PACKAGES,
  ...COGNITO,
  ...CONCURRENCY,
  ...CONVERSATIONS,
  ...CUSTOM_RESOURCES,
  ...DEAD_LETTERS,
  ...DESTINATIONS,
  ...DURABLE,
  ...EDGE,
  ...ENVIRONMENT,
  ...EVENT_RULES,
  ...EXECUTION_ROLES,
  ...FILTERING,
  ...FIREHOSE,
  ...FUNCTION_NAMES,
  ...FUNCTION_SIZE,
  ...FUNCTION_URLS,
  ...HANDLERS,
  ...HTTP_APIS,
  ...IOT,
  ...KAFKA,
  ...LAYERS,
  ...LOAD_BALANCING,
  ...LOGS,
  ...LOG_SUBSCRIPTIONS,
  ...MAIL,
  ...MANAGED_INSTANCES,
  ...MAPPING_CONCURRENCY,
  ...MAPPING_DESTINATIONS,
  ...MAPPING_FUNCTIONS,
  ...MAPPING_PROPERTIES,
  ...MAPPING_ROLES,
  ...MAPPING_SETTINGS,
  ...MAPPING_TEXTS,
  ...MQ,
  ...NATIVE_CODE,
  ...OPERATIONS,
  ...OWN_SOURCES,
  ...PERMISSIONS,
  ...PIPES,
  ...RECURSION,
  ...REDRIVE,
  ...RESOURCE_POLICIES,
  ...REST_APIS,
  ...RETIRED,
  ...RUNTIMES,
  ...S3,
  ...SCHEDULES,
  ...SNAP_START,
  ...SNS,
  ...SQS,
  ...STREAMS,
  ...TENANCY,
  ...URL_CORS,
  ...VERSIONS,
  ...VPC_FILE_SYSTEMS,
  ...VPC_INTERFACES,
  ...VPC_PLACEMENT,
  ...VPC_REACH,
  ...WORKFLOWS,
];

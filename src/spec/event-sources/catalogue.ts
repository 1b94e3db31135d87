import type { EventSourceFacts } from '../event-source';
import { ALARM_FACTS } from './alarm';
import { ALEXA_FACTS } from './alexa';
import { HTTP_API_FACTS, REST_API_FACTS, WEB_SOCKET_FACTS } from './api-gateway';
import { APPSYNC_FACTS } from './appsync';
import {
  APPSYNC_AUTHORIZER_FACTS,
  HTTP_AUTHORIZER_FACTS,
  REQUEST_AUTHORIZER_FACTS,
  TOKEN_AUTHORIZER_FACTS,
  WEB_SOCKET_AUTHORIZER_FACTS,
} from './authorizers';
import { CLOUDFRONT_FACTS } from './cloudfront';
import { CODECOMMIT_FACTS } from './codecommit';
import { CODEPIPELINE_FACTS } from './codepipeline';
import { COGNITO_FACTS } from './cognito';
import { CONFIG_RULE_FACTS } from './config-rule';
import { CUSTOM_RESOURCE_FACTS } from './custom-resource';
import { DOCUMENTDB_FACTS } from './documentdb';
import { DYNAMODB_FACTS } from './dynamodb';
import { EVENT_BRIDGE_FACTS, S3_EVENT_BRIDGE_FACTS } from './event-bridge';
import { FIREHOSE_FACTS } from './firehose';
import { IOT_BUTTON_FACTS, IOT_EVENTS_FACTS, IOT_RULE_FACTS } from './iot';
import { MSK_FACTS, SELF_MANAGED_KAFKA_FACTS } from './kafka';
import { KINESIS_CONSUMER_FACTS, KINESIS_FACTS } from './kinesis';
import { LEX_FACTS } from './lex';
import { ALB_FACTS, LATTICE_FACTS } from './load-balancing';
import { LOGS_FACTS } from './logs';
import { ACTIVE_MQ_FACTS, RABBIT_MQ_FACTS } from './mq';
import { PIPE_FACTS } from './pipe';
import { RDS_FACTS } from './rds';
import { S3_FACTS } from './s3';
import { S3_BATCH_FACTS } from './s3-batch';
import { S3_OBJECT_LAMBDA_FACTS } from './s3-object-lambda';
import { SCHEDULE_FACTS } from './schedule';
import { SECRET_ROTATION_FACTS } from './secret-rotation';
import { SES_FACTS } from './ses';
import { SNS_FACTS } from './sns';
import { SQS_FACTS } from './sqs';
import { STEP_FUNCTIONS_FACTS } from './step-functions';

/** Every kind of event source. docs/event-sources.md is made from this table. */
export const EVENT_SOURCES: readonly EventSourceFacts[] = [
  ACTIVE_MQ_FACTS,
  DOCUMENTDB_FACTS,
  DYNAMODB_FACTS,
  PIPE_FACTS,
  MSK_FACTS,
  SELF_MANAGED_KAFKA_FACTS,
  KINESIS_CONSUMER_FACTS,
  KINESIS_FACTS,
  RABBIT_MQ_FACTS,
  SQS_FACTS,
  ALARM_FACTS,
  LOGS_FACTS,
  EVENT_BRIDGE_FACTS,
  SCHEDULE_FACTS,
  S3_FACTS,
  S3_EVENT_BRIDGE_FACTS,
  SES_FACTS,
  SNS_FACTS,
  CONFIG_RULE_FACTS,
  CUSTOM_RESOURCE_FACTS,
  CODECOMMIT_FACTS,
  CODEPIPELINE_FACTS,
  IOT_BUTTON_FACTS,
  IOT_EVENTS_FACTS,
  IOT_RULE_FACTS,
  ALEXA_FACTS,
  HTTP_API_FACTS,
  REST_API_FACTS,
  WEB_SOCKET_FACTS,
  ALB_FACTS,
  APPSYNC_FACTS,
  REQUEST_AUTHORIZER_FACTS,
  TOKEN_AUTHORIZER_FACTS,
  WEB_SOCKET_AUTHORIZER_FACTS,
  APPSYNC_AUTHORIZER_FACTS,
  HTTP_AUTHORIZER_FACTS,
  CLOUDFRONT_FACTS,
  COGNITO_FACTS,
  FIREHOSE_FACTS,
  LEX_FACTS,
  RDS_FACTS,
  S3_BATCH_FACTS,
  S3_OBJECT_LAMBDA_FACTS,
  SECRET_ROTATION_FACTS,
  STEP_FUNCTIONS_FACTS,
  LATTICE_FACTS,
];

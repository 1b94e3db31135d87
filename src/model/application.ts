import type { UnmadeKind } from '../spec/calls-not-made';
import type { ResourceAddress } from './address';
import type { Bucket } from './bucket';
import type { BucketDeployment } from './bucket-deployment';
import type { Distribution } from './distribution';
import type { EventBus, EventRule } from './event-bus';
import type { EventSourceMapping } from './event-source-mapping';
import type { LambdaFunction } from './function';
import type { HttpApi, HttpDomain } from './http-api';
import type { LatticeService, LatticeTargetGroup } from './lattice';
import type { LayerVersion } from './layer';
import type { LoadBalancer, TargetGroup } from './load-balancer';
import type { LogGroup, LogStream, LogSubscription } from './log-group';
import type { Parameter } from './parameter';
import type { Queue } from './queue';
import type { RestApi, RestApiKey, RestDomain, UsagePlan } from './rest-api';
import type { ResourcePolicy, Role } from './role';
import type { Schedule, ScheduleGroup } from './schedule';
import type { Secret } from './secret';
import type { Stream, StreamConsumer } from './stream';
import type { Table } from './table';
import type { Subscription, Topic } from './topic';
import type { WebSocketApi } from './web-socket-api';

/** A whole app as plain, serializable data: what the executor runs, the rules check and `list` prints. */
export interface Application {
  readonly stacks: readonly Stack[];
  readonly functions: readonly LambdaFunction[];
  /** Layer versions that the app makes. @default none */
  readonly layers?: readonly LayerVersion[];
  /** Buckets that the app makes. @default none */
  readonly buckets?: readonly Bucket[];
  /** What is put into buckets when the app is deployed. @default none */
  readonly bucketDeployments?: readonly BucketDeployment[];
  /** What reads sources for functions. @default none */
  readonly mappings?: readonly EventSourceMapping[];
  /** Queues of SQS that the app makes. @default none */
  readonly queues?: readonly Queue[];
  /** @default none */
  readonly topics?: readonly Topic[];
  /** Of topics, also of other apps. @default none */
  readonly subscriptions?: readonly Subscription[];
  /** Beside the default ones. @default none */
  readonly buses?: readonly EventBus[];
  /** @default none */
  readonly rules?: readonly EventRule[];
  /** @default none */
  readonly schedules?: readonly Schedule[];
  /** Beside the default ones. @default none */
  readonly scheduleGroups?: readonly ScheduleGroup[];
  /** Of CloudWatch Logs. @default none */
  readonly logGroups?: readonly LogGroup[];
  /** Of log groups. @default none */
  readonly logStreams?: readonly LogStream[];
  /** Of log groups, also of other apps. @default none */
  readonly logSubscriptions?: readonly LogSubscription[];
  /** Of Secrets Manager. @default none */
  readonly secrets?: readonly Secret[];
  /** Data streams of Kinesis that the app makes. @default none */
  readonly streams?: readonly Stream[];
  /** Of data streams, also of other apps. @default none */
  readonly streamConsumers?: readonly StreamConsumer[];
  /** Tables of DynamoDB that the app makes. @default none */
  readonly tables?: readonly Table[];
  /** Of Parameter Store. @default none */
  readonly parameters?: readonly Parameter[];
  /** HTTP APIs of API Gateway. @default none */
  readonly httpApis?: readonly HttpApi[];
  /** Of HTTP. @default none */
  readonly loadBalancers?: readonly LoadBalancer[];
  /** Where they forward to. @default none */
  readonly targetGroups?: readonly TargetGroup[];
  /** Of VPC Lattice. @default none */
  readonly latticeServices?: readonly LatticeService[];
  /** Where they forward to. @default none */
  readonly latticeTargetGroups?: readonly LatticeTargetGroup[];
  /** REST APIs of API Gateway. @default none */
  readonly restApis?: readonly RestApi[];
  /** Keys that clients of REST APIs tell. @default none */
  readonly restApiKeys?: readonly RestApiKey[];
  /** What clients with such keys may use. @default none */
  readonly usagePlans?: readonly UsagePlan[];
  /** Domains of the app's own in front of REST APIs. @default none */
  readonly restDomains?: readonly RestDomain[];
  /** WebSocket APIs of API Gateway. @default none */
  readonly webSocketApis?: readonly WebSocketApi[];
  /** Domains of the app's own in front of HTTP APIs. @default none */
  readonly httpDomains?: readonly HttpDomain[];
  /** Of CloudFront. @default none */
  readonly distributions?: readonly Distribution[];
  /** Roles that the app makes. @default none */
  readonly roles?: readonly Role[];
  /** Of queues, topics, buckets, tables, streams and event buses. @default none */
  readonly resourcePolicies?: readonly ResourcePolicy[];
  /** Functions that something would invoke which is not emulated. @default none */
  readonly callsNotMade?: readonly CallNotMade[];
  /** What was read but is not run, and why: one entry a resource. */
  readonly unsupported: readonly Unsupported[];
  /** What could not be understood; the rest of the app is whole. */
  readonly findings: readonly Finding[];
}

export interface Stack {
  /** Unique in the app; nested stacks have their parent's id before theirs. */
  readonly id: string;
  /** CloudFormation's stack name. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

export interface Unsupported {
  readonly address: ResourceAddress;
  /** The CloudFormation type. */
  readonly type: string;
  /** A sentence for the user. */
  readonly why: string;
}

/** A function that a resource invokes on AWS, and not here. */
export interface CallNotMade {
  /** Of what would invoke it. */
  readonly address: ResourceAddress;
  /** The CloudFormation type. */
  readonly type: string;
  readonly kind: UnmadeKind;
  /** With the qualifier, where one is named. */
  readonly functionArn: string;
  /** A sentence for the user. */
  readonly why: string;
}

/** Something in the assembly that was not understood. */
export interface Finding {
  /** One of the codes of `docs/errors.md`. */
  readonly code: string;
  /** The construct path, or the file, that it is about. */
  readonly where: string;
  /** What is wrong, with the value, and what to do. */
  readonly message: string;
}

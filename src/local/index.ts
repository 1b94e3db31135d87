// The door of `cdk-lambda-kit/local`; nothing inside the package imports it.
export { AssemblyError } from '../assembly/assembly-error';
export type { ApiKind, ApiRoute, ServedApi } from '../model/api-door';
export type { Application } from '../model/application';
export { checkEventPattern, matchesEventPattern } from '../model/event-pattern';
export { InvalidEventPattern } from '../model/pattern/invalid-pattern';
export type { Open, Outcome, Violation } from '../rules/check-rules';
export type { Rule } from '../rules/rule';
export type { ApiHandle, ApiOptions, ListenerOptions, LoadBalancerOptions } from './api-handle';
export type { BucketHandle, BucketNotice, BucketObject, ObjectOptions } from './bucket-handle';
export type { BusHandle, NewBusEvent, PastEvent } from './bus-handle';
export { CallRefused } from './call-refused';
export type { ConnectionEnding, WebSocketClient } from './client-handle';
export type { AppSource } from './drivers/app-source';
export type { IdentityPolicies } from './engine/identity/identity-policies';
export type { MissingPermission } from './engine/identity/missing-permission';
export type { JsonWebKey, JsonWebKeySet } from './engine/tokens/json-web-keys';
export type { TokenOptions } from './engine/tokens/token-claims';
export { LocalError } from './errors';
export { LocalExecutor } from './executor';
export type { LocalApiUrl, LocalExecutorOptions, LocalFunctionUrl, LocalUrl } from './executor-options';
export {
  type FunctionHandle,
  type InvokeOptions,
  InvokeRefused,
  type InvokeResult,
  type PastDelivery,
  type PastInvocation,
} from './function-handle';
export type { Entry } from './journal/entry';
export type { Journal } from './journal/journal';
export type { PastHandover } from './past-handover';
export type { PermissionsHandle } from './permissions-handle';
export { type QueuedMessage, type QueueHandle, QueueRefused, type SendMessageOptions } from './queue-handle';
export type { PutRecordOptions, StreamHandle, StreamRecord, StreamShard } from './stream-handle';
export type { Isolation, RunsOn } from './surroundings';
export type { PastChange, TableHandle } from './table-handle';
export type { TableItem } from './table-item';
export type { Duration } from './time/duration';
export type { PublishOptions, TopicHandle, TopicMessage } from './topic-handle';
export { ConnectionRefused, type ConnectOptions, type OpenConnection, type WebSocketApiHandle } from './websocket-handle';

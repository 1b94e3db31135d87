import type { CorsRule } from '../../model/bucket';
import type { AwsServiceId } from '../../spec/aws-services';
import type { AwsError } from './aws-error';

/**
 * An AWS service as the executor emulates it: a table of operations over a store.
 *
 * Everything of the wire is done before and after: an operation is handed its input as plain data, after the SDK's own schema
 * (timestamps are `Date`, blobs `Uint8Array`, required members are there, at least one structure deep), and gives back its
 * output in the same form, or an `AwsError`. It never sees HTTP, and works alike for every protocol that clients speak.
 *
 * ```ts
 * export function echoService(store: Store): AwsService {
 *   return {
 *     id: 'sts',
 *     operations: {
 *       GetCallerIdentity: (_: GetCallerIdentityRequest, call): GetCallerIdentityResponse => ({ Account: call.account }),
 *     },
 *   };
 * }
 * ```
 */
export interface AwsService {
  readonly id: AwsServiceId;
  /** By the names of the API. An operation that the schema has and this table has not is refused by name. */
  readonly operations: Readonly<Record<string, Operation>>;
  /**
   * The longest request, in bytes.
   *
   * @default 1 MiB
   */
  readonly bodyLimit?: number;
  /**
   * What the service says when members that the schema requires are missing; `violations` are whole sentences (ERR-03).
   *
   * @default ValidationException, or ValidationError in the Query protocol
   */
  readonly invalid?: (violations: readonly Violation[]) => AwsError;
  /**
   * Which pages may call, by rules of each bucket; undefined where there is no such bucket.
   *
   * @default pages get no leave from the service
   */
  readonly corsOf?: (bucket: string) => readonly CorsRule[] | undefined;
}

/** Inputs and outputs are those of the schema; the SDK's own types fit: `(input: Given<GetItemInput>) => GetItemOutput`. */
export type Operation<Input = never, Output = unknown> = (
  input: Input,
  call: Call,
) => Output | AwsError | Promise<Output | AwsError>;

/** An input type of the SDK, as an operation is handed it: what is required is there. */
export type Given<Input> = { readonly [Member in keyof Input]: Exclude<Input[Member], undefined> };

/** What is known of a call beside its input. */
export interface Call {
  readonly requestId: string;
  readonly operation: string;
  /** From the scope of the signature; that of the app where there is none. */
  readonly region: string;
  /** The caller's; that of the app where the caller is not known. */
  readonly account: string;
  /** As the client sent it: it tells which invocation a call was made in. */
  readonly traceHeader?: string;
  /** Calls back when the caller waits no more: it has hung up, or has its answer. */
  readonly whenGone?: (told: () => void) => void;
  /** Who has signed with credentials that the executor gave out; absent for everybody else. */
  readonly caller?: Caller;
  /** What the caller would be told who asked for a part of this by an operation of its own, and may not; absent where all may. */
  readonly refusal?: (operation: string, input: object) => AwsError | undefined;
}

export interface Caller {
  readonly accessKeyId: string;
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  /** Of the role of a function, whose handler calls; absent for everybody else. */
  readonly session?: RoleSession;
}

/** A function that has taken its role. */
export interface RoleSession {
  readonly roleArn: string;
  /** `path` is that of its construct. */
  readonly function: { readonly arn: string; readonly name: string; readonly path: string };
}

/** One member of an input that does not hold what it must. */
export interface Violation {
  /** As `entries.1.member.id`. */
  readonly path: string;
  /** As `Member must not be null`. */
  readonly constraint: string;
  /** The whole sentence. */
  readonly message: string;
}

import type { RequestHead } from '../http';
import type { OperationSchema } from './shape';

/** What arrived for one operation. */
export interface Received {
  readonly head: RequestHead;
  readonly body: Buffer;
  readonly operation: OperationSchema;
  /** From the path, for REST. */
  readonly labels: Readonly<Record<string, string>>;
  /** From the form or the query, for the Query protocol. */
  readonly parameters: URLSearchParams;
}

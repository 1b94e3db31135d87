/** How one kind of event source invokes functions, and what becomes of an event that fails. docs/event-sources.md is made from these. */
export interface EventSourceFacts {
  /** As users say it: `SQS queue`. */
  readonly title: string;
  /** The construct that connects it. */
  readonly construct: string;
  /** `polled`: Lambda reads the source and invokes with batches; otherwise the source itself invokes. */
  readonly invocation: 'polled' | 'asynchronous' | 'synchronous';
  /** Who lets the source invoke, or Lambda read it. */
  readonly authorization: 'function policy' | 'role of the function' | 'role of the source' | 'identity of the caller';
  /** Who tries again, how often and for how long. */
  readonly retries: string;
  /** What becomes of an event for which every try has failed. */
  readonly whenFunctionFails: string;
  readonly ordering: string;
  /** Numbers that matter when choosing it: sizes, times, counts. */
  readonly limits: string;
  /** Whether an alias or a version can be invoked as well. */
  readonly qualifiers: 'alias or version' | 'alias' | 'version' | 'none' | 'not documented';
  /** Rule ids of the reference. */
  readonly rules: readonly string[];
  readonly source: string;
  /** What else a user has to know: retired, closed, legacy. */
  readonly remark?: string;
}

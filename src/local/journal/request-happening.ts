/** A request at the door of an API, answered. */
export interface RequestHappening {
  readonly kind: 'httpRequest';
  /** An `ApiKind`. */
  readonly door: string;
  /** The construct path of the API. */
  readonly api: string;
  /** Absent when the request led to none, and for what has no stages. */
  readonly stage?: string;
  readonly requestId: string;
  readonly method: string;
  /** As the client wrote it, below the address of the API. */
  readonly path: string;
  /** As `GET /orders/{id}`; absent when none matched. */
  readonly route?: string;
  /** Absent where the route needs none. */
  readonly authorizer?: AuthorizerOutcome;
  /** What was asked for an answer: a function's ARN with its qualifier, an address, a service; absent when nothing was. */
  readonly integration?: string;
  /** What that answered, before it was made into the response. */
  readonly integrationStatus?: number;
  readonly status: number;
  readonly latencyMs: number;
  /** Of the latency, what the integration took. */
  readonly integrationLatencyMs?: number;
  /** Why the door itself answered, or why the answer of the integration could not be used. */
  readonly refused?: string;
}

/** What an authorizer said of a request. */
export interface AuthorizerOutcome {
  /** Its name, or `AWS_IAM`. */
  readonly name: string;
  /** `failed`: it could not be asked, or answered nonsense. */
  readonly outcome: 'allowed' | 'denied' | 'failed';
  /** What it had said before was used. */
  readonly cached?: true;
  /** Who calls, as it named them. */
  readonly principal?: string;
  readonly why?: string;
}

import type { HttpResponse } from '../http';
import { ownPage } from './pages';

/** How a request at a load balancer ended, for the client and for the journal. */
export interface AlbEnding {
  readonly response: HttpResponse;
  /** The ARN of the function that was invoked. */
  readonly integration?: string;
  /** What it answered. */
  readonly integrationStatus?: number;
  readonly integrationLatencyMs?: number;
  /** Why the load balancer answered by itself. */
  readonly refused?: string;
}

/** An error page of the load balancer's own. */
export function failed(status: number, why: string): AlbEnding {
  return { response: ownPage(status, [], why), refused: why };
}

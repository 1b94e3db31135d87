import type { Behavior, Distribution, EdgeEvent, Origin } from '../../../model/distribution';
import type { Lambda } from '../../engine/ports';
import { callEdge, type EdgeFailure, functionFor } from './edge-function';
import type { EdgeRequest, EdgeResponse } from './edge-message';

/** The functions that the behaviour of one request has at the edge. */
export class EdgeHooks {
  constructor(
    private readonly lambda: Lambda,
    private readonly distribution: Distribution,
    private readonly behavior: Behavior,
    private readonly requestId: string,
  ) {}

  /** What the function makes of a request, or answers to it; without one the request stays as it is. */
  async ofRequest(
    event: EdgeEvent,
    request: EdgeRequest,
    origin?: Origin,
  ): Promise<{ readonly request: EdgeRequest; readonly origin?: Origin } | { readonly response: EdgeResponse } | EdgeFailure> {
    const unchanged = { request, ...(origin && { origin }) };
    const call = this.callFor(event, request);
    if (!call) return unchanged;
    const outcome = await callEdge(this.lambda, { ...call, ...(origin && { origin }) });
    return outcome;
  }

  /** What the function makes of a response; without one it stays as it is. */
  async ofResponse(event: EdgeEvent, request: EdgeRequest, response: EdgeResponse): Promise<EdgeResponse | EdgeFailure> {
    const call = this.callFor(event, request);
    if (!call) return response;
    const outcome = await callEdge(this.lambda, { ...call, response });
    if (outcome.kind === 'request') throw new Error('bug: a response has become a request');
    return outcome.kind === 'failure' ? outcome : outcome.response;
  }

  private callFor(event: EdgeEvent, request: EdgeRequest) {
    const association = functionFor(this.behavior.functions, event);
    const { distribution, requestId } = this;
    return association && { distribution, association, requestId, request };
  }
}

export function isFailure(value: object): value is EdgeFailure {
  return (value as { readonly kind?: string }).kind === 'failure';
}

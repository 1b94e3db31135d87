import type { Instant } from '../../time/clock';

/** An event as whoever has put it describes it. */
export interface NewEvent {
  readonly id: string;
  readonly source: string;
  readonly detailType: string;
  readonly account: string;
  readonly region: string;
  readonly time: Instant;
  readonly resources: readonly string[];
  /** JSON text of an object. */
  readonly detail: string;
}

/** The event as rules and targets see it, JSON text without spaces; numbers of its detail keep their digits (EVB-10). */
export function eventText({ id, source, detailType, account, region, time, resources, detail }: NewEvent): string {
  const head = {
    ...{ version: '0', id, 'detail-type': detailType, source, account, time: secondsOf(time), region, resources },
  };
  return `${JSON.stringify(head).slice(0, -1)},"detail":${withoutSpaces(detail)}}`;
}

/** As `2026-01-01T00:00:00Z`. */
export function secondsOf(instant: Instant): string {
  return new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function withoutSpaces(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
}

import { DEAD_LETTER_MESSAGE_MAX, DESTINATION_RECORD_VERSION, SNS_RECORD_MAX } from '../../spec/destination-records';
import type { Instant } from '../time/clock';
import type { Condition } from './async-event';
import type { AwsError } from './aws-error';
import { type MessageAttribute, type Shipment, serviceOf } from './delivery';
import { traced } from './lineage';
import type { InvokeAnswer } from './ports';
import type { QueuedEvent } from './queued-event';
import { bytesText, textBytes } from './text';

/** An event that has ended, and how. */
export interface Ended {
  readonly event: QueuedEvent;
  readonly condition: Condition;
  readonly attempts: number;
  readonly at: Instant;
  /** Of the last attempt; absent when there was none. */
  readonly last?: InvokeAnswer | AwsError;
}

export interface Addressed {
  readonly targetArn: string;
  readonly shipment: Shipment;
}

/** What is sent where: a failed event goes both to its destination and to the dead-letter target (INV-69). */
export function shipmentsFor(ended: Ended): readonly Addressed[] {
  if (ended.condition === 'FunctionDeleted') return [];
  const { function: fn, qualifier = '$LATEST' } = ended.event.target;
  const configured = fn.asyncConfigurations.find((entry) => entry.qualifier === qualifier);
  const about = {
    function: fn,
    qualifier,
    requestId: ended.event.requestId,
    traceHeader: traced(ended.event.trace, fn.arn).header,
  };
  if (ended.condition === 'Success') {
    if (configured?.onSuccessArn === undefined) return [];
    return [{ targetArn: configured.onSuccessArn, shipment: { ...about, to: 'onSuccess', body: recordOf(ended) } }];
  }
  const sent: Addressed[] = [];
  if (configured?.onFailureArn !== undefined) {
    const body = failureRecord(ended, configured.onFailureArn);
    sent.push({ targetArn: configured.onFailureArn, shipment: { ...about, to: 'onFailure', body } });
  }
  const deadLetterArn = deadLetterOf(ended);
  if (deadLetterArn !== undefined) {
    const body = bytesText(ended.event.request.payload);
    const attributes = deadLetterAttributes(ended);
    sent.push({ targetArn: deadLetterArn, shipment: { ...about, to: 'deadLetter', body, attributes } });
  }
  return sent;
}

/** A version keeps the dead-letter target with which it was published (VER-02). */
function deadLetterOf({ event: { target }, last }: Ended): string | undefined {
  const { function: fn, routes } = target;
  const number = (last?.kind === 'answer' ? last.executedVersion : undefined) ?? routes.primary;
  return number === '$LATEST' ? fn.deadLetterArn : fn.versions.find((version) => version.number === number)?.deadLetterArn;
}

/** A topic takes less than a record may have; what is too much for it is sent without the payloads. */
function failureRecord(ended: Ended, targetArn: string): string {
  const whole = recordOf(ended);
  if (serviceOf(targetArn) !== 'sns' || textBytes(whole).length <= SNS_RECORD_MAX) return whole;
  return recordOf(ended, false);
}

/** INV-66. Payloads stand in it as they came, so that no number loses digits. */
function recordOf({ event, condition, attempts, at, last }: Ended, withPayloads = true): string {
  const { target, request, requestId } = event;
  const answer = last?.kind === 'answer' ? last : undefined;
  const members: [string, string | undefined][] = [
    ['version', JSON.stringify(DESTINATION_RECORD_VERSION)],
    ['timestamp', JSON.stringify(new Date(at).toISOString())],
    [
      'requestContext',
      JSON.stringify({
        requestId,
        functionArn: `${target.function.arn}:${target.qualifier ?? '$LATEST'}`,
        condition,
        approximateInvokeCount: attempts,
      }),
    ],
    ['requestPayload', withPayloads ? jsonOf(request.payload) : undefined],
    [
      'responseContext',
      answer &&
        JSON.stringify({
          statusCode: answer.statusCode,
          executedVersion: answer.executedVersion,
          ...(answer.functionError !== undefined && { functionError: answer.functionError }),
        }),
    ],
    ['responsePayload', answer && withPayloads ? jsonOf(answer.payload) : undefined],
  ];
  const present = members.flatMap(([name, json]) => (json === undefined ? [] : [`${JSON.stringify(name)}:${json}`]));
  return `{${present.join(',')}}`;
}

/** INV-69. What is not known of an event that never ran is left out. */
function deadLetterAttributes({ event, last }: Ended): Readonly<Record<string, MessageAttribute>> {
  const attributes: Record<string, MessageAttribute> = { RequestID: { type: 'String', value: event.requestId } };
  if (last === undefined) return attributes;
  const [code, message] = last.kind === 'answer' ? [last.statusCode, errorMessageOf(last.payload)] : [last.status, last.message];
  attributes.ErrorCode = { type: 'Number', value: `${code}` };
  if (message !== undefined) attributes.ErrorMessage = { type: 'String', value: firstBytes(message) };
  return attributes;
}

function errorMessageOf(payload: Uint8Array): string | undefined {
  const error = parsed(bytesText(payload));
  if (typeof error !== 'object' || error === null || !('errorMessage' in error)) return undefined;
  return typeof error.errorMessage === 'string' ? error.errorMessage : JSON.stringify(error.errorMessage);
}

/** As many whole characters as the limit has room for. */
function firstBytes(text: string): string {
  const bytes = textBytes(text);
  if (bytes.length <= DEAD_LETTER_MESSAGE_MAX) return text;
  let end = DEAD_LETTER_MESSAGE_MAX;
  while (((bytes[end] as number) & 0xc0) === 0x80) end--;
  return bytesText(bytes.subarray(0, end));
}

/** The text itself when it is JSON, as that of most runtimes is; otherwise a string that holds it. */
function jsonOf(payload: Uint8Array): string {
  const text = bytesText(payload);
  return parsed(text) === undefined ? JSON.stringify(text) : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

import { fromBase64, textBytes, toBase64 } from '../../engine/text';

/** Which receive of which message a handle is of. */
export interface Receipt {
  readonly queueArn: string;
  readonly messageId: string;
  readonly receiveCount: number;
}

const PREFIX = 'AQEB';

export function receiptHandle({ queueArn, messageId, receiveCount }: Receipt): string {
  return PREFIX + toBase64(textBytes(`${queueArn} ${messageId} ${receiveCount}`));
}

/** Undefined for what was never a handle. */
export function receiptOf(handle: string): Receipt | undefined {
  if (!handle.startsWith(PREFIX)) return undefined;
  const [queueArn, messageId, count] = fromBase64(handle.slice(PREFIX.length))?.split(' ') ?? [];
  if (queueArn === undefined || messageId === undefined || !/^\d+$/.test(count ?? '')) return undefined;
  return { queueArn, messageId, receiveCount: Number(count) };
}

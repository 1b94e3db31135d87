import type { Writable } from 'node:stream';
import { BrokenOff } from './response-channel';

/**
 * Sends a body behind its head, no faster than the client reads it. Settles when the connection has taken all of it, when the
 * client has hung up or when the function failed, which cuts the connection.
 */
export async function sendPieces(response: Writable, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const reading = pieces[Symbol.asyncIterator]();
  const giveUp = () => void reading.return?.()?.catch(() => undefined);
  response.once('close', giveUp);
  if (response.destroyed) giveUp();
  try {
    for (;;) {
      const next = await reading.next();
      if (next.done || response.destroyed) break;
      if (!response.write(next.value)) await drained(response);
    }
    response.end();
  } catch (error) {
    response.destroy();
    if (!(error instanceof BrokenOff)) throw error;
  }
}

/** Or closed. */
function drained(response: Writable): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.once('drain', settle).once('close', settle);
    if (response.destroyed) settle();
  });
}

import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Batch } from '../engine/telemetry';
import type { Destination } from './telemetry-subscription';

/** How long one delivery may take, in milliseconds. */
const ANSWER_LIMIT_MS = 5_000;
const HOST = '127.0.0.1';

/** The way to one subscriber. */
export interface Delivery {
  /** Fails when the batch did not arrive. */
  send(batch: Batch): Promise<void>;
  close(): void;
}

export function deliveryTo(destination: Destination): Delivery {
  return destination.protocol === 'HTTP' ? byHttp(destination) : byTcp(destination.port);
}

/** An array of events in the body of a request. */
function byHttp({ port, path, method }: Extract<Destination, { protocol: 'HTTP' }>): Delivery {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    close: () => agent.destroy(),
    send: ({ events }) =>
      new Promise((resolve, reject) => {
        const body = `[${events.join(',')}]`;
        const headers = {
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
          'Sequence-Id': createHash('sha256').update(body).digest('base64'),
        };
        const sent = request({ host: HOST, port, path, method, headers, agent, timeout: ANSWER_LIMIT_MS }, (response) => {
          response.resume();
          const { statusCode = 0 } = response;
          response.on('end', () => (statusCode < 400 ? resolve() : reject(new Error(`the subscriber answered ${statusCode}`))));
          response.on('error', reject);
        });
        sent.on('timeout', () => sent.destroy(new Error('the subscriber did not answer')));
        sent.on('error', reject);
        sent.end(body);
      }),
  };
}

/** A line for each event over one connection. */
function byTcp(port: number): Delivery {
  let open: Socket | undefined;
  return {
    close: () => open?.destroy(),
    send: ({ events }) =>
      new Promise((resolve, reject) => {
        const socket = open?.writable ? open : connect(port, HOST);
        open = socket;
        socket.once('error', reject);
        socket.resume();
        socket.write(events.map((event) => `${event}\n`).join(''), (error) => {
          socket.off('error', reject);
          // What goes wrong between two deliveries is seen in the next one.
          socket.on('error', () => undefined);
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}

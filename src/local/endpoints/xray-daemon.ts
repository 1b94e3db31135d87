import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SEGMENT_DOCUMENT_MAX } from '../../spec/xray';
import type { Journal } from '../journal/journal';
import { bodyOf, reply, replyError } from './environment-reply';
import { isOwnHost } from './loopback-address';

const HOST = '127.0.0.1';
/** How often a port is chosen anew when the one that is free for TCP is taken for UDP. */
const CHOICES = 10;
const BODY_LIMIT = 1_048_576;

/** Stands where the X-Ray daemon is in Lambda: what instrumented handlers send goes to the journal, and no further. */
export class XrayDaemon {
  private readonly complained = new Set<string>();

  private constructor(
    private readonly tcp: Server,
    private readonly udp: Socket,
    private readonly journal: Journal,
    private readonly hostName: string | undefined,
  ) {
    udp.on('message', (datagram) => this.takeDatagram(datagram));
    udp.on('error', () => undefined);
    tcp.on('request', (request: IncomingMessage, response: ServerResponse) => this.answer(request, response));
  }

  /** One port for both protocols, as clients expect; containers call this machine `hostName`. */
  static async listen(journal: Journal, hostName?: string): Promise<XrayDaemon> {
    for (let choice = 1; ; choice++) {
      const tcp = createServer();
      await once(tcp.listen(0, HOST), 'listening');
      const udp = createSocket('udp4');
      try {
        udp.bind((tcp.address() as AddressInfo).port, HOST);
        await once(udp, 'listening');
        return new XrayDaemon(tcp, udp, journal, hostName);
      } catch (error) {
        await new Promise((resolve) => tcp.close(resolve));
        if (choice === CHOICES) throw error;
      }
    }
  }

  get host(): string {
    return HOST;
  }

  get port(): number {
    return (this.tcp.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = [
      new Promise((resolve) => this.tcp.close(resolve)),
      new Promise<void>((resolve) => {
        this.udp.close(resolve);
      }),
    ];
    this.tcp.closeAllConnections();
    await Promise.all(closed);
  }

  /** A line that tells the format, and behind it one document. */
  private takeDatagram(datagram: Buffer): void {
    const end = datagram.indexOf('\n');
    const head = objectIn(datagram.subarray(0, Math.max(0, end)).toString());
    if (head?.format !== 'json' || head.version !== 1)
      return this.complain('A datagram does not begin with the line of the daemon’s protocol.');
    this.take(datagram.subarray(end + 1).toString());
  }

  private take(document: string): void {
    const segment = objectIn(document);
    if (!segment) return this.complain('A segment document is not a JSON object.');
    if (Buffer.byteLength(document) > SEGMENT_DOCUMENT_MAX)
      return this.complain(`A segment document is longer than ${SEGMENT_DOCUMENT_MAX} bytes.`);
    const { trace_id: traceId, name } = segment;
    this.journal.append({
      kind: 'traceSegment',
      document,
      ...(typeof traceId === 'string' && { traceId }),
      ...(typeof name === 'string' && { name }),
    });
  }

  /** The operations of X-Ray that SDKs call through the daemon. */
  private answer(request: IncomingMessage, response: ServerResponse): void {
    const asked = isOwnHost(request.headers.host, this.hostName) && request.method === 'POST' ? request.url : undefined;
    bodyOf(request, BODY_LIMIT, (body) => {
      if (asked === '/GetSamplingRules') return reply(response, 200, { SamplingRuleRecords: [], NextToken: null });
      if (asked === '/SamplingTargets') {
        return reply(response, 200, { LastRuleModification: 0, SamplingTargetDocuments: [], UnprocessedStatistics: [] });
      }
      if (asked === '/TraceSegments') {
        const documents = objectIn(body ?? '')?.TraceSegmentDocuments;
        for (const document of Array.isArray(documents) ? documents : []) this.take(String(document));
        return reply(response, 200, { UnprocessedTraceSegments: [] });
      }
      this.complain(`The X-Ray daemon does not emulate ${request.method} ${request.url}.`);
      replyError(response, 404, 'NotEmulatedException', 'lambda-kit does not emulate this operation of X-Ray.');
    });
  }

  private complain(why: string): void {
    if (this.complained.has(why)) return;
    this.complained.add(why);
    this.journal.append({ kind: 'notEmulated', what: 'xray', why });
  }
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

import { isUtf8 } from 'node:buffer';
import type {
  DeleteConnectionRequest,
  GetConnectionRequest,
  GetConnectionResponse,
  PostToConnectionRequest,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { DELETED, MESSAGE_BYTES } from '../../../spec/web-socket';
import { type AwsError, awsError } from '../../engine/aws-error';
import { hashOf } from '../../engine/lineage';
import type { AwsService, Call, Given } from '../../engine/service-port';
import type { Turn } from '../../engine/turns';
import type { WebSocketHappening } from '../../journal/web-socket-happening';
import type { Client } from './client';
import type { WebSocketGateway } from './gateway';

export interface ManagementOptions {
  readonly gateway: WebSocketGateway;
  readonly turnFor: (traceHeader: string | undefined, key: string) => Turn;
  /** The API and stage in the address; absent where that names none. */
  readonly at?: { readonly apiId: string; readonly stage: string };
}

type Operation = (WebSocketHappening & { readonly kind: 'webSocket.managed' })['operation'];
type Found = NonNullable<ReturnType<WebSocketGateway['connections']['find']>>;

/** What API Gateway's management API does with a connection (APW-05). */
export function managementService(options: ManagementOptions): AwsService {
  const { gateway } = options;
  const on = <Output>(operation: Operation, id: string, body: Buffer, call: Call, work: (found: Found) => Output | AwsError) => {
    const turn = options.turnFor(call.traceHeader, `${operation} ${id} ${hashOf(body.toString('latin1'))}`);
    try {
      const found = findConnection(options, id);
      const output = 'kind' in found ? found : work(found);
      const refusal = isAwsError(output) ? output : undefined;
      const client = 'kind' in found ? undefined : found.facts;
      turn.append({
        kind: 'webSocket.managed',
        operation,
        ...placeOf(options, client, id),
        body: body.toString(isUtf8(body) ? 'utf8' : 'base64'),
        status: refusal?.status ?? (operation === 'DeleteConnection' ? 204 : 200),
        ...(refusal && { why: refusal.message || refusal.type }),
      });
      return output;
    } finally {
      turn.end();
    }
  };
  return {
    id: 'apigatewaymanagementapi',
    operations: {
      PostToConnection({ ConnectionId: id, Data: data }: Given<PostToConnectionRequest>, call: Call) {
        const body = Buffer.from((data ?? new Uint8Array()) as Uint8Array);
        return on('PostToConnection', id, body, call, ({ facts }) => {
          if (body.length > MESSAGE_BYTES) return TOO_LONG;
          if (!facts.line?.send(body)) return BUFFER_FULL;
          gateway.connections.happen(id, { is: 'active' });
          return {};
        });
      },
      GetConnection({ ConnectionId: id }: Given<GetConnectionRequest>, call: Call) {
        return on('GetConnection', id, NOTHING, call, ({ facts, since, lastActive }): GetConnectionResponse => {
          const { sourceIp = '', userAgent = '' } = facts.identity;
          const identity = { SourceIp: sourceIp, UserAgent: userAgent };
          return { ConnectedAt: new Date(since), Identity: identity, LastActiveAt: new Date(lastActive) };
        });
      },
      DeleteConnection({ ConnectionId: id }: Given<DeleteConnectionRequest>, call: Call) {
        return on('DeleteConnection', id, NOTHING, call, () => {
          gateway.connections.happen(id, { is: 'closed', ending: DELETED });
          return {};
        });
      },
    },
  };
}

const NOTHING = Buffer.alloc(0);
export const TOO_LONG = awsError('PayloadTooLargeException', 413, 'Message too long');
const BUFFER_FULL = awsError('LimitExceededException', 429, 'The client does not read what it is sent.');
const GONE = awsError('GoneException', 410, '');
/** Of `gatewayId`. */
const CONNECTION_ID = /^[\w-]{15}=$/;

/** One that is still connecting is not there yet. */
function findConnection({ gateway, at }: ManagementOptions, id: string): Found | AwsError {
  if (!CONNECTION_ID.test(id)) return awsError('BadRequestException', 400, `Invalid connectionId: ${id}`);
  const found = gateway.connections.find(id);
  const isHere = found && (!at || (found.facts.api.id === at.apiId && found.facts.stage.name === at.stage));
  return isHere ? found : GONE;
}

function placeOf({ at }: ManagementOptions, client: Client | undefined, connectionId: string) {
  return {
    api: client?.api.address.path ?? at?.apiId ?? '',
    stage: client?.stage.name ?? at?.stage ?? '',
    connectionId,
  };
}

function isAwsError(output: unknown): output is AwsError {
  return typeof output === 'object' && output !== null && (output as AwsError).kind === 'awsError';
}

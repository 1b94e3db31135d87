import type { ServerResponse } from 'node:http';
import type { OfferedInvocation } from '../engine/runtime-port';

/** A runtime that has asked for an invocation, and waits for it. */
export interface Poll {
  hand(offered: OfferedInvocation, invocationId: string): void;
  /** There will be none. */
  cut(): void;
}

/** A request that is answered with the invocation. */
export function pollBy(response: ServerResponse): Poll {
  return {
    hand(offered, invocationId) {
      response.writeHead(200, headersOf(offered, invocationId));
      response.end(offered.payload);
    },
    cut: () => void response.destroy(),
  };
}

function headersOf(offered: OfferedInvocation, invocationId: string): string[] {
  const headers = [
    'Content-Type',
    'application/json',
    'Content-Length',
    `${offered.payload.length}`,
    'Lambda-Runtime-Aws-Request-Id',
    offered.requestId,
    'Lambda-Runtime-Deadline-Ms',
    `${offered.deadline}`,
    'Lambda-Runtime-Invoked-Function-Arn',
    offered.invokedFunctionArn,
    'Lambda-Runtime-Trace-Id',
    offered.traceHeader,
    'Lambda-Runtime-Invocation-Id',
    invocationId,
  ];
  if (offered.tenantId !== undefined) headers.push('Lambda-Runtime-Aws-Tenant-Id', offered.tenantId);
  if (offered.clientContext !== undefined) headers.push('Lambda-Runtime-Client-Context', headerText(offered.clientContext));
  return headers;
}

/** UTF-8 on the wire, where headers are Latin-1 to Node; line breaks in JSON are only ever white space. */
function headerText(json: string): string {
  return Buffer.from(json.replace(/[\r\n]+/g, ' ')).toString('latin1');
}

import { AWS_SERVICES, type AwsServiceFacts } from '../../../spec/aws-services';
import { lastHeader } from './header-list';
import { internalError } from './refused';
import type { AwsCall, IntegrationRequest, Refused } from './types';

const URI = /^arn:[^:]+:apigateway:(?<region>[^:]*):(?<host>[^:]+):(?<kind>path|action)\/(?<rest>[\s\S]*)$/;

/** Services whose operation API Gateway puts into `X-Amz-Target`; others, as EventBridge, need a parameter for it. */
const TARGETED: ReadonlySet<string> = new Set(['dynamodb', 'kinesis']);

/** The request to an AWS service that an integration's URI stands for, as `…:dynamodb:action/PutItem` or `…:sqs:path/1234/queue`. */
export function awsServiceCall(request: IntegrationRequest, credentialsArn: string | undefined): AwsCall | Refused {
  const { region, host, kind, rest } = URI.exec(request.uri)?.groups ?? {};
  if (region === undefined || host === undefined || rest === undefined) {
    return internalError(`the integration's URI is none of an AWS service: ${request.uri}`);
  }
  const at = host.lastIndexOf('.');
  const service = host.slice(at + 1);
  const facts = Object.values<AwsServiceFacts>(AWS_SERVICES).find(({ signingName }) => signingName === service);
  if (!facts) return internalError(`lambda-kit does not emulate the service ${service}`);
  if (credentialsArn === undefined) return internalError(`the integration has no credentials, and calls ${service}`);
  if (!/:role\//.test(credentialsArn)) {
    return internalError('lambda-kit does not emulate integrations that call a service with the credentials of the client');
  }
  const common = {
    ...{ service, region, method: request.method, headers: request.headers, credentialsArn },
    ...(at > 0 && { subdomain: host.slice(0, at) }),
    body: ['GET', 'HEAD', 'OPTIONS'].includes(request.method) ? Buffer.alloc(0) : request.body,
  };
  const [path = '', added = ''] = split(rest, kind === 'action' ? /[?&]/ : /\?/);
  const query = { ...parametersOf(added), ...request.query };
  if (kind === 'path') return { ...common, path: `/${path}`, query };
  if (facts.protocol.startsWith('rest')) {
    return internalError(`lambda-kit does not emulate actions of ${service}; the URI can have its path instead`);
  }
  if (facts.protocol === 'query' || service === 'sqs') {
    return { ...common, path: '/', query: { Action: [path], Version: [facts.version], ...query } };
  }
  const isTargeted = !TARGETED.has(service) || lastHeader(request.headers, 'x-amz-target') !== undefined;
  const target = isTargeted ? [] : ['X-Amz-Target', `${facts.target}.${path}`];
  return { ...common, path: '/', query, headers: [...request.headers, ...target] };
}

function split(text: string, at: RegExp): [string, string] {
  const found = at.exec(text);
  return found ? [text.slice(0, found.index), text.slice(found.index + 1)] : [text, ''];
}

function parametersOf(query: string): Record<string, string[]> {
  const parameters: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) parameters[name] = [...(parameters[name] ?? []), value];
  return parameters;
}

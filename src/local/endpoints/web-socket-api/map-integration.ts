import type { RestIntegration } from '../../../model/rest-integration';
import type { WebSocketIntegration, WebSocketIntegrationResponse } from '../../../model/web-socket-api';
import { INTEGRATION_MS } from '../../../spec/web-socket';
import { type AwsError, awsError } from '../../engine/aws-error';
import type { InvokeAnswer } from '../../engine/ports';
import type { AwsBackend, CallIntegration, ContextValues, FunctionCall, MethodRequest } from '../mapping/types';
import { within } from '../within';
import { type FunctionPorts, notPermitted } from './call-function';
import type { Client } from './client';
import type { Integrated, Sent } from './integrated';
import { selectedKey } from './route-selection';

/** What answers for integrations whose requests and responses are mapped. */
export interface MappingPorts extends FunctionPorts {
  readonly callIntegration: CallIntegration;
  readonly aws: AwsBackend;
}

/** Integrations of type MOCK and AWS: what is asked and answered is what templates and parameters make of it. */
export async function mapIntegration(
  client: Client,
  sent: Sent,
  integration: WebSocketIntegration,
  ports: MappingPorts,
): Promise<Integrated> {
  const target = integration.type === 'MOCK' ? 'MOCK' : (integration.uri ?? integration.type);
  const timeoutMs = integration.timeoutMs ?? INTEGRATION_MS;
  const body = sent.event.body ?? '';
  const backends = { aws: ports.aws, invoke: (asked: FunctionCall) => invoke(client, sent, asked, ports) };
  const answer = await within(
    ports.clock,
    timeoutMs,
    ports.callIntegration(restIntegration(integration, body), request(client, sent, body), backends, sent.traceHeader),
  );
  if (answer === 'late') {
    return { kind: 'failed', target, status: 504, why: `${target} did not answer within ${timeoutMs} ms.` };
  }
  if (answer.kind === 'refused') return { kind: 'failed', target, status: 500, why: answer.why };
  const { integrationStatus, status, headers, body: content } = answer;
  return { kind: 'answered', target, response: { status: integrationStatus ?? status, headers, body: content } };
}

/** What the event has, as templates read it; a message has neither headers nor a query. */
function request(client: Client, { event }: Sent, body: string): MethodRequest {
  return {
    method: 'POST',
    pathParameters: {},
    query: event.multiValueQueryStringParameters ?? {},
    headers: Object.entries(event.headers ?? { 'Content-Type': 'application/json' }).flat(),
    body: Buffer.from(body),
    context: event.requestContext as ContextValues,
    stageVariables: client.stage.variables,
    binaryMediaTypes: [],
  };
}

/** The same in the words of REST APIs, with the templates chosen that the selection expressions name. */
function restIntegration(integration: WebSocketIntegration, body: string): RestIntegration {
  const { type, method, uri, credentialsArn, passthrough, requestParameters, contentHandling, templateSelection } = integration;
  const templates = integration.requestTemplates ?? {};
  const template = chosen(templates, templateSelection, body);
  const responses = integration.responses.map(restResponse);
  return {
    type,
    method: method ?? 'POST',
    ...(uri !== undefined && { uri }),
    ...(credentialsArn !== undefined && { credentialsArn }),
    ...(passthrough && { passthrough }),
    ...(contentHandling && { contentHandling }),
    ...(requestParameters && { requestParameters: inWordsOfRest(requestParameters) }),
    // Those that are not chosen count for what passes through where none is.
    requestTemplates: template === undefined ? templates : { $default: template },
    responses: responses.some(({ selectionPattern }) => selectionPattern === undefined)
      ? responses
      : [...responses, { statusCode: '200' }],
  };
}

function restResponse({ key, templates, templateSelection, contentHandling }: WebSocketIntegrationResponse) {
  const pattern = /^\/(.*)\/$/s.exec(key)?.[1];
  const template = chosen(templates, templateSelection, '');
  return {
    statusCode: '200',
    ...(key !== '$default' && { selectionPattern: pattern ?? key }),
    ...(template !== undefined && { responseTemplates: { 'application/json': template } }),
    ...(contentHandling && { contentHandling }),
  };
}

/** The template that an expression names, as `\$default`; without one, that under `$default`. */
function chosen(templates: Readonly<Record<string, string>>, selection: string | undefined, body: string): string | undefined {
  const key = selection === undefined ? undefined : (selectedKey(selection, body) ?? selection.replaceAll('\\$', '$'));
  return (key === undefined ? undefined : templates[key]) ?? templates.$default;
}

function inWordsOfRest(parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const pairs = Object.entries(parameters);
  return Object.fromEntries(pairs.map(([to, from]) => [to, from.replace(/^route\.request\./, 'method.request.')]));
}

async function invoke(client: Client, sent: Sent, asked: FunctionCall, ports: FunctionPorts): Promise<InvokeAnswer | AwsError> {
  const { functionArn, type, payload, credentialsArn } = asked;
  const source = `${client.stage.name}/${sent.route.key}`;
  const why = notPermitted(client, functionArn, source, credentialsArn, ports);
  if (why !== undefined) return awsError('AccessDeniedException', 403, why);
  const { traceHeader, turn } = sent;
  return ports.lambda.invoke({ functionName: functionArn, type, payload, logType: 'None', traceHeader, turn });
}

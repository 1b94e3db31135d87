import type { RestApi } from '../../../model/rest-api';
import { whyNotServed } from '../../../model/rest-api-door';
import { REST_HEADERS_MAX } from '../../../spec/rest-api';
import type { Chance } from '../../chance-port';
import { traceHeader } from '../../engine/trace-header';
import type { Journal } from '../../journal/journal';
import { gatewayRequestId } from '../gateway-request';
import { type HttpResponse, type RequestBody, type RequestHead, withHeaders } from '../http';
import { headerOf } from '../request-facts';
import { admitted, type UsageOptions } from './api-keys';
import { type AuthorizationOptions, authorize } from './authorization';
import { type Ending, type GatewayError, serverError } from './ending';
import type { Entered } from './entrance';
import { gatewayResponse } from './gateway-response';
import { invokeFunction } from './lambda-proxy';
import { type MappingOptions, mapIntegration } from './mapped-integration';
import { requestFlaw, type ValidateModel } from './request-validation';
import { ResourcePolicy } from './resource-policy';
import { methodOf, ResourceTable } from './resource-table';
import type { BegunRestCall, RestCall } from './rest-call';

export interface ServingOptions extends AuthorizationOptions, UsageOptions {
  readonly journal: Journal;
  readonly chance: Chance;
  /** @default integrations other than proxies of functions are not emulated */
  readonly mapping?: Pick<MappingOptions, 'callIntegration' | 'aws' | 'http'>;
  /** Of an API. */
  readonly validatorOf: (api: RestApi) => ValidateModel;
}

/** One REST API: takes requests through what a method asks for to its integration. */
export class ServedRestApi {
  private readonly resources: ResourceTable;
  private readonly policy: ResourcePolicy;
  private readonly validate: ValidateModel;

  constructor(
    readonly api: RestApi,
    private readonly options: ServingOptions,
  ) {
    this.resources = new ResourceTable(api.resources);
    this.policy = new ResourcePolicy(api);
    this.validate = options.validatorOf(api);
  }

  /** `entered` is undefined where the path leads to no stage. */
  async answer(head: RequestHead, rawPath: string, body: RequestBody, entered: Entered | undefined): Promise<HttpResponse> {
    const { chance, clock, journal } = this.options;
    const now = clock.now();
    const begun: BegunRestCall = {
      api: this.api,
      stage: entered?.stage ?? { name: '', deploymentId: '', variables: {} },
      domainName: entered?.domainName ?? this.api.domainName,
      head,
      body: body === 'tooLarge' ? NO_BODY : body,
      path: entered?.path ?? rawPath,
      below: entered?.below ?? rawPath,
      fullPath: rawPath,
      requestId: chance.uuid(),
      extendedRequestId: gatewayRequestId(chance),
      traceHeader: traceHeader(headerOf(head, 'x-amzn-trace-id'), now, chance),
      now,
    };
    const matched = entered && this.match(begun);
    const call = matched ?? begun;
    const ending = await this.end(call, body, entered !== undefined);

    const isOwn = 'error' in ending;
    const response = isOwn ? gatewayResponse(ending.call ?? call, ending.error) : ending.response;
    const refused = isOwn ? ending.error.refused : ending.refused;
    journal.append({
      kind: 'httpRequest',
      door: 'restApi',
      api: this.api.address.path,
      ...(entered && { stage: entered.stage.name }),
      ...{ requestId: begun.requestId, method: head.method, path: rawPath },
      ...(matched && { route: `${matched.method.httpMethod} ${matched.resource.path}` }),
      ...{ status: response.status, latencyMs: clock.now() - now },
      ...ending.told,
      ...(refused !== undefined && { refused }),
    });
    return withHeaders(response, [
      ...['x-amzn-RequestId', begun.requestId, 'x-amz-apigw-id', begun.extendedRequestId],
      ...(isOwn ? [] : ['X-Amzn-Trace-Id', begun.traceHeader]),
    ]);
  }

  private match(begun: BegunRestCall): RestCall | undefined {
    const found = this.resources.find(begun.below);
    const method = found && methodOf(found.resource, begun.head.method);
    return found && method && { ...begun, ...found, method };
  }

  private async end(call: BegunRestCall | RestCall, body: RequestBody, isEntered: boolean): Promise<Ending & Reached> {
    const before = this.refusedBefore(call, body, isEntered);
    if (before) return { error: before };
    if (!('method' in call)) {
      const refused = `no method takes ${call.head.method} ${call.below}`;
      return { error: { type: 'MISSING_AUTHENTICATION_TOKEN', message: 'Missing Authentication Token', refused } };
    }
    const authorized = await authorize(call, call.body, this.policy, this.options);
    const told = authorized.told && { authorizer: authorized.told };
    if ('error' in authorized) return { error: authorized.error, ...(told && { told }) };
    const metered = admitted(authorized.call, authorized.usageIdentifierKey, this.options);
    if ('type' in metered) return { error: metered, call: authorized.call, ...(told && { told }) };
    const flaw = await requestFlaw(metered, this.validate);
    if (flaw) return { error: flaw, call: metered, ...(told && { told }) };
    const ending = await this.integrate(metered);
    return { ...ending, call: metered, told: { ...told, ...ending.told } };
  }

  /** What is refused whatever the path leads to. */
  private refusedBefore(call: BegunRestCall, body: RequestBody, isEntered: boolean): GatewayError | undefined {
    const forbidden = { type: 'DEFAULT_4XX', message: 'Forbidden' } as const;
    if (this.api.endpointDisabled && call.domainName === this.api.domainName) {
      return { ...forbidden, refused: 'the default endpoint of the API is disabled' };
    }
    if (!isEntered) return { ...forbidden, refused: 'the path begins with no stage of the API' };
    if (headerBytes(call.head) > REST_HEADERS_MAX) {
      const refused = `the headers have more than ${REST_HEADERS_MAX} bytes`;
      return { ...forbidden, message: 'Request Header Fields Too Large', status: 431, refused };
    }
    if (body !== 'tooLarge') return undefined;
    const message = 'HTTP content length exceeded 10485760 bytes.';
    return { type: 'REQUEST_TOO_LARGE', message, refused: 'the body is larger than 10 MB' };
  }

  private integrate(call: RestCall): Ending | Promise<Ending> {
    const { integration } = call.method;
    const { mapping } = this.options;
    const why = whyNotServed(call.method);
    if (!integration || why !== undefined) return { error: serverError(why ?? 'the method has no integration') };
    if (integration.type === 'AWS_PROXY') return invokeFunction(call, integration, this.options);
    if (mapping) return mapIntegration(call, integration, { ...this.options, ...mapping });
    return { error: serverError(`Integrations of type ${integration.type} are not emulated.`) };
  }
}

/** The request as far as it came. */
interface Reached {
  readonly call?: RestCall;
}

const NO_BODY = Buffer.alloc(0);

function headerBytes({ rawHeaders }: RequestHead): number {
  return rawHeaders.reduce((sum, text) => sum + text.length, 0);
}

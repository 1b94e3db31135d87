import type { Application } from '../../../model/application';
import type { LatticeAction, LatticeListener, LatticeService, LatticeTargetGroup } from '../../../model/lattice';
import { LATTICE_PRINCIPAL, LATTICE_REQUEST_MAX } from '../../../spec/lattice';
import type { Chance } from '../../chance-port';
import { weighted } from '../../engine/load-balancer/forward';
import { latticeRuleFor } from '../../engine/load-balancer/lattice-match';
import { traceHeader } from '../../engine/trace-header';
import type { Journal } from '../../journal/journal';
import type { Clock } from '../../time/clock';
import { type Door, type HttpResponse, jsonResponse, type RequestBody, type RequestHead } from '../http';
import { invokeTarget, type TargetPorts } from '../load-balancer/function-target';
import { headerOf, sentHeaders, sourceIp } from '../request-facts';
import { latticeEvent } from './event';
import { type LatticePlace, latticePlaceOf, listenerAt, localHostOf } from './place';
import { latticeResponse } from './response';

export interface LatticeOptions extends TargetPorts {
  readonly application: Pick<Application, 'latticeServices' | 'latticeTargetGroups'>;
  readonly journal: Journal;
  readonly chance: Chance;
  readonly clock: Pick<Clock, 'now'>;
}

interface Asked {
  readonly head: RequestHead;
  readonly place: LatticePlace;
  readonly service: LatticeService;
  readonly listener: LatticeListener;
  readonly body: RequestBody;
}

interface Ending {
  readonly response: HttpResponse;
  readonly integration?: string;
  readonly integrationStatus?: number;
  readonly refused?: string;
}

/** Serves the services of VPC Lattice, at the addresses of `place.ts`. */
export function latticeDoor(options: LatticeOptions): Door {
  const { latticeServices = [], latticeTargetGroups = [] } = options.application;
  const labels = latticeServices.map((service) => [service.domainName.split('.')[0] as string, service] as const);
  const services = new Map([...latticeServices.map((service) => [service.id, service] as const), ...labels]);
  const groups = new Map(latticeTargetGroups.map((group) => [group.id, group]));
  return (head) => {
    const place = latticePlaceOf(head);
    if (!place) return undefined;
    const service = services.get(place.service);
    const listener = service && listenerAt(service, place.port);
    if (!service || !listener) return { bodyLimit: 0, answer: () => notThere(place) };
    return {
      bodyLimit: LATTICE_REQUEST_MAX,
      answer: (body) => answer({ head, place, service, listener, body }, groups, options),
    };
  };
}

/** AWS answers nothing: there is nobody who listens. */
function notThere({ service, port }: LatticePlace): HttpResponse {
  const at = port === undefined ? '' : ` that listens on port ${port}`;
  return jsonResponse(404, { message: `The app has no service of VPC Lattice ${service}${at}.` });
}

async function answer(
  asked: Asked,
  groups: ReadonlyMap<string, LatticeTargetGroup>,
  options: LatticeOptions,
): Promise<HttpResponse> {
  const { head, place, service, listener } = asked;
  const { clock, chance, journal } = options;
  const startedAt = clock.now();
  const seen = { method: head.method, path: place.rawPath, headers: headersOf(asked) };
  const rule = latticeRuleFor(listener, seen);
  const requestId = chance.uuid();
  const { response, ...told } = await end(rule?.action ?? listener.defaultAction, asked, groups, options);
  const route = `${listener.port}:${rule?.priority ?? 'default'}`;
  journal.append({
    ...{ kind: 'httpRequest', door: 'latticeService', api: service.address.path, requestId, route },
    ...{ method: head.method, path: place.rawPath, ...told },
    ...{ status: response.status, latencyMs: clock.now() - startedAt },
  });
  return response;
}

async function end(
  action: LatticeAction,
  asked: Asked,
  groups: ReadonlyMap<string, LatticeTargetGroup>,
  options: LatticeOptions,
): Promise<Ending> {
  const { service, head, place, body } = asked;
  if (service.authType === 'AWS_IAM') return failed(501, 'auth policies are not emulated');
  if (action.kind === 'fixedResponse') return { response: { status: action.status, headers: [], body: '' } };
  const { clock, chance } = options;
  const id = weighted(action.groups, chance.fraction())?.id;
  const group = id === undefined ? undefined : groups.get(id);
  if (group?.functionArn === undefined) return failed(503, `the target group ${id ?? ''} has no function of this app as target`);
  if (body === 'tooLarge') return failed(413, `the body has more than ${LATTICE_REQUEST_MAX} bytes`);

  const now = clock.now();
  const { method, rawQuery } = head;
  const event = latticeEvent({
    ...{ service, group, method, rawPath: place.rawPath, rawQuery, body, now, headers: headersOf(asked) },
  });
  const given = headerOf(head, 'x-amzn-trace-id');
  const trace = (active: boolean) => traceHeader(given, now, chance, active);
  const { functionArn: integration, arn, account } = group;
  const target = { functionArn: integration, arn, account, principal: LATTICE_PRINCIPAL };
  const result = await invokeTarget(options, target, event, trace);
  if (result.kind === 'refused') return failed(502, result.why);
  if (result.kind === 'awsError') return { ...failed(502, `${result.type}: ${result.message}`), integration };
  const told = { integration, integrationStatus: result.statusCode };
  if (result.functionError !== undefined) return { ...failed(502, 'the function failed'), ...told };
  const response = latticeResponse(result.payload);
  return 'malformed' in response ? { ...failed(502, response.malformed), ...told } : { response, ...told };
}

function failed(status: number, why: string): Ending {
  const reason = why.replace(/[^\x20-\x7e]/g, '?');
  return { response: { status, headers: ['x-lambda-kit-reason', reason], body: '' }, refused: why };
}

/** The host is the one that leads here, so that links which a handler builds of it do, too. */
function headersOf({ head, service, listener }: Asked): readonly (readonly [string, string])[] {
  const sent = [...sentHeaders(head)].map(([name, value]) => [name.toLowerCase(), value] as const);
  const forwarded = sent.filter(([name]) => name === 'x-forwarded-for').map(([, value]) => value);
  return [
    ['host', `${localHostOf(service, listener.port)}:${head.port}`],
    ...sent.filter(([name]) => name !== 'host' && name !== 'x-forwarded-for'),
    ['x-forwarded-for', [...forwarded, sourceIp(head)].join(', ')],
  ];
}

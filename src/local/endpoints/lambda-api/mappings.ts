import type {
  CreateEventSourceMappingRequest,
  DeleteEventSourceMappingRequest,
  EventSourceMappingConfiguration,
  GetEventSourceMappingRequest,
  ListEventSourceMappingsRequest,
  ListEventSourceMappingsResponse,
  UpdateEventSourceMappingRequest,
} from '@aws-sdk/client-lambda';
import { LONG_PAGE_ITEMS } from '../../../spec/control-plane';
import type { AwsError } from '../../engine/aws-error';
import { defaultsOf } from '../../engine/registry/mapping-defaults';
import { createMapping, deleteMapping, existing, kindOf, updateMapping } from '../../engine/registry/mappings';
import { invalidParameter } from '../../engine/registry/preconditions';
import type { Given } from '../../engine/service-port';
import { parseReference } from '../../engine/target';
import { resolved } from './configuration-view';
import { type Context, find, isError, type LambdaOperation, notEmulated } from './context';
import { mappingError } from './mapping-errors';
import { mappingSettings, mappingView } from './mapping-view';
import { pageOf } from './paging';

type Mapping = EventSourceMappingConfiguration;

/** ESM-01 to ESM-22, ESM-30, ESM-33, ESM-41 to ESM-53. */
export const createEventSourceMapping: LambdaOperation<Given<CreateEventSourceMappingRequest>, Mapping> = (input, context) => {
  const refused = refusedMember('CreateEventSourceMapping', input);
  if (refused) return refused;
  const { EventSourceArn: eventSourceArn } = input;
  const kind = input.SelfManagedEventSource ? 'self-managed-kafka' : kindOf(eventSourceArn);
  if (kind === undefined || (input.SelfManagedEventSource && eventSourceArn !== undefined)) {
    return invalidParameter('Unrecognized event source.');
  }
  const functionArn = functionArnOf(input.FunctionName, context);
  if (isError(functionArn)) return functionArn;
  const { region, account } = context;
  const settings = { ...defaultsOf(kind), ...mappingSettings(input) };
  const mapping = { region, account, kind, functionArn, enabled: input.Enabled ?? true, settings };
  const wanted = eventSourceArn === undefined ? mapping : { ...mapping, eventSourceArn };
  const wrong = mappingError(wanted, mappingSettings(input));
  if (wrong) return wrong;
  const created = context.registry.change((state, moment) => createMapping(state, wanted, moment));
  return isError(created) ? created : mappingView(created);
};

/** Also what pauses a mapping and lets it go on (ESM-36). */
export const updateEventSourceMapping: LambdaOperation<Given<UpdateEventSourceMappingRequest>, Mapping> = (input, context) => {
  const refused = refusedMember('UpdateEventSourceMapping', input);
  if (refused) return refused;
  const present = existing(context.registry.state, input.UUID);
  if ('type' in present) return present;
  const functionArn = input.FunctionName === undefined ? present.functionArn : functionArnOf(input.FunctionName, context);
  if (isError(functionArn)) return functionArn;
  const given = mappingSettings(input);
  const wrong = mappingError({ ...present, settings: { ...present.settings, ...given } }, given);
  if (wrong) return wrong;
  const wish = { functionArn, settings: given, ...(input.Enabled !== undefined && { enabled: input.Enabled }) };
  const updated = context.registry.change((state, moment) => updateMapping(state, input.UUID, wish, moment));
  return isError(updated) ? updated : mappingView(updated);
};

/** Whoever asks for a mapping sees its changes done. */
export const getEventSourceMapping: LambdaOperation<Given<GetEventSourceMappingRequest>, Mapping> = (input, { registry }) => {
  registry.look(input.UUID);
  const present = existing(registry.state, input.UUID);
  return 'type' in present ? present : mappingView(present);
};

export const deleteEventSourceMapping: LambdaOperation<Given<DeleteEventSourceMappingRequest>, Mapping> = (
  input,
  { registry },
) => {
  const deleted = registry.change((state, moment) => deleteMapping(state, input.UUID, moment));
  return isError(deleted) ? deleted : mappingView(deleted);
};

/** By function, by source, by both or all. */
export const listEventSourceMappings: LambdaOperation<Given<ListEventSourceMappingsRequest>, ListEventSourceMappingsResponse> = (
  input,
  context,
) => {
  const { EventSourceArn: source, FunctionName: name } = input;
  const named = name === undefined ? undefined : parseReference(name, undefined);
  if (isError(named)) return named;
  // By name, since a mapping outlives its function (ESM-35).
  const end = named && `:function:${named.name}${named.qualifier === undefined ? '' : `:${named.qualifier}`}`;
  const mappings = context.registry.state.mappings.filter(
    (each) =>
      each.region === context.region &&
      (source === undefined || each.eventSourceArn === source) &&
      (end === undefined || each.functionArn.endsWith(end)),
  );
  const page = pageOf(mappings, ({ uuid }) => uuid, input, LONG_PAGE_ITEMS);
  return isError(page) ? page : { EventSourceMappings: page.items.map(mappingView), NextMarker: page.next };
};

/** ESM-22, ESM-42. */
function functionArnOf(name: string, context: Context): string | AwsError {
  const missing = () => invalidParameter('Function does not exist');
  const located = find(context, { FunctionName: name }, missing);
  if (isError(located)) return located;
  return isError(resolved(located.fn, located.qualifier)) ? missing() : located.arn;
}

function refusedMember(operation: string, input: { readonly KMSKeyArn?: string; readonly Tags?: object }): AwsError | undefined {
  if (input.KMSKeyArn) return notEmulated(operation, 'KMSKeyArn', 'nothing is encrypted here; leave it out.');
  if (input.Tags && Object.keys(input.Tags).length > 0) return notEmulated(operation, 'Tags', 'leave them out.');
  return undefined;
}

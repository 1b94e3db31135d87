import type { WebSocketApi } from '../../../model/web-socket-api';
import { partitionOf } from '../../../spec/pseudo-parameters';
import type { Chance } from '../../chance-port';
import type { Gate } from '../../engine/identity/gate';
import type { Call } from '../../engine/service-port';
import { apiPlaceOf } from '../api-place';
import { type AuthenticationOptions, authenticationError } from '../authentication';
import { callFacts } from '../call-facts';
import type { Door } from '../http';
import { DEFAULT_BODY_LIMIT, type SchemaText, ServedService } from '../protocol/served-service';
import { type ManagementOptions, managementService, TOO_LONG } from './management-api';

export interface ManagementDoorOptions extends ManagementOptions {
  readonly apis: readonly WebSocketApi[];
  readonly authentication: AuthenticationOptions;
  /** Whom IAM lets in. @default everybody */
  readonly gate?: Gate;
  readonly schema: SchemaText;
  readonly chance: Chance;
}

/** The management API at the address of an API's stage, where handlers call it. */
export function managementDoor(options: ManagementDoorOptions): Door {
  const served = new Map<string, ServedService>();
  const servedAt = (apiId: string, stage: string) => {
    const key = `${apiId}/${stage}`;
    const known = served.get(key) ?? new ServedService(managementService({ ...options, at: { apiId, stage } }), options.schema);
    served.set(key, known);
    return known;
  };
  return (head) => {
    const place = apiPlaceOf(head);
    const api = place && options.apis.find(({ id, region }) => id === place.id && (place.region ?? region) === region);
    const [, stage, rawPath] = /^\/([^/]+)(\/@connections\/.+)$/.exec(place?.rawPath ?? '') ?? [];
    if (!api || !api.stages.some(({ name }) => name === stage)) return undefined;
    const service = servedAt(api.id, stage as string);
    // The signature is for the whole path, the operation for its end.
    const inner = { ...head, rawPath: rawPath as string };
    return {
      bodyLimit: DEFAULT_BODY_LIMIT,
      answer: (body) => {
        const asked = service.asked(inner, body);
        const { credentials } = options.authentication;
        const call: Call = {
          ...callFacts(head, { credentials, home: api }),
          ...{ requestId: options.chance.uuid(), operation: asked.name, account: api.account },
        };
        if (body === 'tooLarge') return service.error(asked.wire, TOO_LONG, inner, call);
        const refused = authenticationError(head, body, 'execute-api', asked.wire, options.authentication);
        return refused
          ? service.error(asked.wire, refused, inner, call)
          : service.answer(asked, inner, body, call, options.gate && atStage(options.gate, api, stage as string));
      },
    };
  };
}

/** The resource of a call is the stage that it was sent to, which is no part of its input. */
function atStage(gate: Gate, { id, region, account }: WebSocketApi, stage: string): Gate {
  const stageArn = `arn:${partitionOf(region).id}:execute-api:${region}:${account}:${id}/${stage}`;
  return { refusal: (service, operation, input, call) => gate.refusal(service, operation, { ...input, stageArn }, call) };
}

import type { ManagementPlace } from '../../../../spec/iam/management-api';
import { EVERYTHING, type Place, type Places } from './place';

/** Where a call of the management API went: to the address of a stage, which is no part of its input. */
export interface AtStage {
  /** `arn:aws:execute-api:…:API/STAGE`. */
  readonly stageArn?: string;
}

function connection(method: string): Place {
  return ({ ConnectionId, stageArn }: AtStage & { readonly ConnectionId: string }) =>
    stageArn === undefined ? undefined : [`${stageArn}/${method}/@connections/${encodeURIComponent(ConnectionId)}`];
}

export const MANAGEMENT_PLACES: Places<ManagementPlace> = {
  everything: EVERYTHING,
  posted: connection('POST'),
  got: connection('GET'),
  deleted: connection('DELETE'),
};

import { logGroupArn } from '../../../model/log-group';
import type { Sender } from '../../engine/outlet';
import type { LogGroup } from './store';

/** A log group as the policies of its subscribers see it (LOG-02). */
export function senderOf({ place, name }: LogGroup): Sender {
  return {
    ...{ principal: 'logs.amazonaws.com', regionalPrincipal: `logs.${place.region}.amazonaws.com` },
    ...{ arn: `${logGroupArn(place, name)}:*`, account: place.account },
  };
}

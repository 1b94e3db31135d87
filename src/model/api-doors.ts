import type { ApiDoor } from './api-door';
import type { Application } from './application';
import { distributionDoors } from './distribution-door';
import { httpApiDoors } from './http-api-door';
import { latticeDoors } from './lattice-door';
import { loadBalancerDoors } from './load-balancer-door';
import { restApiDoors } from './rest-api-door';
import { webSocketApiDoors } from './web-socket-api-door';

/** Every API of the app; each family has a line. */
export function apiDoorsOf(application: Application): readonly ApiDoor[] {
  return [
    ...httpApiDoors(application),
    ...restApiDoors(application),
    ...webSocketApiDoors(application),
    ...loadBalancerDoors(application),
    ...latticeDoors(application),
    ...distributionDoors(application),
  ];
}

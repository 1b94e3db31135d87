import type { Chance } from '../../chance-port';
import type { Clock } from '../../time/clock';
import type { SecretStore } from './store';

/** What the operations work with. */
export interface SecretPorts {
  readonly store: SecretStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly chance: Chance;
}

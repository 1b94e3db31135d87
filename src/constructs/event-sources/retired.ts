import type { IConstruct } from 'constructs';
import { RETIRED_SERVICES } from '../../spec/retired-services';
import { warn } from '../construct-warning';

/** Warns that a service is no more, or no more for all (VAL-26). */
export function warnOfRetired(construct: IConstruct, name: string): void {
  const { why, rule } = RETIRED_SERVICES.find((service) => service.name === name) ?? { why: '', rule: '' };
  warn(construct, 'SERVICE_RETIRED', `This needs ${name}, and ${why} (${rule}).`);
}

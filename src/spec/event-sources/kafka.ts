import { MAPPING_SOURCE } from '../event-source-mapping';
import type { TextLimit } from '../limit';

export const POLLER_GROUP_NAME: TextLimit = { min: 1, max: 128, rule: 'ESM-09', source: MAPPING_SOURCE };

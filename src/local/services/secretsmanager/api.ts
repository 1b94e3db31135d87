import type { AwsService } from '../../engine/service-port';
import { listOperations } from './listing';
import { passwordOperations } from './password';
import type { SecretPorts } from './ports';
import { secretOperations } from './secrets';
import { valueOperations } from './values';
import { versionOperations } from './versions';

/** AWS Secrets Manager over a store. */
export function secretsManagerService(ports: SecretPorts): AwsService {
  return {
    id: 'secretsmanager',
    operations: {
      ...valueOperations(ports),
      ...secretOperations(ports),
      ...versionOperations(ports),
      ...listOperations(ports),
      ...passwordOperations(ports),
    },
  };
}

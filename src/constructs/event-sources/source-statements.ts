import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { SourceKind } from '../../spec/event-source-mapping';
import { MAPPING_NETWORK_ACTIONS, SOURCE_PERMISSIONS } from '../../spec/mapping-permissions';

/** What Lambda does on such a source for the function; of alternatives the first. */
export function readStatement(kind: SourceKind, ...resources: readonly string[]): iam.PolicyStatement {
  const actions = (SOURCE_PERMISSIONS[kind]?.actions ?? []).flatMap(([first]) => first ?? []);
  return new iam.PolicyStatement({ actions, resources: [...resources] });
}

/** For what is encrypted with a key of one's own. */
export function decryptStatements(key: kms.IKey | undefined): readonly iam.PolicyStatement[] {
  return key ? [new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] })] : [];
}

/** How a mapping stands in the network of its source: EC2 knows no narrower resource for it. */
export function networkStatement(): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: [...MAPPING_NETWORK_ACTIONS], resources: ['*'] });
}

/** What Lambda logs in with. */
export function secretStatements(secret: secretsmanager.ISecret | undefined): readonly iam.PolicyStatement[] {
  if (!secret) return [];
  // Of a secret that was imported by its name, the six characters at the end of the ARN are not known.
  const arn = secret.secretFullArn ?? `${secret.secretArn}-??????`;
  const read = new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arn] });
  return [read, ...decryptStatements(secret.encryptionKey)];
}

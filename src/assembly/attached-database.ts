import type { JsonObject } from './json';
import type { Resource } from './resource';
import { attempt } from './unresolved';

/** Databases whose details a `SecretTargetAttachment` adds to a secret, with the property that names what is in them. */
const DATABASES: Readonly<Record<string, { readonly identifier: string; readonly name: string }>> = {
  'AWS::RDS::DBInstance': { identifier: 'dbInstanceIdentifier', name: 'DBName' },
  'AWS::RDS::DBCluster': { identifier: 'dbClusterIdentifier', name: 'DatabaseName' },
};
export const ATTACHED_DATABASES: readonly string[] = Object.keys(DATABASES);

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html */
const ENGINES: readonly (readonly [RegExp, string])[] = [
  [/postgres/, 'postgres'],
  [/^aurora|mysql/, 'mysql'],
  [/mariadb/, 'mariadb'],
  [/oracle/, 'oracle'],
  [/sqlserver/, 'sqlserver'],
];

/** What an attachment adds to a secret: how to reach its database. Undefined where that is none of the app. */
export function attachedDetails(attachment: Resource, databases: readonly Resource[]): JsonObject | undefined {
  const type = attempt(() => attachment.text('TargetType')).value;
  const target = attempt(() => attachment.text('TargetId')).value;
  const database = databases.find((each) => each.type === type && nameOf(each) === target);
  const members = type === undefined ? undefined : DATABASES[type];
  if (database === undefined || members === undefined) return undefined;
  const attribute = (name: string) => String(database.home.attribute(database.logicalId, name));
  const written = database.text('Engine') ?? '';
  const engine = ENGINES.find(([pattern]) => pattern.test(written))?.[1];
  const name = attempt(() => database.text(members.name)).value;
  return {
    ...(engine !== undefined && { engine }),
    host: attribute('Endpoint.Address'),
    port: Number(attribute('Endpoint.Port')),
    [members.identifier]: nameOf(database) ?? '',
    ...(name !== undefined && { dbname: name }),
  };
}

function nameOf(database: Resource): string | undefined {
  return attempt(() => String(database.home.ref(database.logicalId))).value;
}

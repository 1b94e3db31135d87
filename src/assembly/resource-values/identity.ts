import { arnRow, type Facts, idRow, type Rows, row } from './facts';

/** IAM is global: its ARNs have no Region. */
function iamArn(r: Facts, kind: string, property: string, limit: number): string {
  return r.arn('iam', `${kind}${r.text('Path') ?? '/'}${r.named(property, limit)}`, '');
}

const managedPolicyArn = (r: Facts) => iamArn(r, 'policy', 'ManagedPolicyName', 128);
const openIdArn = (r: Facts) => r.arn('iam', `oidc-provider/${(r.text('Url') ?? '').replace(/^https:\/\//, '')}`, '');
const userPoolId = (r: Facts) => `${r.region}_${r.madeUp(9, 'mixed')}`;
const userPoolProvider = (r: Facts) => `cognito-idp.${r.region}.${r.urlSuffix}/${userPoolId(r)}`;
const clientId = (r: Facts) => r.madeUp(26);
/** CloudFormation leaves out the name of the stack. */
export const secretName = (r: Facts) => r.text('Name') ?? `${r.logicalId}-${r.madeUp(12, 'mixed', 'name')}`;
const secretArn = (r: Facts) => {
  return r.arn('secretsmanager', `secret:${secretName(r)}-${r.madeUp(6, 'mixed', 'arn')}`);
};
const keyId = (r: Facts) => r.uuid();

export const IDENTITY: Rows = {
  'AWS::IAM::Role': row((r) => r.named('RoleName', 64), {
    Arn: (r) => iamArn(r, 'role', 'RoleName', 64),
    RoleId: (r) => `AROA${r.madeUp(17, 'upper')}`,
  }),
  'AWS::IAM::User': row((r) => r.named('UserName', 64), { Arn: (r) => iamArn(r, 'user', 'UserName', 64) }),
  'AWS::IAM::Group': row((r) => r.named('GroupName', 128), { Arn: (r) => iamArn(r, 'group', 'GroupName', 128) }),
  'AWS::IAM::InstanceProfile': row((r) => r.named('InstanceProfileName', 128), {
    Arn: (r) => iamArn(r, 'instance-profile', 'InstanceProfileName', 128),
  }),
  'AWS::IAM::ManagedPolicy': arnRow(managedPolicyArn, ['PolicyArn'], { PolicyId: (r) => `ANPA${r.madeUp(17, 'upper')}` }),
  'AWS::IAM::Policy': idRow((r) => r.named('PolicyName', 128), 'Id'),
  'AWS::IAM::AccessKey': row((r) => `AKIA${r.madeUp(16, 'upper')}`, {
    Id: (r) => `AKIA${r.madeUp(16, 'upper')}`,
    SecretAccessKey: (r) => r.madeUp(40, 'mixed', 'secret'),
  }),
  'AWS::IAM::OIDCProvider': arnRow(openIdArn, ['Arn']),

  'AWS::Cognito::UserPool': row(userPoolId, {
    UserPoolId: userPoolId,
    Arn: (r) => r.arn('cognito-idp', `userpool/${userPoolId(r)}`),
    ProviderName: userPoolProvider,
    ProviderURL: (r) => `https://${userPoolProvider(r)}`,
  }),
  'AWS::Cognito::UserPoolClient': row(clientId, {
    ClientId: clientId,
    ClientSecret: (r) => r.madeUp(51, 'lower', 'secret'),
    Name: (r) => r.named('ClientName', 128),
  }),
  'AWS::Cognito::UserPoolDomain': row((r) => r.text('Domain') ?? r.madeUp(12), {
    CloudFrontDistribution: (r) => `d${r.madeUp(13)}.cloudfront.net`,
  }),
  'AWS::Cognito::UserPoolGroup': row((r) => r.named('GroupName', 128)),
  'AWS::Cognito::UserPoolResourceServer': row((r) => r.text('Identifier') ?? r.logicalId),
  'AWS::Cognito::IdentityPool': row((r) => `${r.region}:${r.uuid()}`, {
    Id: (r) => `${r.region}:${r.uuid()}`,
    Name: (r) => r.named('IdentityPoolName', 128),
  }),

  'AWS::SecretsManager::Secret': idRow(secretArn, 'Id'),
  'AWS::SecretsManager::SecretTargetAttachment': idRow((r) => r.text('SecretId') ?? '', 'Id'),
  'AWS::SecretsManager::RotationSchedule': idRow((r) => r.text('SecretId') ?? '', 'Id'),
  'AWS::SecretsManager::ResourcePolicy': idRow((r) => r.text('SecretId') ?? '', 'Id'),
  'AWS::KMS::Key': row(keyId, { KeyId: keyId, Arn: (r) => r.arn('kms', `key/${keyId(r)}`) }),
  'AWS::KMS::ReplicaKey': row(keyId, { KeyId: keyId, Arn: (r) => r.arn('kms', `key/${keyId(r)}`) }),
  'AWS::KMS::Alias': row((r) => r.text('AliasName') ?? `alias/${r.logicalId}`),
  'AWS::CertificateManager::Certificate': arnRow((r) => r.arn('acm', `certificate/${r.uuid()}`), ['CertificateArn']),
  'AWS::WAFv2::WebACL': row((r) => `${r.named('Name', 128)}|${r.uuid()}|${r.text('Scope') ?? 'REGIONAL'}`, {
    Id: (r) => r.uuid(),
    Arn: (r) => {
      const scope = r.text('Scope') === 'CLOUDFRONT' ? 'global' : 'regional';
      return r.arn('wafv2', `${scope}/webacl/${r.named('Name', 128)}/${r.uuid()}`);
    },
  }),
};

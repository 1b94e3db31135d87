import { functionArnFrom } from '../../model/function-name';
import { type Facts, idRow, namedRow, type Rows, row } from './facts';

/** The function's ARN with the resource's qualifier, for whatever hangs on a function. */
function qualifiedArn(r: Facts, property: string, qualifier: string | undefined): string {
  const arn = functionArnFrom(r.text(property) ?? '', r);
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

const versionArn = (r: Facts) => qualifiedArn(r, 'FunctionName', r.ordinal());
const aliasArn = (r: Facts) => qualifiedArn(r, 'FunctionName', r.named('Name', 128));
const layerArn = (r: Facts) => r.arn('lambda', `layer:${r.named('LayerName', 140)}:${r.ordinal()}`);
const codeSigningArn = (r: Facts) => r.arn('lambda', `code-signing-config:csc-${r.madeUp(17)}`);
const urlArn = (r: Facts) => {
  const qualifier = r.text('Qualifier');
  const target = r.text('TargetFunctionArn') ?? '';
  return qualifier === undefined && /:function:[^:]+:[^:]+$/.test(target)
    ? target
    : qualifiedArn(r, 'TargetFunctionArn', qualifier);
};

/** 32 lower-case letters and digits (URL-01). */
export const functionUrlId = (r: Facts) => r.madeUp(32, 'lower', 'url');

/** `<id>.lambda-url.<region>.on.aws` (URL-01). */
export const functionUrlDomain = (r: Facts) => `${functionUrlId(r)}.lambda-url.${r.region}.on.aws`;

export const LAMBDA: Rows = {
  'AWS::Lambda::Function': {
    ...namedRow('FunctionName', 64, 'lambda', (name) => `function:${name}`),
    other: (r, attribute) =>
      ({
        'SnapStartResponse.ApplyOn': r.text('SnapStart', 'ApplyOn') ?? 'None',
        'SnapStartResponse.OptimizationStatus': 'Off',
      })[attribute],
  },
  'AWS::Lambda::Version': row(versionArn, { Version: (r) => r.ordinal(), FunctionArn: versionArn }),
  'AWS::Lambda::Alias': idRow(aliasArn, 'AliasArn'),
  'AWS::Lambda::LayerVersion': idRow(layerArn, 'LayerVersionArn'),
  'AWS::Lambda::Url': row(urlArn, { FunctionArn: urlArn, FunctionUrl: (r) => `https://${functionUrlDomain(r)}/` }),
  'AWS::Lambda::EventSourceMapping': row((r) => r.uuid(), {
    Id: (r) => r.uuid(),
    EventSourceMappingArn: (r) => r.arn('lambda', `event-source-mapping:${r.uuid()}`),
  }),
  'AWS::Lambda::Permission': idRow((r) => `${r.logicalId}-${r.madeUp(12, 'upper')}`, 'Id'),
  'AWS::Lambda::EventInvokeConfig': row((r) => `${r.logicalId}-${r.madeUp(12, 'upper')}`),
  'AWS::Lambda::CapacityProvider': namedRow('CapacityProviderName', 140, 'lambda', (name) => `capacity-provider:${name}`),
  'AWS::Lambda::CodeSigningConfig': row(codeSigningArn, {
    CodeSigningConfigArn: codeSigningArn,
    CodeSigningConfigId: (r) => `csc-${r.madeUp(17)}`,
  }),
};

import { ASSEMBLY_ERRORS } from '../../src/assembly/assembly-error';
import { FINDINGS, type FindingCode } from '../../src/assembly/finding-codes';
import { readAssembly } from '../../src/assembly/read-assembly';
import { withGivenLayers } from '../../src/local/drivers/given-layers';
import { appOf, assemblyOf, fn, folderWith } from './scratch-assembly';

const sees = (V: unknown, sections = {}) => appOf({ F: fn({ Environment: { Variables: { V } } }) }, sections);
const hanging = (type: string, properties: Record<string, unknown>) =>
  appOf({ F: fn(), H: { Type: `AWS::Lambda::${type}`, Properties: { FunctionName: { Ref: 'F' }, ...properties } } });
const chain = () => {
  const named = (i: number) => ({ Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardName: { Ref: `Q${i + 1}` } } });
  const dashboards = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`Q${i}`, named(i)]));
  return appOf({ ...dashboards, F: fn({ Environment: { Variables: { V: { Ref: 'Q0' } } } }) });
};

/** How each finding comes about. */
const SCENES: Record<FindingCode, () => ReturnType<typeof appOf>> = {
  ASSEMBLY_NEWER: () => readAssembly(folderWith({ 'manifest.json': { version: '56.0.0', artifacts: {} } })),
  CONTEXT_MISSING: () =>
    readAssembly(
      folderWith({ 'manifest.json': { version: '55.0.0', artifacts: {}, missing: [{ key: 'ssm:x' }, { key: 'ssm:x' }] } }),
    ),
  RESOURCE_INVALID: () => appOf({ F: {} }),
  PROPERTY_INVALID: () => appOf({ F: fn({ MemorySize: 'x' }) }),
  PROPERTY_NOT_EMULATED: () => appOf({ F: fn({ FileSystemConfigs: [{}] }) }),
  REFERENCE_UNKNOWN: () => sees({ Ref: 'None' }),
  RESOURCE_ABSENT: () => {
    const conditional = { Type: 'AWS::SQS::Queue', Condition: 'No' };
    return appOf(
      { Q: conditional, F: fn({ Environment: { Variables: { V: { Ref: 'Q' } } } }) },
      { Conditions: { No: { 'Fn::Equals': [1, 2] } } },
    );
  },
  CIRCULAR_REFERENCE: () => appOf({ F: fn({ FunctionName: { Ref: 'F' } }) }),
  CONDITION_UNKNOWN: () => appOf({ F: fn({}, { Condition: 'None' }) }),
  MAPPING_UNKNOWN: () => sees({ 'Fn::FindInMap': ['a', 'b', 'c'] }),
  PARAMETER_WITHOUT_VALUE: () => sees({ Ref: 'P' }, { Parameters: { P: { Type: 'String' } } }),
  IMPORT_UNKNOWN: () => sees({ 'Fn::ImportValue': 'none' }),
  OUTPUT_UNKNOWN: () => sees({ 'Fn::GetStackOutput': { StackName: 'none', OutputName: 'none' } }),
  INTRINSIC_UNKNOWN: () => sees({ 'Fn::New': 1 }),
  INTRINSIC_INVALID: () => sees({ 'Fn::Join': 1 }),
  VALUE_TOO_LARGE: chain,
  NESTED_TEMPLATE_UNKNOWN: () =>
    appOf({ N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://example.com/t' } } }),
  SSM_PARAMETER_UNKNOWN: () => sees('{{resolve:ssm:none}}'),
  SECRET_UNKNOWN: () => sees('{{resolve:secretsmanager:none}}'),
  LAYER_NOT_HERE: () => withGivenLayers(appOf({ F: fn({ Layers: ['arn:aws:lambda:us-east-1:017000801446:layer:Tools:7'] }) })),
  ATTRIBUTE_MADE_UP: () =>
    appOf({ X: { Type: 'Custom::X' }, F: fn({ Environment: { Variables: { V: { 'Fn::GetAtt': 'X.Y' } } } }) }),
  FUNCTION_NAME_TAKEN: () => appOf({ F: fn({ FunctionName: 'f' }), G: fn({ FunctionName: 'f' }) }),
  VERSION_UNKNOWN: () => hanging('Alias', { Name: 'live', FunctionVersion: '1' }),
  QUALIFIER_UNKNOWN: () => hanging('EventInvokeConfig', { Qualifier: 'none' }),
  ALIAS_WEIGHTS_INVALID: () =>
    hanging('Alias', { Name: 'a', FunctionVersion: '$LATEST', RoutingConfig: { AdditionalVersionWeights: [{}] } }),
};

test.each(Object.keys(FINDINGS) as FindingCode[])('%s says where, what is wrong, and what to do', (code) => {
  const { findings } = SCENES[code]();
  const [only] = findings;

  expect(findings.map((each) => each.code)).toEqual([code]);
  expect(only?.where).toMatch(/^(S\/\w+|manifest\.json)$/);
  expect(only?.message).toMatch(/^[\w$/].*\.$/);
  expect(only?.message).not.toContain('..');
  expect(only?.message).not.toContain('undefined');
});

test('every code has a sentence for its reader, and none means two things', () => {
  for (const sentence of Object.values(FINDINGS)) expect(sentence).toMatch(/^[A-Z].+; .+\.$/);
  expect(Object.keys(FINDINGS).filter((code) => code in ASSEMBLY_ERRORS)).toEqual([]);
});

test('a condition that cannot be told leaves out every resource that has it, of whatever type', () => {
  const app = readAssembly(
    assemblyOf({
      S: { Resources: { Q: { Type: 'AWS::SQS::Queue', Condition: 'None' }, F: fn({}, { Condition: 'None' }), G: fn() } },
    }),
  );

  expect(app.functions.map(({ address }) => address.path)).toEqual(['S/G']);
  expect(app.unsupported.map(({ address, why }) => [address.path, why])).toEqual([
    ['S/Q', 'It cannot be run: the condition None is not in the template of S.'],
    ['S/F', 'It cannot be run: the condition None is not in the template of S.'],
  ]);
});

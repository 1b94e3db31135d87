import { appOf, environmentOf, fn, valueOf } from './scratch-assembly';

const SECTIONS = {
  Parameters: {
    Text: { Type: 'String', Default: 'hello' },
    Count: { Type: 'Number', Default: 3 },
    Names: { Type: 'CommaDelimitedList', Default: 'one, two ,three' },
    Numbers: { Type: 'List<Number>', Default: '10,20' },
    Empty: { Type: 'String', Default: '' },
  },
  Conditions: {
    Yes: { 'Fn::Equals': [{ Ref: 'Text' }, 'hello'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    IsThree: { 'Fn::Equals': [{ Ref: 'Count' }, 3] },
    IsTrueText: { 'Fn::Equals': ['true', true] },
    AllOf: { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ Condition: 'No' }] }] },
    NotAllOf: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    AnyOf: { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] },
    NoneOf: { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'No' }] },
    EqualLists: { 'Fn::Equals': [{ Ref: 'Names' }, ['one', 'two', 'three']] },
  },
  Mappings: { Zones: { 'us-east-1': { zone: 'Virginia', list: ['a', 'b'] }, 'eu-west-1': { zone: 'Dublin' } } },
};
const QUEUE = { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } } };
const ifElse = (condition: string) => ({ 'Fn::If': [condition, 'then', 'else'] });
const joined = (list: unknown) => ({ 'Fn::Join': ['|', list] });

test.each<[string, unknown, string]>([
  // Ref
  ['Ref of a parameter', { Ref: 'Text' }, 'hello'],
  ['Ref of a number is text', { Ref: 'Count' }, '3'],
  ['Ref of an empty parameter', { Ref: 'Empty' }, ''],
  ['Ref of a resource', { Ref: 'Q' }, 'https://sqs.us-east-1.amazonaws.com/000000000000/jobs'],
  ['the account', { Ref: 'AWS::AccountId' }, '000000000000'],
  ['the Region', { Ref: 'AWS::Region' }, 'us-east-1'],
  ['the partition', { Ref: 'AWS::Partition' }, 'aws'],
  ['the URL suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
  ['the stack name', { Ref: 'AWS::StackName' }, 'S'],
  ['a number', 5, '5'],
  ['a boolean', true, 'true'],
  // Fn::GetAtt
  ['GetAtt as a list', { 'Fn::GetAtt': ['Q', 'Arn'] }, 'arn:aws:sqs:us-east-1:000000000000:jobs'],
  ['GetAtt as text', { 'Fn::GetAtt': 'Q.QueueName' }, 'jobs'],
  // Fn::Join
  ['Join', { 'Fn::Join': ['-', ['a', 'b', 'c']] }, 'a-b-c'],
  ['Join without delimiter', { 'Fn::Join': ['', ['a', { Ref: 'Text' }, 7, false]] }, 'ahello7false'],
  ['Join of an empty list', { 'Fn::Join': [',', []] }, ''],
  ['Join of a list parameter, whose members are trimmed', joined({ Ref: 'Names' }), 'one|two|three'],
  ['Join of a list of numbers', joined({ Ref: 'Numbers' }), '10|20'],
  ['Join leaves out AWS::NoValue', joined(['a', { Ref: 'AWS::NoValue' }, 'b']), 'a|b'],
  ['Join of what Split gives', joined({ 'Fn::Split': [',', 'x,y'] }), 'x|y'],
  // Fn::Sub
  [
    'Sub of a parameter, a pseudo parameter and an attribute',
    { 'Fn::Sub': '${Text} ${AWS::Region} ${Q.QueueName}' },
    'hello us-east-1 jobs',
  ],
  ['Sub with values of its own', { 'Fn::Sub': ['${a}/${Text}/${b}', { a: 'x', b: { Ref: 'Count' } }] }, 'x/hello/3'],
  ['Sub prefers its own values', { 'Fn::Sub': ['${Text}', { Text: 'mine' }] }, 'mine'],
  ['Sub with a dotted name of its own', { 'Fn::Sub': ['${Q.Arn}', { 'Q.Arn': 'mine' }] }, 'mine'],
  ['Sub leaves literals', { 'Fn::Sub': '${!Text} $Text $$ ${!a-b} {Text}' }, '${Text} $Text $$ ${a-b} {Text}'],
  ['Sub of AWS::NoValue is empty', { 'Fn::Sub': 'a${AWS::NoValue}b' }, 'ab'],
  ['Sub takes dollars in values as they are', { 'Fn::Sub': ['${a}', { a: '$& $1 ${Text}' }] }, '$& $1 ${Text}'],
  // Fn::Select and Fn::Split
  ['Select', { 'Fn::Select': [1, ['a', 'b', 'c']] }, 'b'],
  ['Select with a number as text', { 'Fn::Select': ['2', { Ref: 'Names' }] }, 'three'],
  ['Select with a number that is a reference', { 'Fn::Select': [{ Ref: 'Count' }, ['a', 'b', 'c', 'd']] }, 'd'],
  ['Split keeps empty parts', joined({ 'Fn::Split': [',', 'a,,b,'] }), 'a||b|'],
  ['Split of what has no delimiter', joined({ 'Fn::Split': ['|', 'abc'] }), 'abc'],
  ['the last part of an ARN', { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Q', 'Arn'] }] }] }, 'jobs'],
  // Conditions
  ['If of a condition that holds', ifElse('Yes'), 'then'],
  ['If of a condition that does not', ifElse('No'), 'else'],
  ['Equals compares a number parameter with a number', ifElse('IsThree'), 'then'],
  ['Equals compares true with "true"', ifElse('IsTrueText'), 'then'],
  ['Equals compares lists', ifElse('EqualLists'), 'then'],
  ['And', ifElse('AllOf'), 'then'],
  ['And that fails', ifElse('NotAllOf'), 'else'],
  ['Or', ifElse('AnyOf'), 'then'],
  ['Or that fails', ifElse('NoneOf'), 'else'],
  ['If looks only at the branch that is chosen', { 'Fn::If': ['Yes', 'fine', { Ref: 'Nothing' }] }, 'fine'],
  ['If in If', { 'Fn::If': ['No', 'a', { 'Fn::If': ['Yes', 'b', 'c'] }] }, 'b'],
  ['If inside a list', joined(['a', { 'Fn::If': ['No', 'x', { Ref: 'AWS::NoValue' }] }, 'b']), 'a|b'],
  // Fn::FindInMap
  ['FindInMap', { 'Fn::FindInMap': ['Zones', { Ref: 'AWS::Region' }, 'zone'] }, 'Virginia'],
  ['FindInMap of a list', joined({ 'Fn::FindInMap': ['Zones', 'us-east-1', 'list'] }), 'a|b'],
  [
    'FindInMap with a default that is not needed',
    { 'Fn::FindInMap': ['Zones', 'eu-west-1', 'zone', { DefaultValue: 'x' }] },
    'Dublin',
  ],
  [
    'FindInMap with a default for a missing key',
    { 'Fn::FindInMap': ['Zones', 'mars', 'zone', { DefaultValue: { Ref: 'Text' } }] },
    'hello',
  ],
  ['FindInMap with a default for a missing map', { 'Fn::FindInMap': ['None', 'a', 'b', { DefaultValue: 'none' }] }, 'none'],
  [
    'FindInMap is not fooled by what objects inherit',
    { 'Fn::FindInMap': ['Zones', 'constructor', 'name', { DefaultValue: 'none' }] },
    'none',
  ],
  // The others
  ['Base64', { 'Fn::Base64': 'AWS CloudFormation' }, 'QVdTIENsb3VkRm9ybWF0aW9u'],
  ['Base64 of UTF-8', { 'Fn::Base64': 'ü' }, 'w7w='],
  [
    'Cidr, as AWS documents it',
    joined({ 'Fn::Cidr': ['192.168.0.0/24', '6', '5'] }),
    '192.168.0.0/27|192.168.0.32/27|192.168.0.64/27|192.168.0.96/27|192.168.0.128/27|192.168.0.160/27',
  ],
  ['Cidr without bits makes 256 addresses', joined({ 'Fn::Cidr': ['10.0.0.0/16', 2] }), '10.0.0.0/24|10.0.1.0/24'],
  ['Cidr of an address inside the block', joined({ 'Fn::Cidr': ['10.1.2.3/16', 1, 8] }), '10.1.0.0/24'],
  ['Cidr of IPv6', joined({ 'Fn::Cidr': ['2001:db8:1234:1a00::/56', 2, 64] }), '2001:db8:1234:1a00::/64|2001:db8:1234:1a01::/64'],
  ['GetAZs of the own Region', joined({ 'Fn::GetAZs': '' }), 'us-east-1a|us-east-1b|us-east-1c'],
  ['GetAZs of another', { 'Fn::Select': [0, { 'Fn::GetAZs': 'eu-west-1' }] }, 'eu-west-1a'],
  ['Length of a list', { 'Fn::Length': { Ref: 'Names' } }, '3'],
  ['Length of nothing', { 'Fn::Length': [] }, '0'],
  [
    'ToJsonString',
    { 'Fn::ToJsonString': { a: [{ Ref: 'Count' }, 1, true], b: { Ref: 'AWS::NoValue' }, c: { d: { Ref: 'Text' } } } },
    '{"a":["3",1,true],"c":{"d":"hello"}}',
  ],
  [
    'an object with more members than a function is plain data',
    { 'Fn::ToJsonString': { Ref: 'Text', other: 1 } },
    '{"Ref":"Text","other":1}',
  ],
  [
    'members that all objects have',
    { 'Fn::ToJsonString': { ['__proto__']: 'x', constructor: 'y' } },
    '{"__proto__":"x","constructor":"y"}',
  ],
])('%s', (_, expression, expected) => {
  expect(valueOf(expression, SECTIONS, QUEUE)).toEqual({ value: expected, codes: [] });
});

test('AWS::NoValue takes a variable away', () => {
  expect(valueOf({ Ref: 'AWS::NoValue' })).toEqual({ value: undefined, codes: [] });
});

test.each<[string, unknown, string]>([
  ['Ref names nothing', { Ref: 'Nothing' }, 'REFERENCE_UNKNOWN'],
  ['Ref names what all objects have', { Ref: 'constructor' }, 'REFERENCE_UNKNOWN'],
  ['a pseudo parameter is not one', { Ref: 'AWS::Nothing' }, 'REFERENCE_UNKNOWN'],
  ['Ref is not of a name', { Ref: ['a'] }, 'INTRINSIC_INVALID'],
  ['GetAtt names nothing', { 'Fn::GetAtt': ['Nothing', 'Arn'] }, 'REFERENCE_UNKNOWN'],
  ['GetAtt names no attribute', { 'Fn::GetAtt': ['Q'] }, 'INTRINSIC_INVALID'],
  ['Sub names nothing', { 'Fn::Sub': 'a ${Nothing}' }, 'REFERENCE_UNKNOWN'],
  ['Sub has a name that is none', { 'Fn::Sub': '${event["x"]}' }, 'INTRINSIC_INVALID'],
  ['Sub has an empty name', { 'Fn::Sub': '${}' }, 'INTRINSIC_INVALID'],
  ['Sub is of a list', { 'Fn::Sub': '${Names}' }, 'INTRINSIC_INVALID'],
  ['Sub is of an expression', { 'Fn::Sub': { Ref: 'Text' } }, 'INTRINSIC_INVALID'],
  ['Join is of text', { 'Fn::Join': [',', 'abc'] }, 'INTRINSIC_INVALID'],
  ['Join is of lists', { 'Fn::Join': [',', [['a']]] }, 'INTRINSIC_INVALID'],
  ['Join lacks its list', { 'Fn::Join': [','] }, 'INTRINSIC_INVALID'],
  ['Select goes past the end', { 'Fn::Select': [3, { Ref: 'Names' }] }, 'INTRINSIC_INVALID'],
  ['Select takes a negative number', { 'Fn::Select': [-1, ['a']] }, 'INTRINSIC_INVALID'],
  ['Select is of text', { 'Fn::Select': [0, 'abc'] }, 'INTRINSIC_INVALID'],
  ['Split has no delimiter', { 'Fn::Split': ['', 'abc'] }, 'INTRINSIC_INVALID'],
  ['If names no condition', { 'Fn::If': ['Nothing', 1, 2] }, 'CONDITION_UNKNOWN'],
  ['If lacks a branch', { 'Fn::If': ['Yes', 1] }, 'INTRINSIC_INVALID'],
  ['FindInMap has no such map', { 'Fn::FindInMap': ['None', 'a', 'b'] }, 'MAPPING_UNKNOWN'],
  ['FindInMap has no such key', { 'Fn::FindInMap': ['Zones', 'us-east-1', 'none'] }, 'MAPPING_UNKNOWN'],
  ['Cidr is not of a block', { 'Fn::Select': [0, { 'Fn::Cidr': ['10.0.0.0', 1] }] }, 'INTRINSIC_INVALID'],
  ['Cidr is of addresses that are none', { 'Fn::Select': [0, { 'Fn::Cidr': ['10.0.0.300/16', 1] }] }, 'INTRINSIC_INVALID'],
  ['Cidr makes more than there is room for', { 'Fn::Select': [0, { 'Fn::Cidr': ['10.0.0.0/24', 3, 7] }] }, 'INTRINSIC_INVALID'],
  ['Cidr makes more than 256', { 'Fn::Select': [0, { 'Fn::Cidr': ['10.0.0.0/8', 257, 8] }] }, 'INTRINSIC_INVALID'],
  ['a function is not known', { 'Fn::Transform': { Name: 'X' } }, 'INTRINSIC_UNKNOWN'],
  ['an export is not there', { 'Fn::ImportValue': 'nobody' }, 'IMPORT_UNKNOWN'],
  ['a stack is not there', { 'Fn::GetStackOutput': { StackName: 'None', OutputName: 'O' } }, 'OUTPUT_UNKNOWN'],
  ['an output is not there', { 'Fn::GetStackOutput': { StackName: 'S', OutputName: 'O' } }, 'OUTPUT_UNKNOWN'],
  ['a variable is a list', ['a'], 'INTRINSIC_INVALID'],
  ['a variable is an object', { a: 1 }, 'INTRINSIC_INVALID'],
])('the variable is left out when %s', (_, expression, code) => {
  expect(valueOf(expression, SECTIONS, QUEUE)).toEqual({ value: undefined, codes: [code] });
});

test('a finding says which variable is left out, why, and what to do; the others are kept', () => {
  const app = appOf({ F: fn({ Environment: { Variables: { A: 'a', B: { 'Fn::ImportValue': 'nobody' }, C: 'c' } } }) });

  expect(environmentOf(app, 'S/F')).toEqual({ A: 'a', C: 'c' });
  expect(app.findings).toEqual([
    {
      code: 'IMPORT_UNKNOWN',
      where: 'S/F',
      message:
        'The environment variable B is left out: no stack of the app exports nobody. ' +
        'Put the exporting stack into the same app, or pass the value in.',
    },
  ]);
});

test('a condition of conditions that are wrong is reported, whichever way it is wrong', () => {
  const wrong: unknown[] = [
    { 'Fn::Equals': ['a'] },
    { 'Fn::And': [{ Condition: 'C' }] },
    { 'Fn::Contains': [['a'], 'a'] },
    'yes',
    { Condition: 'X' },
  ];
  const codes = wrong.map((condition) => valueOf({ 'Fn::If': ['C', 1, 2] }, { Conditions: { C: condition } }).codes);

  expect(codes).toEqual([
    ['INTRINSIC_INVALID'],
    ['INTRINSIC_INVALID'],
    ['INTRINSIC_UNKNOWN'],
    ['INTRINSIC_INVALID'],
    ['CONDITION_UNKNOWN'],
  ]);
});

import {
  ALIAS,
  ARCHITECTURE,
  DESCRIPTION,
  LAYER_VERSION,
  NAME,
  PROVISIONED_QUALIFIER,
  PUBLISHED_VERSION_KEY,
  QUALIFIER,
  READ_NAME,
  RESOURCE_ARN,
  TAGS,
  UNQUALIFIED_NAME,
  VERSION,
} from './names';
import { ANY, list, type Members, map, members, number, one, structure, text } from './shape';

/** Items of one page that a client may ask for, where Lambda gives fewer all the same. */
export const MANY_ITEMS = number(1, 10_000);
/** The same, where a client may not even ask for more than a page has. */
export const FEW_ITEMS = number(1, 50);

const CODE = {
  ZipFile: ANY,
  S3Bucket: text({ min: 3, max: 63 }, '[0-9A-Za-z\\.\\-_]*(?<!\\.)'),
  S3Key: text({ min: 1, max: 1024 }),
  S3ObjectVersion: text({ min: 1, max: 1024 }),
  ImageUri: text(),
};

/** What CreateFunction and UpdateFunctionConfiguration both take; the runtime is judged apart (FN-31). */
const SETTINGS = {
  Handler: text({ min: 0, max: 128 }, '[^\\s]+'),
  Description: DESCRIPTION,
  Timeout: number(1),
  MemorySize: number(128, 32_768),
  Environment: structure({
    Variables: { is: 'map', key: text({}, '[a-zA-Z]([a-zA-Z0-9_])+'), value: ANY, secret: true },
  }),
  DeadLetterConfig: structure({ TargetArn: RESOURCE_ARN }),
  KMSKeyArn: RESOURCE_ARN,
  TracingConfig: structure({ Mode: one('Active', 'PassThrough') }),
  Layers: list(LAYER_VERSION),
  EphemeralStorage: structure({ 'Size!': number(512, 10_240) }),
  SnapStart: structure({ ApplyOn: one('PublishedVersions', 'None') }),
  LoggingConfig: structure({
    LogFormat: one('JSON', 'Text'),
    ApplicationLogLevel: one('TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'),
    SystemLogLevel: one('DEBUG', 'INFO', 'WARN'),
    LogGroup: text({ min: 1, max: 512 }, '[\\.\\-_/#A-Za-z0-9]+'),
  }),
};
const ROLE = text({}, 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+');
const ARCHITECTURES = list(ARCHITECTURE, 1, 1);
const PUBLISH_TO = one('LATEST_PUBLISHED');

const ROUTING = structure({ AdditionalVersionWeights: map(PUBLISHED_VERSION_KEY, number(0, 1)) });
const PAGE = { Marker: text(), MaxItems: MANY_ITEMS };

/** What the requests about functions, versions, aliases and concurrency are made of. Source: service model 2015-03-31. */
export const FUNCTION_INPUTS: Readonly<Record<string, Members>> = {
  GetFunction: members({ 'FunctionName!': READ_NAME, Qualifier: QUALIFIER }),
  GetFunctionConfiguration: members({ 'FunctionName!': READ_NAME, Qualifier: QUALIFIER }),
  ListFunctions: members({
    MasterRegion: text({}, 'ALL|[a-z]{2}(-gov)?-[a-z]+-\\d{1}'),
    FunctionVersion: one('ALL'),
    ...PAGE,
  }),
  CreateFunction: members({
    'FunctionName!': NAME,
    'Role!': ROLE,
    'Code!': structure(CODE),
    PackageType: one('Zip', 'Image'),
    ...SETTINGS,
    Architectures: ARCHITECTURES,
    Tags: TAGS,
    PublishTo: PUBLISH_TO,
  }),
  UpdateFunctionCode: members({ 'FunctionName!': NAME, ...CODE, Architectures: ARCHITECTURES, PublishTo: PUBLISH_TO }),
  UpdateFunctionConfiguration: members({ 'FunctionName!': NAME, Role: ROLE, ...SETTINGS }),
  DeleteFunction: members({ 'FunctionName!': READ_NAME, Qualifier: QUALIFIER }),
  ListVersionsByFunction: members({ 'FunctionName!': READ_NAME, ...PAGE }),
  PublishVersion: members({ 'FunctionName!': NAME, Description: DESCRIPTION, PublishTo: PUBLISH_TO }),
  CreateAlias: members({
    'FunctionName!': NAME,
    'Name!': ALIAS,
    'FunctionVersion!': VERSION,
    Description: DESCRIPTION,
    RoutingConfig: ROUTING,
  }),
  GetAlias: members({ 'FunctionName!': NAME, 'Name!': ALIAS }),
  UpdateAlias: members({
    'FunctionName!': NAME,
    'Name!': ALIAS,
    FunctionVersion: VERSION,
    Description: DESCRIPTION,
    RoutingConfig: ROUTING,
  }),
  DeleteAlias: members({ 'FunctionName!': NAME, 'Name!': ALIAS }),
  ListAliases: members({ 'FunctionName!': NAME, FunctionVersion: VERSION, ...PAGE }),
  GetFunctionConcurrency: members({ 'FunctionName!': NAME }),
  PutFunctionConcurrency: members({ 'FunctionName!': NAME, 'ReservedConcurrentExecutions!': number(0) }),
  DeleteFunctionConcurrency: members({ 'FunctionName!': NAME }),
  PutProvisionedConcurrencyConfig: members({
    'FunctionName!': NAME,
    'Qualifier!': PROVISIONED_QUALIFIER,
    'ProvisionedConcurrentExecutions!': number(1),
  }),
  GetProvisionedConcurrencyConfig: members({ 'FunctionName!': NAME, 'Qualifier!': PROVISIONED_QUALIFIER }),
  DeleteProvisionedConcurrencyConfig: members({ 'FunctionName!': NAME, 'Qualifier!': PROVISIONED_QUALIFIER }),
  ListProvisionedConcurrencyConfigs: members({ 'FunctionName!': NAME, Marker: text(), MaxItems: FEW_ITEMS }),
  GetRuntimeManagementConfig: members({ 'FunctionName!': READ_NAME, Qualifier: QUALIFIER }),
  GetFunctionRecursionConfig: members({ 'FunctionName!': UNQUALIFIED_NAME }),
  PutFunctionRecursionConfig: members({ 'FunctionName!': UNQUALIFIED_NAME, 'RecursiveLoop!': one('Terminate', 'Allow') }),
  InvokeAsync: members({ 'FunctionName!': READ_NAME }),
};

import { FEW_ITEMS, MANY_ITEMS } from './function-inputs';
import {
  ARCHITECTURE,
  ARN,
  LAYER,
  LAYER_VERSION,
  NAME,
  QUALIFIER,
  READ_NAME,
  TAG_KEY,
  TAGGABLE,
  TAGS,
  URL_NAME,
  URL_QUALIFIER,
} from './names';
import { ANY, list, type Members, members, number, one, structure, text } from './shape';

const DESTINATION = text(
  { min: 0, max: 350 },
  '$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)',
);
export const DESTINATIONS = structure({
  OnSuccess: structure({ Destination: DESTINATION }),
  OnFailure: structure({ Destination: DESTINATION }),
});
const QUALIFIED = { 'FunctionName!': READ_NAME, Qualifier: QUALIFIER };
const EVENT_INVOKE = members({
  ...QUALIFIED,
  MaximumRetryAttempts: number(0, 2),
  MaximumEventAgeInSeconds: number(60, 21_600),
  DestinationConfig: DESTINATIONS,
});
const HEADERS = list(text({ min: 0, max: 1024 }, '.*'), 0, 100);
const AUTH_TYPE = one('NONE', 'AWS_IAM');
const CORS = structure({
  AllowHeaders: HEADERS,
  AllowMethods: list(text({ min: 0, max: 6 }, '.*'), 0, 6),
  AllowOrigins: list(text({ min: 1, max: 253 }, '.*'), 0, 100),
  ExposeHeaders: HEADERS,
  MaxAge: number(0, 86_400),
});
const URL_OF = { 'FunctionName!': URL_NAME, Qualifier: URL_QUALIFIER };
const INVOKE_MODE = one('BUFFERED', 'RESPONSE_STREAM');
const FEW = { Marker: text(), MaxItems: FEW_ITEMS };
const LAYER_PAGE = { CompatibleArchitecture: ARCHITECTURE, ...FEW };

/** What the requests about events, policies, URLs, layers and tags are made of. Source: service model 2015-03-31. */
export const SETTING_INPUTS: Readonly<Record<string, Members>> = {
  PutFunctionEventInvokeConfig: EVENT_INVOKE,
  UpdateFunctionEventInvokeConfig: EVENT_INVOKE,
  GetFunctionEventInvokeConfig: members(QUALIFIED),
  DeleteFunctionEventInvokeConfig: members(QUALIFIED),
  ListFunctionEventInvokeConfigs: members({ 'FunctionName!': READ_NAME, ...FEW }),
  GetPolicy: members(QUALIFIED),
  AddPermission: members({
    ...QUALIFIED,
    'StatementId!': text({ min: 1, max: 100 }, '([a-zA-Z0-9-_]+)'),
    'Action!': text({}, '(lambda:[*]|lambda:[a-zA-Z]+|[*])'),
    'Principal!': text({ min: 0, max: 2048 }, '[^\\s]+'),
    SourceArn: ARN,
    SourceAccount: text({ min: 0, max: 12 }, '\\d{12}'),
    EventSourceToken: text({ min: 0, max: 256 }, '[a-zA-Z0-9._\\-]+'),
    PrincipalOrgID: text({ min: 12, max: 34 }, 'o-[a-z0-9]{10,32}'),
    FunctionUrlAuthType: AUTH_TYPE,
  }),
  RemovePermission: members({ ...QUALIFIED, 'StatementId!': text({ min: 1, max: 100 }, '([a-zA-Z0-9-_.]+)') }),
  CreateFunctionUrlConfig: members({ ...URL_OF, 'AuthType!': AUTH_TYPE, Cors: CORS, InvokeMode: INVOKE_MODE }),
  GetFunctionUrlConfig: members(URL_OF),
  UpdateFunctionUrlConfig: members({ ...URL_OF, AuthType: AUTH_TYPE, Cors: CORS, InvokeMode: INVOKE_MODE }),
  DeleteFunctionUrlConfig: members(URL_OF),
  ListFunctionUrlConfigs: members({ 'FunctionName!': NAME, ...FEW }),
  ListLayers: members(LAYER_PAGE),
  ListLayerVersions: members({ 'LayerName!': LAYER, ...LAYER_PAGE }),
  GetLayerVersion: members({ 'LayerName!': LAYER, 'VersionNumber!': ANY }),
  GetLayerVersionByArn: members({ 'Arn!': LAYER_VERSION }),
  GetAccountSettings: members({}),
  ListTags: members({ 'Resource!': TAGGABLE }),
  TagResource: members({ 'Resource!': TAGGABLE, 'Tags!': TAGS }),
  UntagResource: members({ 'Resource!': TAGGABLE, 'TagKeys!': list(TAG_KEY) }),
  ListEventSourceMappings: members({ EventSourceArn: ARN, FunctionName: READ_NAME, Marker: text(), MaxItems: MANY_ITEMS }),
};

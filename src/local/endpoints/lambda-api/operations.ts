import {
  getAccountSettings,
  getFunctionRecursionConfig,
  getRuntimeManagementConfig,
  putFunctionRecursionConfig,
} from './account';
import { createAlias, deleteAlias, getAlias, listAliases, updateAlias } from './aliases';
import {
  deleteFunctionConcurrency,
  deleteProvisionedConcurrencyConfig,
  getFunctionConcurrency,
  getProvisionedConcurrencyConfig,
  listProvisionedConcurrencyConfigs,
  putFunctionConcurrency,
  putProvisionedConcurrencyConfig,
} from './concurrency';
import type { LambdaOperation } from './context';
import { createFunction } from './create-function';
import {
  deleteFunctionEventInvokeConfig,
  getFunctionEventInvokeConfig,
  listFunctionEventInvokeConfigs,
  putFunctionEventInvokeConfig,
  updateFunctionEventInvokeConfig,
} from './event-invoke';
import { getFunction, getFunctionConfiguration, listFunctions, listVersionsByFunction } from './functions';
import { invokeAsync } from './invoke-async';
import { getLayerVersion, getLayerVersionByArn, listLayers, listLayerVersions } from './layers';
import {
  createEventSourceMapping,
  deleteEventSourceMapping,
  getEventSourceMapping,
  listEventSourceMappings,
  updateEventSourceMapping,
} from './mappings';
import { addPermission, getPolicy, removePermission } from './policies';
import { listTags, tagResource, untagResource } from './tags';
import { deleteFunction, updateFunctionCode, updateFunctionConfiguration } from './update-function';
import {
  createFunctionUrlConfig,
  deleteFunctionUrlConfig,
  getFunctionUrlConfig,
  listFunctionUrlConfigs,
  updateFunctionUrlConfig,
} from './urls';
import { publishVersion } from './versions';

/** Every operation of Lambda's control plane that is carried out, by its name in the API. */
export const OPERATIONS: Readonly<Record<string, LambdaOperation<never, unknown>>> = {
  GetFunction: getFunction,
  GetFunctionConfiguration: getFunctionConfiguration,
  ListFunctions: listFunctions,
  CreateFunction: createFunction,
  UpdateFunctionCode: updateFunctionCode,
  UpdateFunctionConfiguration: updateFunctionConfiguration,
  DeleteFunction: deleteFunction,
  ListVersionsByFunction: listVersionsByFunction,
  PublishVersion: publishVersion,
  CreateAlias: createAlias,
  GetAlias: getAlias,
  UpdateAlias: updateAlias,
  DeleteAlias: deleteAlias,
  ListAliases: listAliases,
  GetFunctionConcurrency: getFunctionConcurrency,
  PutFunctionConcurrency: putFunctionConcurrency,
  DeleteFunctionConcurrency: deleteFunctionConcurrency,
  PutProvisionedConcurrencyConfig: putProvisionedConcurrencyConfig,
  GetProvisionedConcurrencyConfig: getProvisionedConcurrencyConfig,
  DeleteProvisionedConcurrencyConfig: deleteProvisionedConcurrencyConfig,
  ListProvisionedConcurrencyConfigs: listProvisionedConcurrencyConfigs,
  PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig,
  UpdateFunctionEventInvokeConfig: updateFunctionEventInvokeConfig,
  GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig,
  DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig,
  ListFunctionEventInvokeConfigs: listFunctionEventInvokeConfigs,
  GetPolicy: getPolicy,
  AddPermission: addPermission,
  RemovePermission: removePermission,
  CreateFunctionUrlConfig: createFunctionUrlConfig,
  GetFunctionUrlConfig: getFunctionUrlConfig,
  UpdateFunctionUrlConfig: updateFunctionUrlConfig,
  DeleteFunctionUrlConfig: deleteFunctionUrlConfig,
  ListFunctionUrlConfigs: listFunctionUrlConfigs,
  CreateEventSourceMapping: createEventSourceMapping,
  GetEventSourceMapping: getEventSourceMapping,
  UpdateEventSourceMapping: updateEventSourceMapping,
  DeleteEventSourceMapping: deleteEventSourceMapping,
  ListEventSourceMappings: listEventSourceMappings,
  ListLayers: listLayers,
  ListLayerVersions: listLayerVersions,
  GetLayerVersion: getLayerVersion,
  GetLayerVersionByArn: getLayerVersionByArn,
  GetAccountSettings: getAccountSettings,
  ListTags: listTags,
  TagResource: tagResource,
  UntagResource: untagResource,
  GetRuntimeManagementConfig: getRuntimeManagementConfig,
  GetFunctionRecursionConfig: getFunctionRecursionConfig,
  PutFunctionRecursionConfig: putFunctionRecursionConfig,
  InvokeAsync: invokeAsync,
};

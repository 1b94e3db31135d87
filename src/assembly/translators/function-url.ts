import type { Cors, FunctionUrl } from '../../model/function-url';
import { defined } from '../json';
import type { Resource } from '../resource';
import { functionUrlDomain, functionUrlId } from '../resource-values/lambda';
import { optional, qualifierOf, type Translation, targetOf, translated } from './draft';

export function translateFunctionUrl(resource: Resource, context: Translation): void {
  const target = targetOf(resource, 'TargetFunctionArn', context);
  if (target === undefined) return;
  const essentials = translated(resource, context, () => ({
    qualifier: qualifierOf(resource, target),
    authType: resource.oneOf(['AWS_IAM', 'NONE'], 'AuthType') ?? 'AWS_IAM',
  }));
  if (essentials === undefined) return;

  const url: FunctionUrl = {
    address: resource.address,
    id: functionUrlId(resource),
    domainName: functionUrlDomain(resource),
    ...essentials,
    invokeMode:
      optional(resource, context, 'InvokeMode', () => resource.oneOf(['BUFFERED', 'RESPONSE_STREAM'], 'InvokeMode')) ??
      'BUFFERED',
    cors: optional(resource, context, 'Cors', () => corsOf(resource)),
  };
  target.draft.urls.push(defined(url));
}

function corsOf(resource: Resource): Cors | undefined {
  if (resource.open('Cors') === undefined) return undefined;
  const cors: Cors = {
    allowCredentials: resource.flag('Cors', 'AllowCredentials'),
    allowHeaders: resource.texts('Cors', 'AllowHeaders'),
    allowMethods: resource.texts('Cors', 'AllowMethods'),
    allowOrigins: resource.texts('Cors', 'AllowOrigins'),
    exposeHeaders: resource.texts('Cors', 'ExposeHeaders'),
    maxAgeSeconds: resource.number('Cors', 'MaxAge'),
  };
  return defined(cors);
}

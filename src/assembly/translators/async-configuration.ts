import type { AsyncConfiguration } from '../../model/function';
import { defined } from '../json';
import type { Resource } from '../resource';
import { optional, qualifierOf, type Translation, targetOf, translated } from './draft';

export function translateAsyncConfiguration(resource: Resource, context: Translation): void {
  const target = targetOf(resource, 'FunctionName', context);
  const qualifier = target && translated(resource, context, () => qualifierOf(resource, target) ?? '$LATEST');
  if (target === undefined || qualifier === undefined) return;

  const number = (property: string) => optional(resource, context, property, () => resource.number(property));
  const destination = (condition: string) =>
    optional(resource, context, 'DestinationConfig', () => resource.text('DestinationConfig', condition, 'Destination'));
  const configuration: AsyncConfiguration = {
    qualifier,
    maximumRetryAttempts: number('MaximumRetryAttempts'),
    maximumEventAgeSeconds: number('MaximumEventAgeInSeconds'),
    onSuccessArn: destination('OnSuccess'),
    onFailureArn: destination('OnFailure'),
  };
  target.draft.asyncConfigurations.push(defined(configuration));
}

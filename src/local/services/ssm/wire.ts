import type { PutParameterRequest } from '@aws-sdk/client-ssm';
import type { Parameter } from '../../../model/parameter';
import type { AwsService, Given } from '../../engine/service-port';
import type { Clock } from '../../time/clock';
import { Refusal } from '../refusal';
import { ssmService } from './api';
import { whoIs } from './caller';
import { put } from './put';
import { ParameterStore } from './store';

export interface ParametersOptions {
  /** Those of the app. */
  readonly parameters: readonly Parameter[];
  readonly clock: Pick<Clock, 'now'>;
  /** Is told what Parameter Store would not have taken. */
  readonly refused: (path: string, why: string) => void;
  /** A value as handlers are to see it: with the addresses of the app's doors here. What is asked of values is asked before. */
  readonly local: (value: string) => string;
}

/** Parameter Store of one run. */
export function wireParameters({ parameters, clock, refused, local }: ParametersOptions): AwsService {
  const store = new ParameterStore(() => clock.now());
  for (const parameter of parameters) {
    try {
      const { versions } = put(store, requestOf(parameter), parameter, whoIs(parameter));
      versions[0] = { ...versions[0], value: local(versions[0].value) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused(parameter.address.path, error.answer.message);
    }
  }
  return ssmService(store);
}

function requestOf({ name, value, type, ...others }: Parameter): Given<PutParameterRequest> {
  const { description, allowedPattern, dataType, tier, tags = {} } = others;
  return {
    ...{ Name: name, Value: value, Type: type ?? 'String' },
    ...(description !== undefined && { Description: description }),
    ...(allowedPattern !== undefined && { AllowedPattern: allowedPattern }),
    ...(dataType !== undefined && { DataType: dataType }),
    ...(tier !== undefined && { Tier: tier }),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  } as Given<PutParameterRequest>;
}

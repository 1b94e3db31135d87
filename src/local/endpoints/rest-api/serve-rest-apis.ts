import type { Application } from '../../../model/application';
import { ResultCache } from '../../engine/authorizers/result-cache';
import { UsageMeter } from '../../engine/usage-plans/usage-meter';
import type { Door } from '../http';
import { modelValidator } from './model-validator';
import { restApiDoor } from './rest-api-door';
import type { ServingOptions } from './served-rest-api';

type Given = Omit<ServingOptions, 'apiKeys' | 'plans' | 'meter' | 'decisions' | 'validatorOf'>;

/** The door of the app's REST APIs, with what they remember of their callers. */
export function serveRestApis(application: Application, given: Given): Door {
  const { restApis = [], restApiKeys: apiKeys = [], usagePlans: plans = [], restDomains = [] } = application;
  const { clock } = given;
  return restApiDoor(restApis, restDomains, {
    ...given,
    ...{ apiKeys, plans, meter: new UsageMeter(clock), decisions: new ResultCache(clock), validatorOf: modelValidator },
  });
}

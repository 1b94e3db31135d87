import type { FunctionConfiguration } from '../../../model/function';
import { CONTAINER_EXECUTION_ENV, SET_BY_IMAGES } from '../../../spec/container-functions';
import { HOST_OF_CONTAINERS } from './container-engine';

type Variables = Readonly<Record<string, string>>;

/** What a custom runtime is told, for one that comes with its image. */
export function containerVariables(
  variables: Variables,
  { environment }: Pick<FunctionConfiguration, 'environment'>,
  sharesNetwork: boolean,
): Variables {
  const entries = Object.entries(variables).filter(([key]) => key in environment || !SET_BY_IMAGES.includes(key));
  const told = { ...Object.fromEntries(entries), AWS_EXECUTION_ENV: CONTAINER_EXECUTION_ENV };
  return sharesNetwork ? told : addressed(told, environment);
}

/** In a virtual machine, 127.0.0.1 is that; what the function itself calls so may be meant, but not the executor's address. */
function addressed(variables: Variables, own: Variables): Variables {
  const executor = new URL(variables.AWS_ENDPOINT_URL ?? '').host;
  const port = executor.slice(executor.lastIndexOf(':'));
  const entries = Object.entries(variables).map(([key, value]) => [
    key,
    key in own
      ? value.replaceAll(executor, HOST_OF_CONTAINERS + port)
      : value.replace(/\b(?:127\.0\.0\.1|localhost)\b/g, HOST_OF_CONTAINERS),
  ]);
  return Object.fromEntries(entries);
}

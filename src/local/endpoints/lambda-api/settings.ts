import type { FunctionConfiguration, LoggingConfiguration } from '../../../model/function';
import type { FunctionLayer } from '../../../model/layer';
import { DEFAULT_JSON_LOG_LEVEL, defaultLogGroup, FUNCTION_DEFAULTS } from '../../../spec/function-defaults';
import type { AwsError } from '../../engine/aws-error';
import type { Latest } from '../../engine/registry/state';
import { type Context, isError } from './context';
import { layersNamed } from './function-layers';
import type { Settings } from './given-settings';
import { settingsError } from './settings-errors';

/** A function of which nothing is said but its name and its code. */
export function defaultConfiguration(name: string): Omit<FunctionConfiguration, 'code' | 'roleArn'> {
  return {
    packageType: 'Zip',
    layers: [],
    architecture: FUNCTION_DEFAULTS.architecture,
    memoryMb: FUNCTION_DEFAULTS.memoryMb,
    timeoutSeconds: FUNCTION_DEFAULTS.timeoutSeconds,
    ephemeralStorageMb: FUNCTION_DEFAULTS.ephemeralStorageMb,
    environment: {},
    description: FUNCTION_DEFAULTS.description,
    tracing: FUNCTION_DEFAULTS.tracing,
    logging: { format: FUNCTION_DEFAULTS.logFormat, group: defaultLogGroup(name) },
  };
}

/** The present configuration with what the settings say; what they do not say stays as it is (FN-44, FN-63). */
export function withSettings(
  present: Latest,
  settings: Settings,
  of: { readonly name: string; readonly region: string; readonly creates: boolean },
  context: Context,
): Latest | AwsError {
  const { emptyEnvironment, ...configuration } = present.configuration;
  const wrong = settingsError(settings, of.creates, context.registry.moment.now);
  if (wrong) return wrong;
  const layers: readonly FunctionLayer[] | AwsError =
    settings.Layers === undefined ? configuration.layers : layersNamed(settings.Layers, of.region, context);
  if (isError(layers)) return layers;
  const deadLetterArn = settings.DeadLetterConfig === undefined ? present.deadLetterArn : settings.DeadLetterConfig.TargetArn;
  return {
    configuration: {
      ...configuration,
      ...(settings.Runtime !== undefined && { runtime: settings.Runtime }),
      ...(settings.Handler !== undefined && { handler: settings.Handler }),
      ...(settings.Role !== undefined && { roleArn: settings.Role }),
      ...(settings.Environment ? environmentOf(settings.Environment) : emptyEnvironment && { emptyEnvironment }),
      description: settings.Description ?? configuration.description,
      timeoutSeconds: settings.Timeout ?? configuration.timeoutSeconds,
      memoryMb: settings.MemorySize ?? configuration.memoryMb,
      ephemeralStorageMb: settings.EphemeralStorage?.Size ?? configuration.ephemeralStorageMb,
      tracing: settings.TracingConfig?.Mode ?? configuration.tracing,
      layers,
      logging: loggingOf(configuration.logging, settings.LoggingConfig),
    },
    ...(deadLetterArn && { deadLetterArn }),
  };
}

function environmentOf({ Variables }: NonNullable<Settings['Environment']>) {
  const isEmpty = Variables !== undefined && Object.keys(Variables).length === 0;
  return { environment: Variables ?? {}, ...(isEmpty && { emptyEnvironment: true as const }) };
}

/** FN-63: levels belong to JSON, come with it and go with it. */
function loggingOf(present: LoggingConfiguration, given: Settings['LoggingConfig']): LoggingConfiguration {
  if (!given) return present;
  const format = given.LogFormat ?? present.format;
  const group = given.LogGroup ?? present.group;
  if (format === 'Text') return { format, group };
  return {
    format,
    applicationLevel: given.ApplicationLogLevel ?? present.applicationLevel ?? DEFAULT_JSON_LOG_LEVEL,
    systemLevel: given.SystemLogLevel ?? present.systemLevel ?? DEFAULT_JSON_LOG_LEVEL,
    group,
  };
}

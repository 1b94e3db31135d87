import type { Architecture, FunctionConfiguration, LoggingConfiguration } from '../../model/function';
import { functionArn } from '../../model/function-name';
import { DEFAULT_JSON_LOG_LEVEL, defaultLogGroup, FUNCTION_DEFAULTS } from '../../spec/function-defaults';
import { asText } from '../intrinsics/arguments';
import { defined, isList, isObject, type JsonObject, member, shown, textFrom } from '../json';
import { among, type Resource, wrongKind } from '../resource';
import { attempt } from '../unresolved';
import { codeOf } from './code';
import { type Draft, optional, type Translation } from './draft';
import { imageSettingsOf } from './image-settings';
import { layersOf } from './layers';

type Context = Pick<Translation, 'app' | 'report'>;

/** Properties that change what a function does and that the model does not have. */
const NOT_EMULATED = ['DurableConfig', 'CapacityProviderConfig', 'FileSystemConfigs'] as const;

/** A function without what hangs on it; undefined, with a report, when its name, code, runtime or handler cannot be had. */
export function translateFunction(resource: Resource, context: Context): Draft | undefined {
  const { report, app } = context;
  const outcome = report.read(resource, 'its name or code', () => {
    const name = resource.named('FunctionName', 64);
    const code = codeOf(resource, 'Code', app.assets);
    const isImage = code.kind === 'image' || resource.text('PackageType') === 'Image';
    const inside = isImage ? {} : { runtime: resource.required('Runtime'), handler: resource.required('Handler') };
    return { name, code, packageType: isImage ? ('Image' as const) : ('Zip' as const), ...inside };
  });
  if (outcome.problem !== undefined) {
    report.refuse(resource, outcome.problem);
    return undefined;
  }

  const { name, ...essentials } = outcome.value;
  reportNotEmulated(resource, context);
  const { account, region } = resource;
  return {
    resource,
    name,
    arn: functionArn({ account, region, name }),
    configuration: { ...essentials, ...imageSettingsOf(resource, context), ...settings(resource, name, context) },
    ...optionals(resource, context),
    versions: [],
    aliases: [],
    urls: [],
    permissions: [],
    asyncConfigurations: [],
  };
}

type Settings = Omit<FunctionConfiguration, 'packageType' | 'runtime' | 'handler' | 'code' | 'image'>;

/** What has a default, which also stands for what cannot be had. */
function settings(resource: Resource, name: string, context: Context): Settings {
  const { report } = context;
  const always: Or = (property, otherwise, read) =>
    report.readOr(resource, property, `${property} is taken as ${shown(otherwise)}`, otherwise, () => read() ?? otherwise);
  const or: Or = (property, otherwise, read) => (resource.has(property) ? always(property, otherwise, read) : otherwise);
  return {
    layers: layersOf(resource, context),
    architecture: or<Architecture>('Architectures', FUNCTION_DEFAULTS.architecture, () => architectureOf(resource)),
    memoryMb: or<number>('MemorySize', FUNCTION_DEFAULTS.memoryMb, () => resource.number('MemorySize')),
    timeoutSeconds: or<number>('Timeout', FUNCTION_DEFAULTS.timeoutSeconds, () => resource.number('Timeout')),
    ephemeralStorageMb: or<number>('EphemeralStorage', FUNCTION_DEFAULTS.ephemeralStorageMb, () =>
      resource.number('EphemeralStorage', 'Size'),
    ),
    environment: environmentOf(resource, context),
    roleArn: always('Role', resource.arn('iam', `role/${name}`, ''), () => resource.required('Role')),
    description: or<string>('Description', FUNCTION_DEFAULTS.description, () => resource.text('Description')),
    tracing: or<'Active' | 'PassThrough'>('TracingConfig', FUNCTION_DEFAULTS.tracing, () =>
      resource.oneOf(['Active', 'PassThrough'], 'TracingConfig', 'Mode'),
    ),
    logging: loggingOf(resource, name, or),
  };
}

/** Variable by variable, so that one that cannot be had takes no other with it. */
function environmentOf(resource: Resource, { report }: Context): Readonly<Record<string, string>> {
  if (!resource.has('Environment')) return {};
  const variables = report.readOr<JsonObject>(resource, 'Environment', 'The environment variables are left out', {}, () => {
    const written = resource.open('Environment', 'Variables') ?? {};
    if (!isObject(written)) throw wrongKind(['Environment', 'Variables'], written, 'an object');
    return written;
  });
  const entries = Object.entries(variables).map(([name, written]) => {
    const use = `the environment variable ${name}`;
    const value = report.readOr<string | undefined>(resource, use, `T${use.slice(1)} is left out`, undefined, () => {
      const resolved = resource.home.resolve(written);
      return resolved === undefined ? undefined : asText(resolved, 'An environment variable');
    });
    return [name, value] as const;
  });
  return defined(Object.fromEntries(entries)) as Record<string, string>;
}

function architectureOf(resource: Resource): Architecture | undefined {
  return among(['x86_64', 'arm64'], resource.texts('Architectures')?.[0], ['Architectures']);
}

type Or = <T>(property: string, otherwise: T, read: () => T | undefined) => T;

function loggingOf(resource: Resource, name: string, or: Or): LoggingConfiguration {
  const setting = (property: string) => resource.text('LoggingConfig', property);
  const format = or<'Text' | 'JSON'>('LoggingConfig', FUNCTION_DEFAULTS.logFormat, () =>
    resource.oneOf(['Text', 'JSON'], 'LoggingConfig', 'LogFormat'),
  );
  const group = or('LoggingConfig', defaultLogGroup(name), () => setting('LogGroup'));
  if (format === 'Text') return { format, group };
  return {
    format,
    applicationLevel: or<string>('LoggingConfig', DEFAULT_JSON_LOG_LEVEL, () => setting('ApplicationLogLevel')),
    systemLevel: or<string>('LoggingConfig', DEFAULT_JSON_LOG_LEVEL, () => setting('SystemLogLevel')),
    group,
  };
}

type Optionals = Pick<Draft, 'reservedConcurrency' | 'deadLetterArn' | 'recursiveLoop' | 'isolatesTenants' | 'tags'>;

function optionals(resource: Resource, context: Context): Optionals {
  return defined({
    reservedConcurrency: optional(resource, context, 'ReservedConcurrentExecutions', () =>
      resource.number('ReservedConcurrentExecutions'),
    ),
    tags: optional(resource, context, 'Tags', () => tagsOf(resource)),
    deadLetterArn: optional(resource, context, 'DeadLetterConfig', () => resource.text('DeadLetterConfig', 'TargetArn')),
    recursiveLoop: optional(resource, context, 'RecursiveLoop', () => resource.oneOf(['Allow', 'Terminate'], 'RecursiveLoop')),
    isolatesTenants: optional(
      resource,
      context,
      'TenancyConfig',
      () => resource.oneOf(['PER_TENANT'], 'TenancyConfig', 'TenantIsolationMode') && true,
    ),
  });
}

function tagsOf(resource: Resource): Readonly<Record<string, string>> {
  const written = resource.value('Tags');
  if (!isList(written)) throw wrongKind(['Tags'], written, 'a list');
  return Object.fromEntries(written.map((tag) => [textFrom(member(tag, 'Key')), textFrom(member(tag, 'Value') ?? '')]));
}

function reportNotEmulated(resource: Resource, { report }: Context): void {
  for (const property of NOT_EMULATED) {
    const value = resource.has(property) ? attempt(() => resource.open(property)).value : undefined;
    if (value === undefined) continue;
    report.find('PROPERTY_NOT_EMULATED', resource.address.path, `${property} ${shown(value)} is not emulated.`);
  }
}

import { FUNCTION_DEFAULTS } from '../spec/function-defaults';
import { MANAGED_MEMORY_MB, MANAGED_SETTINGS, OLDEST_MANAGED_RUNTIMES } from '../spec/managed-instances';
import type { App } from './app';
import { architectureOf, FUNCTION, isManaged, runtimeOf } from './lambda-function';
import { provisioned, scaled } from './provisioned';
import { each, type Rule } from './rule';

const SOURCE = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html';
const PROVIDER = ['CapacityProviderConfig', 'LambdaManagedInstancesCapacityProviderConfig', 'CapacityProviderArn'];

/** The family and the version of a runtime. */
const VERSIONED = /^(nodejs|python|java|dotnet)(\d+(?:\.\d+)?)/;

/** Compares the parts of versions as numbers: 3.9 is less than 3.13. */
function isOlder(version: string, oldest: number): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = String(oldest).split('.').map(Number);
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

export const MANAGED_INSTANCES: readonly Rule[] = [
  {
    id: 'FN-12-managed',
    severity: 'warning',
    title: 'A function on a capacity provider has less than 2 GB of memory',
    why: 'AWS asks for 2 GB at least, as several invocations share an environment there.',
    remedy: `Set the memory to ${MANAGED_MEMORY_MB} MB or more.`,
    source: SOURCE,
    check: each(FUNCTION, function* (fn) {
      const memory = fn.number('MemorySize') ?? FUNCTION_DEFAULTS.memoryMb;
      if (!isManaged(fn) || memory >= MANAGED_MEMORY_MB) return;
      yield { on: fn, property: 'Properties.MemorySize', message: `It has ${memory} MB.` };
    }),
  },
  {
    id: 'FN-69',
    severity: 'error',
    title: 'A function is for another architecture than its capacity provider',
    why: 'The instances of the provider cannot run it.',
    remedy: 'Give both the same architecture.',
    source: SOURCE,
    check: each(FUNCTION, function* (fn, app) {
      const provider = fn.isKnown(...PROVIDER) ? app.named(fn.text(...PROVIDER), 'AWS::Lambda::CapacityProvider') : undefined;
      const theirs = provider?.texts('InstanceRequirements', 'Architectures') ?? [];
      const ours = architectureOf(fn);
      if (provider === undefined || theirs.length === 0 || theirs.includes(ours)) return;
      const message = `It is for ${ours}, but ${provider.path} has instances of ${theirs.join(', ')}.`;
      yield { on: fn, property: 'Properties.Architectures', message };
    }),
  },
  {
    id: 'FN-69-range',
    severity: 'error',
    title: 'A setting for a capacity provider is out of range',
    why: 'Lambda refuses the function.',
    remedy: 'Set 1 to 1600 invocations for each environment, and 2 to 8 GiB for each vCPU.',
    source: SOURCE,
    check: each(FUNCTION, function* (fn) {
      for (const [name, { min, max, unit }] of MANAGED_SETTINGS) {
        const value = fn.number(...PROVIDER.slice(0, 2), name);
        if (value === undefined || (value >= min && value <= max)) continue;
        const message = `${name} is ${value} ${unit}; it can be ${min} to ${max}.`;
        yield { on: fn, property: ['Properties', ...PROVIDER.slice(0, 2), name].join('.'), seenByCdk: 'F3034', message };
      }
    }),
  },
  {
    id: 'FN-69-vpc',
    severity: 'warning',
    title: 'A function on a capacity provider has a VPC of its own',
    why: 'It is in the VPC of the capacity provider; what the function says is refused or has no effect.',
    remedy: 'Take VpcConfig away, and give the capacity provider the subnets and security groups.',
    source: SOURCE,
    check: each(FUNCTION, function* (fn) {
      if (!isManaged(fn) || fn.parts('VpcConfig', 'SubnetIds').length === 0) return;
      yield { on: fn, property: 'Properties.VpcConfig', message: 'It has subnets of its own.' };
    }),
  },
  {
    id: 'FN-69-provisioned',
    severity: 'warning',
    title: 'A function on a capacity provider has provisioned concurrency',
    why: 'Its environments are always there; provisioned concurrency is for functions that Lambda scales from none.',
    remedy: 'Set the least and the most environments of the version: minExecutionEnvironments and maxExecutionEnvironments.',
    source: SOURCE,
    check: each(
      (app: App) => [...provisioned(app), ...scaled(app)],
      function* ({ on, target: { fn } }) {
        if (isManaged(fn)) yield { on, message: `${fn.path} runs on a capacity provider.` };
      },
    ),
  },
  {
    id: 'FN-69-runtime',
    severity: 'warning',
    title: 'A function on a capacity provider has a runtime that is not known to run there',
    why: 'Only newer runtimes serve several invocations at once, as they have to there.',
    remedy: 'Move the function to a newer runtime.',
    source: SOURCE,
    check: each(FUNCTION, function* (fn) {
      const [, family = '', version = ''] = VERSIONED.exec((isManaged(fn) && runtimeOf(fn)) || '') ?? [];
      const oldest = OLDEST_MANAGED_RUNTIMES[family];
      if (oldest === undefined || !isOlder(version, oldest)) return;
      yield { on: fn, property: 'Properties.Runtime', message: `The runtime is ${runtimeOf(fn)}.` };
    }),
  },
  {
    id: 'INV-13',
    severity: 'warning',
    title: 'A function on a capacity provider is never published',
    why: 'Only published versions run there: invocations fail until there is one.',
    remedy: 'Leave PublishToLatestPublished on, or publish a version: fn.currentVersion.',
    source: SOURCE,
    also: ['FN-69'],
    check: each(FUNCTION, function* (fn, app) {
      if (!isManaged(fn) || fn.flag('PublishToLatestPublished') !== false || app.versionsOf(fn).length > 0) return;
      yield {
        on: fn,
        property: 'Properties.PublishToLatestPublished',
        message: 'It has no version, and publishes none by itself.',
      };
    }),
  },
];

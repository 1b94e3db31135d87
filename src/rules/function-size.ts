import { EPHEMERAL_STORAGE, MEMORY_SIZE, TIMEOUT } from '../spec/function-limits';
import type { Limit } from '../spec/limit';
import { EPHEMERAL_STORAGE_ANYWHERE, MEMORY_SIZE_ANYWHERE, TIMEOUT_ANYWHERE } from '../spec/managed-instances';
import type { Declaration } from './declaration';
import { FUNCTION, isManaged } from './lambda-function';
import { each, type Rule } from './rule';

/** A number of a function, whose range is wider on a capacity provider. */
interface Setting {
  readonly name: string;
  readonly path: readonly string[];
  readonly ordinary: Limit;
  readonly managed: Limit;
  /** The rule of aws-cdk-lib's validation for what is too much for an ordinary function only. */
  readonly ordinaryBoundSeenByCdk?: string;
}

const SETTINGS = {
  memory: { name: 'MemorySize', path: ['MemorySize'], ordinary: MEMORY_SIZE, managed: MEMORY_SIZE_ANYWHERE },
  timeout: {
    name: 'Timeout',
    path: ['Timeout'],
    ordinary: TIMEOUT,
    managed: TIMEOUT_ANYWHERE,
    ordinaryBoundSeenByCdk: 'E3717',
  },
  storage: {
    name: 'EphemeralStorage.Size',
    path: ['EphemeralStorage', 'Size'],
    ordinary: EPHEMERAL_STORAGE,
    managed: EPHEMERAL_STORAGE_ANYWHERE,
  },
} as const satisfies Record<string, Setting>;

function* outside(fn: Declaration, { name, path, ordinary, managed, ordinaryBoundSeenByCdk }: Setting) {
  const value = fn.number(...path);
  const range = isManaged(fn) ? managed : ordinary;
  if (value === undefined || (value >= range.min && value <= range.max && Number.isInteger(value))) return;
  const seenByCdk = !Number.isInteger(value)
    ? 'F3012'
    : value < managed.min || value > managed.max
      ? 'F3034'
      : ordinaryBoundSeenByCdk;
  const { min, max, unit } = range;
  const where = isManaged(fn) ? '' : ' for a function without a capacity provider';
  yield {
    on: fn,
    property: ['Properties', ...path].join('.'),
    ...(seenByCdk !== undefined && { seenByCdk }),
    message: `${name} is ${value} ${unit}; it can be a whole number from ${min} to ${max} ${unit}${where}.`,
  };
}

export const FUNCTION_SIZE: readonly Rule[] = [
  {
    id: 'FN-12',
    severity: 'error',
    title: 'The memory of a function is out of range',
    why: 'Lambda refuses the function. CloudFormation lets up to 32768 MB pass, which only functions on a capacity provider may have.',
    remedy: 'Set a whole number from 128 to 10240 MB.',
    source: MEMORY_SIZE.source,
    check: each(FUNCTION, (fn) => outside(fn, SETTINGS.memory)),
  },
  {
    id: 'FN-13',
    severity: 'error',
    title: 'The timeout of a function is out of range',
    why: 'Lambda refuses the function.',
    remedy: 'Set a whole number from 1 to 900 seconds; what takes longer belongs into several invocations or another service.',
    source: TIMEOUT.source,
    check: each(FUNCTION, (fn) => outside(fn, SETTINGS.timeout)),
  },
  {
    id: 'FN-14',
    severity: 'error',
    title: 'The ephemeral storage of a function is out of range',
    why: 'Lambda refuses the function.',
    remedy: 'Set a whole number from 512 to 10240 MB.',
    source: EPHEMERAL_STORAGE.source,
    check: each(FUNCTION, (fn) => outside(fn, SETTINGS.storage)),
  },
];

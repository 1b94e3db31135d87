import * as lambda from 'aws-cdk-lib/aws-lambda';
import { type Size, SizeRoundingBehavior } from 'aws-cdk-lib/core';
import { EDGE_EXCLUDED_OPTIONS } from '../spec/edge-exclusions';
import { EDGE_ARCHITECTURE, EDGE_RESTRICTIONS, EDGE_STORAGE, EDGE_TIMEOUT } from '../spec/edge-limits';
import { within } from './check';
import { ConstructError, type Place } from './construct-error';
import type { EdgeFunctionProps } from './edge-function-props';

/** What of `EdgeFunctionProps` a function takes as it is. */
const TAKEN = [
  ...(['functionName', 'description', 'memorySize', 'timeout', 'initialPolicy'] as const),
  ...(['loggingFormat', 'applicationLogLevelV2', 'systemLogLevelV2'] as const),
] as const;

/** What of `EdgeFunctionProps` is carried out elsewhere. */
const OTHERS: readonly (keyof EdgeFunctionProps)[] = [
  ...(['entry', 'code', 'handler', 'runtime', 'bundling', 'index', 'exclude'] as const),
  ...(['role', 'removalPolicy', 'stackId'] as const),
];

type Taken = Pick<EdgeFunctionProps, (typeof TAKEN)[number]>;

/** Checks the options beside the code and gives them. What is not for the edge can come along in an object that is spread. */
export function edgeOptions(place: Place, props: EdgeFunctionProps): Taken {
  const known: readonly string[] = [...TAKEN, ...OTHERS];
  for (const [option, value] of Object.entries(props)) {
    if (known.includes(option) || holdsAnyway(option, value)) continue;
    const why = EDGE_EXCLUDED_OPTIONS[option] ?? 'no function at the edge has it';
    throw new ConstructError(place, 'EDGE_EXCLUDES', `${option} must not be given: ${why} (${EDGE_RESTRICTIONS}).`);
  }
  const { timeout } = props;
  if (timeout && !timeout.isUnresolved()) within(place, 'timeout', timeout.toSeconds({ integral: false }), EDGE_TIMEOUT);

  return Object.fromEntries(TAKEN.map((option) => [option, props[option]]));
}

/** Whether it says nothing, or what is so at the edge. */
function holdsAnyway(option: string, value: unknown): boolean {
  if (value === undefined || value === false) return true;
  switch (option) {
    case 'architecture':
      return (value as lambda.Architecture).name === EDGE_ARCHITECTURE;
    case 'ephemeralStorageSize': {
      const size = value as Size;
      return size.isUnresolved() || size.toMebibytes({ rounding: SizeRoundingBehavior.NONE }) === EDGE_STORAGE;
    }
    case 'runtimeManagementMode':
      return (value as lambda.RuntimeManagementMode).mode === lambda.RuntimeManagementMode.AUTO.mode;
    case 'tracing':
      return value !== lambda.Tracing.ACTIVE;
    case 'environment':
    case 'events':
    case 'layers':
      return Object.keys(value as object).length === 0;
    default:
      return false;
  }
}

import { DURABLE_BEHIND_MAPPING, KIND_NAMES, SLOW_SOURCE_TIMEOUT_SECONDS, SLOW_SOURCES } from '../spec/event-source-mapping';
import { FUNCTION_DEFAULTS } from '../spec/function-defaults';
import type { App } from './app';
import { type Mapping, mappingsOf, mayMeet, targetOf } from './mapping';
import { each, type Rule } from './rule';
import { Undecided } from './undecided';

/** Each mapping that is not the first between its source and its function, with the first. */
function* duplicates(app: App): Generator<{ readonly mapping: Mapping; readonly first: Mapping }> {
  const known = new Map<string, Mapping[]>();
  for (const mapping of mappingsOf()(app)) {
    const { on } = mapping;
    const key = keyOf(app, mapping);
    if (key === undefined) continue;
    const others = known.get(key) ?? [];
    const first = others.find((other) => mayMeet(other.on, on));
    if (first !== undefined) yield { mapping, first };
    known.set(key, [...others, mapping]);
  }
}

/** The same for mappings that do the same; undefined when not all of it is known. */
function keyOf(app: App, mapping: Mapping): string | undefined {
  const { on, arn } = mapping;
  try {
    const target = targetOf(app, mapping);
    const fn = target === undefined ? on.text('FunctionName') : `${target.fn.path} ${target.qualifier}`;
    const servers = on.texts('SelfManagedEventSource', 'Endpoints', 'KafkaBootstrapServers');
    // Clusters and brokers hold several sources.
    const documents = ['DatabaseName', 'CollectionName'].map((name) => on.text('DocumentDBEventSourceConfig', name));
    return [arn, fn, ...servers, ...on.texts('Topics'), ...on.texts('Queues'), ...documents].join(' ');
  } catch (error) {
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}

export const MAPPING_FUNCTIONS: readonly Rule[] = [
  {
    id: 'ESM-50',
    severity: 'error',
    title: 'A source is mapped to the same function twice',
    why: 'Lambda refuses the second event source mapping.',
    remedy: 'Leave one of the mappings out; several filters can stand in one mapping.',
    source: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html',
    also: ['ESM-51', 'ESM-52', 'SQS-11'],
    check: each(duplicates, function* ({ mapping: { on }, first }) {
      const message = `${first.on.path} already maps the same source to the same function.`;
      yield { on, property: 'Properties.EventSourceArn', message };
    }),
  },
  {
    id: 'ESM-65',
    severity: 'error',
    title: 'A function behind Kafka, Amazon MQ or DocumentDB may run for more than 14 minutes',
    why: 'Lambda refuses the event source mapping.',
    remedy: `Lower the timeout of the function to ${SLOW_SOURCE_TIMEOUT_SECONDS} seconds.`,
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html',
    also: ['KAF-06', 'MQ-03', 'DOC-03', 'VAL-11'],
    check: each(mappingsOf(...SLOW_SOURCES), function* (mapping, app) {
      const target = targetOf(app, mapping);
      const timeout = target?.fn.number('Timeout') ?? FUNCTION_DEFAULTS.timeoutSeconds;
      if (target === undefined || timeout <= SLOW_SOURCE_TIMEOUT_SECONDS) return;
      yield {
        on: target.fn,
        property: 'Properties.Timeout',
        message: `${mapping.on.path} reads from ${KIND_NAMES[mapping.kind]}, whose functions may run for ${SLOW_SOURCE_TIMEOUT_SECONDS} s; the timeout is ${timeout} s.`,
      };
    }),
  },
  {
    id: 'ESM-66',
    severity: 'error',
    title: 'An event source mapping names a durable function without version or alias',
    why: 'Lambda refuses the event source mapping: durable functions are invoked with a qualifier.',
    remedy: 'Name an alias or a version of the function.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking-esm.html',
    also: ['INV-12'],
    check: each(mappingsOf(), function* (mapping, app) {
      const target = targetOf(app, mapping);
      if (target === undefined || !target.fn.has('DurableConfig') || target.qualifier !== undefined) return;
      const message = `${target.fn.path} is durable, so the mapping must name one of its versions or aliases.`;
      yield { on: mapping.on, property: 'Properties.FunctionName', message };
    }),
  },
  {
    id: 'ESM-66-time',
    severity: 'warning',
    title: 'A durable function behind an event source mapping may take longer than its executions can there',
    why: 'Lambda stops executions that a mapping began after 15 minutes (90 on managed instances, but not for Amazon MQ and DocumentDB).',
    remedy: 'Lower the execution timeout, or start long executions asynchronously from the function behind the mapping.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking-esm.html',
    check: each(mappingsOf(), function* (mapping, app) {
      const fn = targetOf(app, mapping)?.fn;
      const timeout = fn?.number('DurableConfig', 'ExecutionTimeout');
      if (fn === undefined || timeout === undefined) return;
      const { seconds, onInstancesSeconds, neverLonger } = DURABLE_BEHIND_MAPPING;
      const mayBeLonger = fn.has('CapacityProviderConfig') && !neverLonger.some((kind) => kind === mapping.kind);
      const most = mayBeLonger ? onInstancesSeconds : seconds;
      if (timeout <= most) return;
      yield {
        on: fn,
        property: 'Properties.DurableConfig.ExecutionTimeout',
        message: `Executions may take ${timeout} s, but ${mapping.on.path} begins some, and those are stopped after ${most} s.`,
      };
    }),
  },
  {
    id: 'FN-68-mapping',
    severity: 'error',
    title: 'A function that keeps its tenants apart is behind an event source mapping',
    why: 'Mappings do not say which tenant a record is of, so Lambda refuses them for such functions.',
    remedy: 'Let a function without tenant isolation read the source and invoke this one with the tenant id.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html',
    check: each(mappingsOf(), function* (mapping, app) {
      const target = targetOf(app, mapping);
      if (target?.fn.text('TenancyConfig', 'TenantIsolationMode') === undefined) return;
      const message = `${target.fn.path} isolates its tenants and can have no event source mapping.`;
      yield { on: mapping.on, property: 'Properties.FunctionName', message };
    }),
  },
];

import type { LoggingConfiguration } from '../../model/function';
import { APPLICATION_LOG_LEVELS, LOG_TIMESTAMP, LOG_TIMESTAMP_MEMBERS } from '../../spec/application-log-levels';
import { DEFAULT_JSON_LOG_LEVEL } from '../../spec/function-defaults';

const weightOf = (level: string) => APPLICATION_LOG_LEVELS.get(level.toUpperCase());
const DEFAULT_WEIGHT = weightOf(DEFAULT_JSON_LOG_LEVEL) as number;

/**
 * Which lines of a function's own Lambda keeps: with the JSON format those that weigh enough, whoever has written them. A line
 * that is no JSON, or tells no level or no time, counts as INFO (FN-63).
 */
export function linesKept({
  format,
  applicationLevel = DEFAULT_JSON_LOG_LEVEL,
}: LoggingConfiguration): (line: string) => boolean {
  const least = weightOf(applicationLevel) ?? 0;
  return format === 'Text' || least === 0 ? () => true : (line) => weightIn(line) >= least;
}

function weightIn(line: string): number {
  if (!line.startsWith('{')) return DEFAULT_WEIGHT;
  const record = recordIn(line);
  const { level } = record;
  const isTimed = LOG_TIMESTAMP_MEMBERS.some((member) => LOG_TIMESTAMP.test(String(record[member])));
  return (isTimed && typeof level === 'string' ? weightOf(level) : undefined) ?? DEFAULT_WEIGHT;
}

function recordIn(line: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}

import type { RuleTarget } from '../../../model/event-bus';
import { exactJsonText, isJsonObject, type Json, parseExactJson } from '../../../model/pattern/exact-json';
import { atPath } from './json-path';

/** What a template knows beside the event. */
export interface RuleFacts {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** As `2026-01-01T00:00:00Z`. */
  readonly ingested: string;
}

/** What a target gets of an event, which is JSON text (EVB-11 to EVB-15). */
export function inputFor(
  { Input, InputPath, InputTransformer }: Pick<RuleTarget, 'Input' | 'InputPath' | 'InputTransformer'>,
  event: string,
  facts: RuleFacts,
): string {
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return exactJsonText(found(parsed(event), InputPath, {}));
  if (InputTransformer === undefined) return event;
  const { InputPathsMap = {}, InputTemplate } = InputTransformer;
  const json = parsed(event);
  return filled(InputTemplate, (name) => {
    const path = Object.hasOwn(InputPathsMap, name) ? InputPathsMap[name] : undefined;
    if (path !== undefined) return found(json, path, '');
    return predefined(name, json, facts);
  });
}

/** What keeps events together in a data stream; an event alone has its id. */
export function partitionKeyOf({ KinesisParameters }: Pick<RuleTarget, 'KinesisParameters'>, event: string, id: string): string {
  const found = KinesisParameters && atPath(parsed(event), KinesisParameters.PartitionKeyPath);
  if (found === undefined) return id;
  return typeof found === 'string' ? found : exactJsonText(found);
}

/** Those that a template may name without a path. */
export function isPredefined(name: string): boolean {
  return predefined(name, {}, { ruleArn: '', ruleName: '', ingested: '' }) !== undefined;
}

export const WHOLE_EVENT = 'aws.events.event.json';

/** The names between `<` and `>` of a template. */
export function placeholdersIn(template: string): readonly string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
}

const PLACEHOLDER = /<([A-Za-z0-9_.-]+)>/g;

function predefined(name: string, event: Json, { ruleArn, ruleName, ingested }: RuleFacts): Json | undefined {
  if (name === 'aws.events.rule-arn') return ruleArn;
  if (name === 'aws.events.rule-name') return ruleName;
  if (name === 'aws.events.event.ingestion-time') return ingested;
  if (name === WHOLE_EVENT) return event;
  if (name !== 'aws.events.event' || !isJsonObject(event)) return undefined;
  const { detail: _, ...others } = event;
  return Object.fromEntries(Object.entries(others).map(([key, value]) => [key === 'detail-type' ? 'detailType' : key, value]));
}

/** In quotes, what is put in place is put as it is; outside of them, as JSON (EVB-14). */
function filled(template: string, valueOf: (name: string) => Json | undefined): string {
  let text = '';
  let isQuoted = false;
  const token = /\\.|"|<([A-Za-z0-9_.-]+)>|[^]/gy;
  for (const [written, name] of template.matchAll(token)) {
    const value = name === undefined ? undefined : valueOf(name);
    if (value !== undefined) text += isQuoted ? plain(value) : exactJsonText(value);
    else {
      if (written === '"') isQuoted = !isQuoted;
      text += written;
    }
  }
  return text;
}

/** A text as it is, a list as `[A,B]`, and an object without any quotes. */
function plain(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(plain).join(',')}]`;
  return exactJsonText(value).replaceAll('"', '');
}

function found(json: Json, path: string, otherwise: Json): Json {
  const there = atPath(json, path);
  return there === undefined ? otherwise : there;
}

function parsed(event: string): Json {
  return parseExactJson(event) as Json;
}

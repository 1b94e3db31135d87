import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { CfnResource, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { EDGE_EVENTS, EDGE_RESTRICTIONS_OF_ALL, EDGE_VIEWER_MEMORY } from '../spec/edge-limits';
import { ConstructError, type Place } from './construct-error';
import type { EdgeArn } from './edge-arn';
import { propertiesOf } from './exclusions';

/** How CloudFront calls a function. */
interface Association {
  /** As `viewer-request`. */
  readonly eventType: string;
  readonly includeBody?: boolean;
}

/** Refuses what CloudFront would refuse of a function for these events (EDGE-04). */
export function checkAssociation(
  place: Place,
  resource: Partial<lambda.CfnFunction>,
  { eventType, includeBody }: Association,
): void {
  const event = EDGE_EVENTS.find(({ name }) => name === eventType);
  if (!event) {
    if (Token.isUnresolved(eventType)) return;
    const names = EDGE_EVENTS.map(({ name }) => name).join(', ');
    throw new ConstructError(place, 'EDGE_EVENT_UNKNOWN', `the event type must be one of ${names}, but is '${eventType}'.`);
  }
  if (includeBody === true && !event.isRequest) {
    throw new ConstructError(place, 'EDGE_BODY_OF_RESPONSE', `includeBody must not be set for ${eventType}.`);
  }
  const { memorySize } = resource;
  if (!event.isViewer || memorySize === undefined || Token.isUnresolved(memorySize)) return;
  if (memorySize <= EDGE_VIEWER_MEMORY.max) return;
  const message = `memorySize must be at most ${EDGE_VIEWER_MEMORY.max} MB for ${eventType}, but is ${memorySize}`;
  throw new ConstructError(place, 'EDGE_VIEWER_MEMORY', `${message} (${EDGE_VIEWER_MEMORY.source}).`);
}

/** A part of a cache behaviour as it stands in a template. */
interface Behaviour {
  readonly LambdaFunctionAssociations?: unknown;
  readonly FunctionAssociations?: unknown;
}

/** Checks how a resource has CloudFront call a function: a distribution, whatever construct has made it. */
export function checkUser(edge: IConstruct, resource: lambda.CfnFunction, user: IConstruct, arn: EdgeArn): void {
  if (!CfnResource.isCfnResource(user)) return;
  const ours = JSON.stringify(Stack.of(user).resolve(arn));
  walk(propertiesOf(user));

  function walk(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    const { LambdaFunctionAssociations: all, FunctionAssociations: others } = value as Behaviour;
    if (Array.isArray(all)) checkBehaviour(all.filter(isObject), Array.isArray(others) ? others.filter(isObject) : []);
    for (const each of Object.values(value)) walk(each);
  }

  function checkBehaviour(all: readonly Readonly<Record<string, unknown>>[], others: typeof all): void {
    for (const { EventType: eventType, IncludeBody: includeBody, LambdaFunctionARN: version } of all) {
      if (typeof eventType !== 'string' || JSON.stringify(version) !== ours) continue;
      checkAssociation(edge, resource, { eventType, includeBody: includeBody === true });
      const { path } = user.node;
      if (all.filter((other) => other.EventType === eventType).length > 1) {
        const message = `only one function must be called for ${eventType} of a behaviour of ${path}, but two are`;
        throw new ConstructError(edge, 'EDGE_EVENT_TWICE', `${message} (${EDGE_RESTRICTIONS_OF_ALL}).`);
      }
      if (isViewer(eventType) && others.some((other) => isViewer(other.EventType))) {
        const message = `${eventType} must not meet a CloudFront function for viewers in a behaviour of ${path}`;
        throw new ConstructError(edge, 'EDGE_VIEWERS_MIXED', `${message} (${EDGE_RESTRICTIONS_OF_ALL}).`);
      }
    }
  }
}

function isViewer(eventType: unknown): boolean {
  return EDGE_EVENTS.some(({ name, isViewer: is }) => is && name === eventType);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { ConstructError, type Place } from '../construct-error';

/** What all event sources have in common that Lambda polls. */
export abstract class PolledEventSource implements lambda.IEventSource {
  private mapping?: lambda.IEventSourceMapping;

  /** Connects the source to a function, an alias or a version. */
  public abstract bind(target: lambda.IFunction): void;

  /** The id of the event source mapping; of the newest, when several functions have the source. Fails while none has it. */
  public get eventSourceMappingId(): string {
    return this._mapping().eventSourceMappingId;
  }

  /** The ARN of the event source mapping; of the newest, when several functions have the source. Fails while none has it. */
  public get eventSourceMappingArn(): string {
    return this._mapping().eventSourceMappingArn;
  }

  /** @internal */
  protected abstract readonly _place: Place;

  /** @internal */
  protected _keep(mapping: lambda.IEventSourceMapping): void {
    this.mapping = mapping;
  }

  /** @internal */
  public _mapping(): lambda.IEventSourceMapping {
    if (this.mapping) return this.mapping;
    throw new ConstructError(this._place, 'SOURCE_NOT_BOUND', 'the event source has no mapping yet.');
  }
}

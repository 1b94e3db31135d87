import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Annotations, type CfnResource, type IResolveContext, Lazy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { beforePreparation } from './before-preparation';
import type { BundleTicket } from './bundle-batch';
import { type BundleOutcome, noteText, shortest } from './bundle-request';
import { sizesText } from './bundle-sizes';
import { type MadeFolder, type Registered, registered } from './bundled-asset';
import { ConstructError } from './construct-error';

export interface NodeCodeOptions {
  /** Absolute. */
  readonly entry: string;
  /** The export that must be there; absent when the handler is elsewhere. */
  readonly handler?: string;
  /** Whether what the bundle consists of is told. */
  readonly analyze: boolean;
  /** Why it cannot be bundled, whatever esbuild says. */
  readonly refused: () => ConstructError | undefined;
  /** Makes the folder of the asset from the bundle; called once, unless there is none. */
  readonly made: (bundle: Bundled) => MadeFolder;
  /** Called when there is none. */
  readonly unmade: () => void;
}

type Bundled = Extract<BundleOutcome, { readonly kind: 'bundled' }>['bundle'];

type Settled = { readonly asset: Registered } | { readonly error: ConstructError };

const PENDING = 'cdk-lambda-kit-not-bundled';

/** Code that is bundled together with that of all other functions, once they are all there. */
export class BundledNodeCode extends lambda.Code {
  readonly isInline = false;
  private settled?: Settled;
  /** That it failed is known, and ends the synthesis: whatever else looks at the code has nothing to add. */
  private isTold = false;

  constructor(
    private readonly ticket: BundleTicket,
    private readonly options: NodeCodeOptions,
  ) {
    super();
  }

  bind(scope: Construct): lambda.CodeConfig {
    beforePreparation(scope, () => this.settle(scope));
    scope.node.addValidation({
      validate: () => {
        const settled = this.settle(scope);
        if (!('error' in settled)) return [];
        this.isTold = true;
        return [settled.error.message];
      },
    });
    const located = (name: 'bucketName' | 'objectKey') =>
      Lazy.uncachedString({ produce: (context) => this.registered(scope, context)?.location[name] ?? PENDING });
    return { s3Location: { bucketName: located('bucketName'), objectKey: located('objectKey') } };
  }

  /** Tells tools that read templates, as SAM CLI does, where the code lies. */
  override bindToResource(resource: CfnResource, options: lambda.ResourceBindOptions = {}): void {
    if (!resource.node.tryGetContext('aws:cdk:enable-asset-metadata')) return;
    const produce = (context: IResolveContext) => this.registered(resource.node.scope as Construct, context)?.path;
    resource.addMetadata('aws:asset:path', Lazy.uncachedString({ produce }));
    resource.addMetadata('aws:asset:is-bundled', true);
    resource.addMetadata('aws:asset:property', options.resourceProperty ?? 'Code');
  }

  /** Undefined while an error is told by the validation, together with those of other functions, which may be left out. */
  private registered(scope: Construct, context: IResolveContext): Registered | undefined {
    const settled = this.settle(scope);
    if ('asset' in settled) return settled.asset;
    if (context.preparing || this.isTold) return undefined;
    throw settled.error;
  }

  private settle(scope: Construct): Settled {
    this.settled ??= this.outcome(scope);
    return this.settled;
  }

  private outcome(scope: Construct): Settled {
    try {
      const bundle = this.bundle(scope);
      const asset = registered(scope, this.options.made(bundle), { sources: '', name: '' });
      if (this.options.analyze) Annotations.of(scope).addInfo(sizesText(bundle));
      return { asset };
    } catch (error) {
      this.options.unmade();
      if (!(error instanceof ConstructError)) throw error;
      Annotations.of(scope).addError(error.message);
      return { error };
    }
  }

  private bundle(scope: Construct): Bundled {
    const { entry, handler } = this.options;
    const outcome = this.ticket.outcome();
    const refused = this.options.refused();
    if (refused) throw refused;
    if (outcome.kind === 'failed') {
      const lines = outcome.errors.map((note) => `\n  ${noteText(note)}`).join('');
      throw new ConstructError(scope, 'BUNDLING_FAILED', `entry ${shortest(entry)} cannot be bundled:${lines}`);
    }
    const { notes, exports } = outcome.bundle;
    for (const note of notes) Annotations.of(scope).addWarningV2('cdk-lambda-kit:bundling', noteText(note));
    if (handler !== undefined && exports.all && !exports.names.includes(handler)) {
      const names = exports.names.length === 0 ? 'nothing' : exports.names.join(', ');
      const message = `handler '${handler}' is not exported by ${shortest(entry)}, which exports ${names}.`;
      throw new ConstructError(scope, 'HANDLER_NOT_EXPORTED', message);
    }
    return outcome.bundle;
  }
}

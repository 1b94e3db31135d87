import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  DefaultTokenResolver,
  type IResolvable,
  type IResolveContext,
  Reference,
  StringConcat,
  Tokenization,
} from 'aws-cdk-lib/core';

/** A layer of a function: made in this app, or an ARN. */
export type AttachedLayer =
  | { readonly kind: 'made'; readonly resource: lambda.CfnLayerVersion }
  /** What only the deployment knows stands in braces. */
  | { readonly kind: 'arn'; readonly arn: string };

/** The layers in the order of the function's list; undefined when the list itself is only known at deployment. */
export function attachedLayers(fn: lambda.CfnFunction): readonly AttachedLayer[] | undefined {
  if (fn.layers === undefined) return [];
  const resolver = new LayerResolver();
  const resolved: unknown = Tokenization.resolve(fn.layers, { scope: fn, resolver, preparing: false });
  if (resolved === undefined) return [];
  if (!Array.isArray(resolved)) return undefined;
  return resolved.map((entry: unknown): AttachedLayer => {
    const text = typeof entry === 'string' ? entry : unknown(entry);
    const resource = resolver.made.get(text);
    return resource ? { kind: 'made', resource } : { kind: 'arn', arn: text };
  });
}

/** Leads to the constructs of layers, which after synthesis has begun are references into other stacks. */
class LayerResolver extends DefaultTokenResolver {
  readonly made = new Map<string, lambda.CfnLayerVersion>();

  constructor() {
    super(new StringConcat());
  }

  override resolveToken(
    token: IResolvable,
    context: IResolveContext,
    postProcessor: Parameters<DefaultTokenResolver['resolveToken']>[2],
  ) {
    const target = Reference.isReference(token) ? token.target : undefined;
    if (target && isLayer(target)) {
      const mark = `{layer ${target.node.addr}}`;
      this.made.set(mark, target);
      return mark;
    }
    const value: unknown = super.resolveToken(token, context, postProcessor);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? unknown(value) : value;
  }
}

function isLayer(target: object): target is lambda.CfnLayerVersion {
  return (target as Partial<lambda.CfnLayerVersion>).cfnResourceType === lambda.CfnLayerVersion.CFN_RESOURCE_TYPE_NAME;
}

/** Without the colons that an ARN is split at; the same for the same value. */
function unknown(value: unknown): string {
  return `{${JSON.stringify(value).replace(/[{}:]/g, '.')}}`;
}

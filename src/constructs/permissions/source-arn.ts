import {
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Reference,
  Token,
  Tokenization,
} from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { keyOf } from '../vpc/reference-key';

/** What stands for a value that only the deployment knows, while an ARN is taken apart. */
const MARKED = /\u0001(\d+)\u0002/g;

/** An ARN that can be taken apart although some of it is known at the deployment only. */
export class SourceArn {
  /** The first five parts: arn, partition, service, Region and account. */
  readonly head: readonly string[];

  /** Everything behind them. */
  readonly resource: string;

  private constructor(
    private readonly user: IConstruct,
    text: string,
    private readonly tokens: readonly IResolvable[],
  ) {
    const parts = text.split(':');
    this.head = parts.slice(0, 5);
    this.resource = parts.slice(5).join(':');
  }

  static of(user: IConstruct, arn: string): SourceArn {
    const resolver = new MarkingResolver();
    const text: unknown = Tokenization.resolve(arn, { scope: user, resolver, preparing: false });
    return new SourceArn(user, typeof text === 'string' ? text : '', resolver.tokens);
  }

  /** The resource that has this ARN as an attribute, when it is nothing but that. */
  get madeBy(): IConstruct | undefined {
    const [token] = this.tokens;
    return this.head.length === 1 && isMarked(this.head[0] ?? '') && Reference.isReference(token) ? token.target : undefined;
  }

  /** A piece as a template would have it. */
  written(piece: string): string {
    return piece.replace(MARKED, (_all, index: string) => {
      const token = this.tokens[Number(index)];
      return token ? Token.asString(token) : '';
    });
  }

  /** What tells a piece from others. */
  key(piece: string): string {
    return piece.replace(MARKED, (_all, index: string) =>
      keyOf(this.user, this.tokens[Number(index)]).replace(/^\{"Ref":"(AWS::\w+)"\}$/, '$1'),
    );
  }
}

/** What of a piece is known, up to the first value that is not, or to a wildcard. */
export function knownPart(piece: string): string {
  const known = /^[^\u0001*?]*/.exec(piece);
  return known ? known[0] : '';
}

function isMarked(piece: string): boolean {
  return piece.replace(MARKED, '') === '' && piece !== '';
}

class MarkingResolver extends DefaultTokenResolver {
  readonly tokens: IResolvable[] = [];

  constructor() {
    super({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
  }

  override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) return this.marked(token);
    const resolved: unknown = super.resolveToken(token, context, postProcessor);
    return typeof resolved === 'string' ? resolved : (joined(resolved) ?? this.marked(token));
  }

  private marked(token: IResolvable): string {
    this.tokens.push(token);
    return `\u0001${this.tokens.length - 1}\u0002`;
  }
}

/** A `Fn::Join` of texts, which can be taken apart as well as a text. */
function joined(value: unknown): string | undefined {
  const { 'Fn::Join': [delimiter, list] = [] } = (value ?? {}) as { readonly 'Fn::Join'?: readonly unknown[] };
  const isText = typeof delimiter === 'string' && Array.isArray(list) && list.every((item) => typeof item === 'string');
  return isText ? list.join(delimiter) : undefined;
}

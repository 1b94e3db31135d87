import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { checkLayers } from './layer-check';

/** What our own functions do by themselves about their layers, for all others. */
export abstract class Layers {
  /**
   * Checks at synthesis whether the function can have its layers, those that are added later too.
   *
   * Refused are: more than five; two versions of one layer; ARNs that are none, or of another Region; layers for other runtimes or
   * architectures, or without a file where the runtime looks; 250 MB and more of code and layers, as far as their assets are known.
   *
   * @param fn any function, made with this package or with `aws-cdk-lib`
   * @see https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
   */
  public static check(fn: lambda.Function): void {
    checkLayers(fn);
  }
}

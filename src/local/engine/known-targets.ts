import type { LambdaFunction } from '../../model/function';
import type { AwsError } from './aws-error';
import type { InvokeRequest } from './ports';
import { findTarget, type Target } from './target';

/** Clients may name any Region: they are not remembered without end. */
const NAMES_MAX = 1000;

type Asked = Pick<InvokeRequest, 'functionName' | 'qualifier' | 'region'>;

/** What names lead to, remembered until the functions change. */
export class KnownTargets {
  private readonly known = new Map<string, Map<string, Target>>();

  constructor(private readonly functions: () => readonly LambdaFunction[]) {}

  find({ functionName, qualifier, region }: Asked): Target | AwsError {
    const isPlain = region === undefined && qualifier === undefined;
    // No Region has a slash.
    const place = isPlain ? '' : `${region ?? ''}/${qualifier === undefined ? '' : `:${qualifier}`}`;
    const known = this.known.get(functionName)?.get(place);
    if (known) return known;
    const found = findTarget(this.functions(), functionName, qualifier, region);
    if (found.kind === 'target') this.remember(functionName, place, found);
    return found;
  }

  /** What the same name leads to by now. */
  again({ function: { arn }, qualifier }: Target): Target | AwsError {
    return this.find({ functionName: arn, qualifier });
  }

  private remember(functionName: string, place: string, found: Target): void {
    const places = this.known.get(functionName) ?? new Map<string, Target>();
    if (places.size >= NAMES_MAX) places.clear();
    this.known.set(functionName, places.set(place, found));
  }

  forget(): void {
    this.known.clear();
  }
}

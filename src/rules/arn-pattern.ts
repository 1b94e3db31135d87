import { PLACEHOLDER_ACCOUNT } from '../spec/pseudo-parameters';
import { isLike } from './wildcards';

/** An ARN with wildcards, as permissions have it, ready to be compared with many. */
export class ArnPattern {
  /** What stands before the first wildcard; most ARNs differ there, which is quick to see. */
  private readonly beginning: string;
  private readonly isOfAnyAccount: boolean;

  constructor(private readonly pattern: string) {
    this.beginning = pattern.slice(0, Math.max(0, pattern.search(/[*?]|$/)));
    this.isOfAnyAccount = pattern.includes(PLACEHOLDER_ACCOUNT);
  }

  /**
   * Whether one of the ARNs matches, which are all of one environment. Either side may be of a stack that is for any environment,
   * and may then be anywhere.
   */
  matchesOne(arns: readonly string[]): boolean {
    if (arns.some((arn) => arn.startsWith(this.beginning) && isLike(arn, this.pattern))) return true;
    return arns[0]?.includes(PLACEHOLDER_ACCOUNT) !== this.isOfAnyAccount && arns.some((arn) => this.matchesAnywhere(arn));
  }

  private matchesAnywhere(arn: string): boolean {
    const [parts, wanted] = [arn.split(':'), this.pattern.split(':')];
    if (parts.length < 6 || wanted.length < 6) return false;
    const anywhere = (all: string[]) => [...all.slice(0, 3), '', '', ...all.slice(5)].join(':');
    return isLike(anywhere(parts), anywhere(wanted));
  }
}

import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Lazy, type RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { KEPT_VERSIONS } from '../spec/release-limits';
import { within } from './check';
import { ConstructError, placeOf } from './construct-error';
import { checkCurrentVersion, currentRecord } from './current-version';
import { KeptVersion } from './kept-version';
import { formatRecord, parseRecord, type RecordedVersion } from './release-record';
import { Traffic } from './traffic';

export interface ReleaseProps {
  /** The function whose versions these are. */
  readonly function: lambda.Function;

  /**
   * What `record` of the last deployment was: put it out with `CfnOutput`, and read it from the file of
   * `cdk deploy --outputs-file`.
   *
   * Each place where the app is deployed has its own.
   *
   * @default - The function was never deployed here with a release.
   */
  readonly record?: string;

  /**
   * How many versions before the live one stay: a whole number from 0 to 50. When the function becomes again what it was in one
   * of them, that version is the current one, and none is published.
   *
   * @default 1
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html
   */
  readonly keep?: number;

  /**
   * What becomes of versions that are no longer kept.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether it is a mistake that this deployment publishes a version: fails at synthesis when code or configuration are not
   * those of the live version.
   *
   * @default false
   */
  readonly frozen?: boolean;
}

/** Where the child is that holds the versions of earlier deployments. */
const KEPT = 'KeptVersions';

/**
 * The version of a function that is live today, and the one that this deployment publishes, so that both can share an alias.
 *
 * A version is published with every change of the function's code or configuration, and only then. The number of neither
 * version is known to the app: what it knows, from `record`, are the logical ids of the versions in the stack. Their resources
 * stay in the template as they were, and CloudFormation puts in the numbers.
 *
 * The first deployment has only one version, which gets everything, whatever is asked for.
 */
export class Release extends Construct {
  /** The version of the function as it is in this deployment. */
  public readonly current: lambda.IVersion;

  /** The version that the last deployment left live; `current` at the first. */
  public readonly live: lambda.IVersion;

  /** The versions that were live before, newest first, as many as are kept. */
  public readonly earlier: lambda.IVersion[];

  /** What the next deployment has to be told, as `record`: a text without secrets, which is known at synthesis. */
  public readonly record: string;

  private readonly fn: lambda.Function;
  private readonly kept: readonly RecordedVersion[];
  private decision?: 'promote' | 'split' | 'withdraw';

  constructor(scope: Construct, id: string, props: ReleaseProps) {
    const place = placeOf(scope, id);
    const { function: fn, frozen = false, removalPolicy } = props;
    const keep = within(place, 'keep', props.keep ?? 1, KEPT_VERSIONS);
    const kept = parseRecord(place, props.record).slice(0, keep + 1);
    if (fn.node.tryFindChild(KEPT)) {
      throw new ConstructError(place, 'RELEASE_TWICE', `${fn.node.path} must have one release, but has another.`);
    }
    super(scope, id);
    this.fn = fn;
    this.kept = kept;
    this.current = fn.currentVersion;
    this.record = Lazy.uncachedString({ produce: () => formatRecord(this.recordAfter(keep)) });

    // Beside the current version, so that they are in one stack wherever the release is.
    const group = new Construct(fn, KEPT);
    const current = this.current.node.defaultChild as lambda.CfnVersion;
    const versions = kept.map((each) => {
      const resource = new KeptVersion(group, each.id, current, () => this.isCurrent(each));
      if (removalPolicy) resource.applyRemovalPolicy(removalPolicy);
      const version = Lazy.uncachedString({ produce: () => (this.isCurrent(each) ? current : resource).attrVersion });
      return lambda.Version.fromVersionAttributes(group, `Version${each.id}`, { lambda: fn, version });
    });
    if (removalPolicy) current.applyRemovalPolicy(removalPolicy);
    if (kept.length > 0) this.current.node.addDependency(group);
    this.live = versions[0] ?? this.current;
    this.earlier = versions.slice(1);
    this.node.addValidation({ validate: () => this.problems(frozen) });
  }

  /** All invocations go to the current version, which is the live one from then on. That is so too when nothing else is called. */
  public promote(): Traffic {
    this.decide('promote');
    return Traffic.all(this.current);
  }

  /**
   * A share of the invocations goes to the current version; the live one stays live.
   *
   * Fails at synthesis when the two have not the same execution role and dead-letter configuration. When both are the same
   * version, everything goes to that.
   *
   * @param weight the share of the current version, from 0 to 1
   */
  public split(weight: number): Traffic {
    this.decide('split');
    const [live] = this.kept;
    if (!live) return Traffic.all(this.current);
    return Traffic._splitIf(() => !this.isCurrent(live), this.live, this.current, weight);
  }

  /** No invocation goes to the current version; the live one stays live, and the current one can be tried by its number. */
  public withdraw(): Traffic {
    this.decide('withdraw');
    return Traffic.all(this.live);
  }

  /** Whether this deployment publishes a version. To be asked when the function is complete, as in a test of the app. */
  public publishes(): boolean {
    return !this.kept.some((each) => this.isCurrent(each));
  }

  private decide(decision: 'promote' | 'split' | 'withdraw'): void {
    if (this.decision !== undefined) {
      const calls = `${this.decision} and ${decision}`;
      throw new ConstructError(this, 'RELEASE_DECIDED_TWICE', `one decision must be made of a release, but there are ${calls}.`);
    }
    this.decision = decision;
  }

  private isCurrent({ id }: RecordedVersion): boolean {
    return currentRecord(this.fn).id === id;
  }

  private recordAfter(keep: number): readonly RecordedVersion[] {
    const current = currentRecord(this.fn);
    const [live = current] = this.kept;
    const first = this.decision === 'split' || this.decision === 'withdraw' ? live : current;
    const versions = [first, ...this.kept];
    return versions.filter(({ id }, index) => versions.findIndex((each) => each.id === id) === index).slice(0, keep + 1);
  }

  private problems(frozen: boolean): string[] {
    try {
      this.check(frozen);
      return [];
    } catch (error) {
      if (error instanceof ConstructError) return [error.message];
      throw error;
    }
  }

  private check(frozen: boolean): void {
    checkCurrentVersion(this.fn);
    const current = currentRecord(this.fn);
    const [live] = this.kept;
    if (this.kept.some(({ fn }) => fn !== current.fn)) {
      throw new ConstructError(
        this,
        'RELEASE_OF_OTHER_FUNCTION',
        `record must be of ${this.fn.node.path} as it is, but is of a function with another id, name, package type or tenancy.`,
      );
    }
    if (!live || live.id === current.id) return;
    if (frozen) {
      throw new ConstructError(
        this,
        'VERSION_IMMUTABLE',
        `${this.fn.node.path} must be as it was when ${live.id} was published, because the release is frozen, but has changed.`,
      );
    }
    if (this.decision !== 'split') return;
    const unlike = [
      live.role !== current.role && 'execution role',
      live.deadLetter !== current.deadLetter && 'dead-letter configuration',
    ];
    const [what] = unlike.filter(Boolean);
    if (what === undefined) return;
    throw new ConstructError(
      this,
      'VERSIONS_UNLIKE',
      `the current version must have the ${what} of the live one to share an alias, but ${this.fn.node.path} has another now.`,
    );
  }
}

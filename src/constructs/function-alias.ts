import type * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Annotations, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ALIAS_DESCRIPTION, ALIAS_NAME } from '../spec/alias-limits';
import { addUrl } from './add-url';
import { fitting } from './check';
import { CheckedScaling } from './checked-scaling';
import { checkShift, deploymentGroup } from './code-deploy';
import { ConstructError, type Place, placeOf } from './construct-error';
import type { UrlOptions } from './function-url';
import { missingInRole } from './imported-role';
import { reviewPolicy } from './permissions/policy-review';
import {
  checkProvisionable,
  checkProvisioned,
  checkRange,
  mustFitReservation,
  totalProvisioned,
} from './provisioned-concurrency';
import type { Traffic } from './traffic';
import { checkTraffic } from './traffic-check';

export interface FunctionAliasProps extends lambda.EventInvokeConfigOptions {
  /**
   * The name, which callers put behind the function's: 1 to 128 letters, digits, hyphens and underscores, and not only digits.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html
   */
  readonly aliasName: string;

  /** Which versions the invocations go to. */
  readonly traffic: Traffic;

  /**
   * What the alias is for: at most 256 characters.
   *
   * @default - No description.
   */
  readonly description?: string;

  /**
   * How many environments are kept ready: a whole number of at least 1, and not above what is reserved for the function.
   *
   * Fails with `Traffic.split`, for `$LATEST`, with SnapStart, with tenant isolation, and beside that of the version.
   *
   * @default - None.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
   */
  readonly provisionedConcurrentExecutions?: number;

  /**
   * Whether permissions in the resource policy of the alias become one where they differ only in the tail of their source, when the
   * policy nears its 20 KB; see `compactPermissions` of the functions.
   *
   * @default - As of the function; true where that says nothing.
   */
  readonly compactPermissions?: boolean;
}

/** The aliases of each function, for what only all of them together can break. */
const ALIASES = new WeakMap<lambda.IFunction, FunctionAlias[]>();

/**
 * A name for one version of a function, or for two of which each gets a share of the invocations.
 *
 * Works with every function, and wherever `lambda.Alias` or `lambda.IFunction` does. Fails where Lambda would refuse the alias.
 */
export class FunctionAlias extends lambda.Alias {
  /** What moves the alias with `Traffic.canary`, `linear` and `allAtOnce`; undefined with the others. */
  public readonly deploymentGroup?: codedeploy.ILambdaDeploymentGroup;

  private readonly traffic: Traffic;
  private readonly provisioned?: number;

  constructor(scope: Construct, id: string, props: FunctionAliasProps) {
    super(scope, id, checked(scope, id, props));
    const { _second: second, _shift: shift } = props.traffic;
    this.traffic = props.traffic;
    this.provisioned = props.provisionedConcurrentExecutions;

    const resource = this.node.defaultChild as lambda.CfnAlias;
    if (this.provisioned !== undefined) {
      // Older versions of aws-cdk-lib refuse an amount that only the deployment knows.
      resource.provisionedConcurrencyConfig = { provisionedConcurrentExecutions: this.provisioned };
    }
    if (second) {
      const additionalVersionWeights = [{ functionVersion: second.version.version, functionWeight: second.weight }];
      resource.routingConfig = Lazy.any({ produce: () => (second.isOther() ? { additionalVersionWeights } : undefined) });
    }
    if (shift) {
      this.deploymentGroup = deploymentGroup(this, shift);
      const { alarms = [], preHook, postHook } = shift.options;
      if (shift.kind !== 'allAtOnce' && alarms.length === 0 && !preHook && !postHook) {
        Annotations.of(this).addWarningV2(
          'cdk-lambda-kit:deploymentUnwatched',
          'Without alarms and hooks nothing ends this deployment, so that a bad version only comes more slowly; give traffic some.',
        );
      }
    }
    const siblings = ALIASES.get(this.lambda) ?? [];
    siblings.push(this);
    ALIASES.set(this.lambda, siblings);
    this.node.addValidation({ validate: () => this.problems(resource, siblings) });
    reviewPolicy(this, { compact: props.compactPermissions });
  }

  /**
   * Gives the alias an HTTPS address of its own.
   *
   * Fails when it has one already, and when Lambda or browsers would refuse the CORS configuration.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
   */
  public addUrl(options: UrlOptions): lambda.FunctionUrl {
    return addUrl(this, options);
  }

  /**
   * Lets the number of environments that are kept ready follow the load or the time of day.
   *
   * Fails where provisioned concurrency does, when the range does not ascend, and when it leaves what is reserved for the
   * function or leaves out `provisionedConcurrentExecutions`, which each deployment would set again.
   */
  public override addAutoScaling(options: lambda.AutoScalingOptions): lambda.IScalableFunctionAttribute {
    checkProvisionable(this, this.traffic);
    checkRange(this, { minCapacity: options.minCapacity ?? 1, maxCapacity: options.maxCapacity }, this.lambda, this.provisioned);
    return new CheckedScaling(this, super.addAutoScaling(options));
  }

  /** Allows the function something; fails when its role is not known, because the version was imported without one. */
  public override addToRolePolicy(statement: iam.PolicyStatement): void {
    if (!this.role) throw missingInRole(this, statement);
    super.addToRolePolicy(statement);
  }

  /** What can still change after the constructor: through escape hatches, and by other aliases. */
  private problems(resource: lambda.CfnAlias, siblings: readonly FunctionAlias[]): string[] {
    try {
      if (this.traffic._second && resource.cfnOptions.updatePolicy?.codeDeployLambdaAliasUpdate) {
        throw new ConstructError(this, 'WEIGHTS_WITH_DEPLOYMENT', 'traffic must not be split on an alias that CodeDeploy moves.');
      }
      if (resource.provisionedConcurrencyConfig) checkProvisionable(this, this.traffic);
      if (siblings[0] === this) {
        const total = totalProvisioned(siblings);
        mustFitReservation(this, 'what is provisioned for all aliases and versions together', total, this.lambda);
      }
      return [];
    } catch (error) {
      if (error instanceof ConstructError) return [error.message];
      throw error;
    }
  }
}

function checked(scope: Construct, id: string, props: FunctionAliasProps): lambda.AliasProps {
  const place = placeOf(scope, id);
  const { traffic, provisionedConcurrentExecutions, compactPermissions: _compact, ...options } = props;
  const { aliasName, description } = options;

  fitting(place, 'aliasName', aliasName, ALIAS_NAME);
  if (description !== undefined) fitting(place, 'description', description, ALIAS_DESCRIPTION);
  checkTraffic(place, traffic);
  mustBeHere(place, scope, traffic._primary.lambda);
  if (traffic._shift) checkShift(place, traffic._shift);
  if (provisionedConcurrentExecutions !== undefined) checkProvisioned(place, traffic, provisionedConcurrentExecutions);
  mustBeFree(place, aliasName, traffic._primary.lambda);
  return { ...options, version: traffic._primary };
}

/** An alias is a resource of the account and Region of its function. */
function mustBeHere(place: Place, scope: Construct, fn: lambda.IFunction): void {
  const here = Stack.of(scope);
  for (const what of ['account', 'region'] as const) {
    const there = fn.env[what];
    if (there === here[what] || Token.isUnresolved(there) || Token.isUnresolved(here[what])) continue;
    const message = `the function ${fn.functionArn} must be of the ${what} ${here[what]} of this stack, but is of ${there}.`;
    throw new ConstructError(place, 'ALIAS_ELSEWHERE', message);
  }
}

function mustBeFree(place: Place, aliasName: string, fn: lambda.IFunction): void {
  if (Token.isUnresolved(aliasName)) return;
  const other = ALIASES.get(fn)?.find((alias) => alias.aliasName === aliasName) ?? fn.node.tryFindChild(`Alias${aliasName}`);
  if (!other) return;
  throw new ConstructError(
    place,
    'ALIAS_NAME_TAKEN',
    `aliasName '${aliasName}' must not be that of another alias of ${fn.node.path}, but ${other.node.path} has it.`,
  );
}

import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ArnFormat, Fn, Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { FUNCTION_ARN, FUNCTION_ARN_FORM } from '../spec/function-arn';
import { FUNCTION_NAME } from '../spec/function-name';
import { addUrl } from './add-url';
import { checkedAsynchronous } from './asynchronous';
import { fitting } from './check';
import { ConstructError, placeOf } from './construct-error';
import type { UrlOptions } from './function-url';
import { ImportedRole, missingInRole } from './imported-role';
import { addToRole, userOf } from './role-statement';
import { madeBy } from './vpc/reference-key';

export interface ImportedFunctionOptions {
  /**
   * The role of the function. What the function is allowed is added to it.
   *
   * @default - It is not known: whatever would have to be added to it fails.
   */
  readonly role?: iam.IRole;

  /**
   * The security group of a function in a VPC, for `connections`.
   *
   * @default - The function has no `connections`.
   */
  readonly securityGroup?: ec2.ISecurityGroup;

  /**
   * Whether the function is in the account and Region of the stack, so that the stack can add permissions to it.
   *
   * Fails when it is said of a function whose ARN says otherwise.
   *
   * @default - When both the ARN and the stack name an account and a Region, whether they are the same; otherwise it is not.
   */
  readonly sameEnvironment?: boolean;

  /**
   * Says that the function and its role have all permissions already: none is added, and nothing fails for want of one.
   *
   * @default false
   */
  readonly skipPermissions?: boolean;

  /**
   * The architecture of the function.
   *
   * @default lambda.Architecture.X86_64
   */
  readonly architecture?: lambda.Architecture;

  /**
   * Whether the function has tenant isolation.
   *
   * @default - It has none.
   */
  readonly tenancyConfig?: lambda.TenancyConfig;
}

/** Whether a function is where the stack is, as far as anybody knows. */
type Whereabouts = 'here' | 'elsewhere' | 'unknown';

/**
 * A function that is made elsewhere: by another app, or by hand.
 *
 * Permissions are added to it when it is known, or said, to be in the account and Region of the stack. Otherwise whatever needs one
 * fails and says what has to be allowed, where functions that aws-cdk-lib imports do nothing. The same holds for its role.
 */
export class ImportedFunction extends lambda.FunctionBase {
  /**
   * A function by its ARN, without a version or alias.
   */
  public static fromFunctionArn(
    scope: Construct,
    id: string,
    functionArn: string,
    options: ImportedFunctionOptions = {},
  ): ImportedFunction {
    const place = placeOf(scope, id);
    if (!Token.isUnresolved(functionArn) && !FUNCTION_ARN.test(functionArn)) {
      const message = `functionArn must be like ${FUNCTION_ARN_FORM}, but is '${functionArn}'.`;
      throw new ConstructError(place, 'IMPORTED_ARN_INVALID', message);
    }
    const whereabouts = whereaboutsOf(scope, functionArn);
    if (options.sameEnvironment && whereabouts === 'elsewhere') {
      const { account, region } = Stack.of(scope);
      const message = `sameEnvironment must not be true for ${functionArn} in a stack of account ${account} and Region ${region}.`;
      throw new ConstructError(place, 'IMPORTED_NOT_SAME_ENVIRONMENT', message);
    }
    return new ImportedFunction(scope, id, functionArn, options, whereabouts);
  }

  /**
   * A function of the account and Region of the stack by its name.
   */
  public static fromFunctionName(
    scope: Construct,
    id: string,
    functionName: string,
    options: ImportedFunctionOptions = {},
  ): ImportedFunction {
    fitting(placeOf(scope, id), 'functionName', functionName, FUNCTION_NAME);
    const functionArn = Stack.of(scope).formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: functionName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return new ImportedFunction(scope, id, functionArn, options, 'here', functionName);
  }

  public readonly functionName: string;
  public readonly functionArn: string;
  public readonly grantPrincipal: iam.IPrincipal;
  public readonly role?: iam.IRole;
  public readonly permissionsNode = this.node;
  public readonly architecture: lambda.Architecture;
  public readonly tenancyConfig?: lambda.TenancyConfig;
  public readonly resourceArnsForGrantInvoke: string[];
  protected readonly canCreatePermissions: boolean;

  /** @internal */
  protected override readonly _skipPermissions: boolean;

  private constructor(
    scope: Construct,
    id: string,
    functionArn: string,
    options: ImportedFunctionOptions,
    private readonly whereabouts: Whereabouts,
    functionName?: string,
  ) {
    super(scope, id, { environmentFromArn: functionArn });
    const { role, securityGroup, sameEnvironment = whereabouts === 'here', skipPermissions = false } = options;
    this.functionArn = functionArn;
    this.functionName = functionName ?? Fn.select(6, Fn.split(':', functionArn));
    this.role = role;
    this.grantPrincipal = role ?? new ImportedRole(this, skipPermissions);
    this.architecture = options.architecture ?? lambda.Architecture.X86_64;
    this.tenancyConfig = options.tenancyConfig;
    this.resourceArnsForGrantInvoke = [functionArn, `${functionArn}:*`];
    this.canCreatePermissions = sameEnvironment;
    this._skipPermissions = skipPermissions;
    if (securityGroup) this._connections = new ec2.Connections({ securityGroups: [securityGroup] });
  }

  /** Lets somebody call the function; fails when nothing here can allow it, and says what has to be allowed. */
  public override addPermission(id: string, permission: lambda.Permission): void {
    if (this._skipPermissions) return;
    if (this.canCreatePermissions) {
      super.addPermission(id, permission);
      return;
    }
    const { principal, action = 'lambda:InvokeFunction', sourceArn, sourceAccount } = permission;
    const from = sourceArn === undefined ? '' : ` from ${sourceOf(sourceArn)}`;
    const account = sourceAccount === undefined || Token.isUnresolved(sourceAccount) ? '' : ` of account ${sourceAccount}`;
    const message = `${this.where()}, so that this stack cannot allow ${nameOf(this.stack, principal)} to ${action}${from}${account}.`;
    throw new ConstructError(this, 'IMPORTED_PERMISSION_UNCHANGEABLE', message);
  }

  /** Allows the function something; fails when its role is not known, or cannot be changed, and says what has to be allowed. */
  public override addToRolePolicy(statement: iam.PolicyStatement): void {
    if (this._skipPermissions) return;
    if (!this.role || !addToRole(userOf(this), this.role, statement)) throw missingInRole(this, statement);
  }

  /**
   * Has the function read a source; fails where the function may not be in the account and Region of the stack, and when its role is
   * not known.
   */
  public override addEventSourceMapping(id: string, options: lambda.EventSourceMappingOptions): lambda.EventSourceMapping {
    this.mustBeHere('an event source mapping');
    // Event sources of aws-cdk-lib then only warn that they have allowed nothing.
    if (!this.role && !this._skipPermissions) {
      const source = options.eventSourceArn === undefined ? 'the event source' : sourceOf(options.eventSourceArn);
      throw new ConstructError(
        this,
        'IMPORTED_ROLE_UNKNOWN',
        `the role of the function must allow reading ${source}, but is not known.`,
      );
    }
    return super.addEventSourceMapping(id, options);
  }

  /** Says what becomes of asynchronous events; fails where the function may not be in the account and Region of the stack. */
  public override configureAsyncInvoke(options: lambda.EventInvokeConfigOptions): void {
    this.mustBeHere('its asynchronous configuration');
    super.configureAsyncInvoke(checkedAsynchronous(this, options));
  }

  /** Gives the function an HTTPS address; fails where the function may not be in the account and Region of the stack. */
  public override addFunctionUrl(options?: lambda.FunctionUrlOptions): lambda.FunctionUrl {
    this.mustBeHere('a URL');
    return super.addFunctionUrl(options);
  }

  /**
   * Gives the function an HTTPS address of its own; fails where the function may not be in the account and Region of the stack.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
   */
  public addUrl(options: UrlOptions): lambda.FunctionUrl {
    this.mustBeHere('a URL');
    return addUrl(this, options);
  }

  /** What is a resource of its own can be made beside the function only, whoever may call it. */
  private mustBeHere(what: string): void {
    if (this.canCreatePermissions) return;
    throw new ConstructError(this, 'IMPORTED_ELSEWHERE', `${this.where()}, so that this stack cannot make ${what}.`);
  }

  private where(): string {
    if (this.whereabouts !== 'elsewhere') {
      return `the function ${shown(this.functionArn)} may be in another account or Region than this stack`;
    }
    const { account, region } = this.stack;
    return `the function ${this.functionArn} is not in account ${account} and Region ${region} of this stack`;
  }
}

function whereaboutsOf(scope: Construct, functionArn: string): Whereabouts {
  const stack = Stack.of(scope);
  const theirs = FUNCTION_ARN.exec(functionArn)?.groups;
  if (!theirs || Token.isUnresolved(functionArn)) return 'unknown';
  const pairs = [
    [theirs.account, stack.account],
    [theirs.region, stack.region],
  ] as const;
  const known = pairs.filter(([, ours]) => !Token.isUnresolved(ours));
  if (known.some(([there, here]) => there !== here)) return 'elsewhere';
  return known.length === pairs.length ? 'here' : 'unknown';
}

function shown(text: string): string {
  return Token.isUnresolved(text) ? 'whose ARN only the deployment knows' : text;
}

function nameOf(stack: Stack, principal: iam.IPrincipal): string {
  const { node } = principal as Partial<Construct>;
  if (node) return node.path;
  const named = stack.resolve(principal.policyFragment.principalJson) as Readonly<Record<string, unknown>>;
  return Object.values(named)
    .flat()
    .map((name) => (typeof name === 'string' ? name : JSON.stringify(name)))
    .join(', ');
}

function sourceOf(arn: string): string {
  return Token.isUnresolved(arn) ? (madeBy(arn)?.node.path ?? 'a source that only the deployment knows') : arn;
}

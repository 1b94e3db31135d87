import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Names, Token } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { FIRST_POSTGRES, INVOKING_ENGINES } from '../../spec/event-sources/rds';
import { ConstructError } from '../construct-error';
import { Held } from './held';
import { mayInvoke, serviceRole } from './service-role';

export interface RdsEventSourceProps {
  /**
   * The parameter group of an Aurora MySQL cluster, which tells it the role: `aws_default_lambda_role`. Made in this app.
   *
   * @default - None; needed for Aurora MySQL.
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Integrating.Authorizing.IAM.html
   */
  readonly parameterGroup?: rds.IParameterGroup;
}

/** The engine of a cluster or of an instance. */
type Engine = Pick<rds.IEngine, 'engineType' | 'engineVersion'>;

interface Database {
  readonly construct: Construct;
  readonly resource: IConstruct | undefined;
  readonly engine: Engine | undefined;
}

/**
 * A database that invokes a function from SQL.
 *
 * All functions of a database share its `role`, which is made with the first; it may invoke exactly what was added. Policies are
 * beside the functions, which may therefore know of the database. The database still needs a way to Lambda, and PostgreSQL the
 * extension `aws_lambda`.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/PostgreSQL-Lambda.html
 */
export class RdsEventSource implements lambda.IEventSource {
  /**
   * An Aurora cluster: PostgreSQL from 11.9, or MySQL.
   *
   * Fails for another engine, an imported cluster, and for MySQL without a parameter group that can be changed.
   */
  public static cluster(cluster: rds.IDatabaseCluster, props: RdsEventSourceProps = {}): RdsEventSource {
    const { engine } = cluster;
    return new RdsEventSource({ construct: cluster as unknown as Construct, resource: cluster.node.defaultChild, engine }, props);
  }

  /**
   * An instance of RDS for PostgreSQL, from 11.9.
   *
   * Fails for another engine and for an imported instance.
   */
  public static instance(instance: rds.IDatabaseInstance): RdsEventSource {
    const { engine } = instance;
    return new RdsEventSource({ construct: instance as unknown as Construct, resource: instance.node.defaultChild, engine }, {});
  }

  private readonly held = new Held<iam.Role>('RdsEventSource');

  private constructor(
    private readonly database: Database,
    private readonly props: RdsEventSourceProps,
  ) {}

  /** The role in which the database invokes; there when the source was added to a function. */
  public get role(): iam.Role {
    return this.held.get('role');
  }

  /** Lets the database invoke a function, an alias or a version. */
  public bind(target: lambda.IFunction): void {
    const { construct, resource, engine } = this.database;
    if (!(resource instanceof rds.CfnDBCluster) && !(resource instanceof rds.CfnDBInstance)) {
      throw new ConstructError(construct, 'SOURCE_IMPORTED', 'an imported database cannot have a role.');
    }
    const { feature, parameter } = wayOf(construct, engine);
    const before = construct.node.tryFindChild(ROLE) as iam.Role | undefined;
    const role = before ?? serviceRole(construct, ROLE, 'rds.amazonaws.com');
    if (before === undefined) {
      if (parameter !== undefined) this.setParameter(parameter, role);
      associate(resource, role, feature);
    }
    const scope = target as unknown as Construct;
    const id = `InvokedBy${Names.nodeUniqueId(construct.node)}`;
    if (target.node.tryFindChild(id) === undefined) {
      new iam.Policy(scope, id, { statements: [mayInvoke(target)] }).attachToRole(role);
    }
    this.held.set(role);
  }

  private setParameter(name: string, role: iam.Role): void {
    const { parameterGroup } = this.props;
    if (parameterGroup?.addParameter(name, role.roleArn)) return;
    this.database.construct.node.tryRemoveChild(ROLE);
    throw new ConstructError(
      this.database.construct,
      'DATABASE_PARAMETER_GROUP',
      `parameterGroup must be one that can be changed, to set ${name} (RDS-01).`,
    );
  }
}

const ROLE = 'LambdaRole';

function wayOf(place: IConstruct, engine: Engine | undefined): { readonly feature?: string; readonly parameter?: string } {
  const type = engine?.engineType;
  const way = type === undefined || !Object.hasOwn(INVOKING_ENGINES, type) ? undefined : INVOKING_ENGINES[type];
  if (way === undefined) {
    throw new ConstructError(place, 'DATABASE_ENGINE', `engine ${type ?? 'unknown'} cannot invoke functions (RDS-01).`);
  }
  const version = engine?.engineVersion?.fullVersion ?? engine?.engineVersion?.majorVersion;
  if (way.feature === undefined || version === undefined || Token.isUnresolved(version)) return way;
  const [major = 0, minor = Number.POSITIVE_INFINITY] = version.split('.').map(Number);
  const isOld = major < FIRST_POSTGRES.major || (major === FIRST_POSTGRES.major && minor < FIRST_POSTGRES.minor);
  if (isOld) {
    throw new ConstructError(
      place,
      'DATABASE_VERSION',
      `PostgreSQL must not be below ${FIRST_POSTGRES.major}.${FIRST_POSTGRES.minor}, but is ${version} (RDS-01).`,
    );
  }
  return way;
}

/** Adds to the roles that the database has for other services. */
function associate(resource: rds.CfnDBCluster | rds.CfnDBInstance, role: iam.Role, feature: string | undefined): void {
  const roles = (resource.associatedRoles ?? []) as rds.CfnDBInstance.DBInstanceRoleProperty[];
  resource.associatedRoles = [
    ...roles,
    { roleArn: role.roleArn, featureName: feature } as rds.CfnDBInstance.DBInstanceRoleProperty,
  ];
}

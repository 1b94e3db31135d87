import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { type IResolveContext, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { CALLER_WAITS } from '../../spec/caller-waits';
import {
  COGNITO_INBOUND_FEDERATION,
  COGNITO_PLAIN_TRIGGERS,
  COGNITO_PLAN_WITHOUT_TOKENS,
  COGNITO_SENDERS,
  COGNITO_VERSIONED_TRIGGERS,
} from '../../spec/event-sources/cognito';
import { ConstructError } from '../construct-error';
import { allowBeside } from './allow-beside';
import { allowService, idFor } from './allow-service';
import { warnOfWait } from './caller-wait';
import { isNumberedVersion } from './numbered-version';

export interface CognitoEventSourceProps {
  /**
   * The version of the event, for `UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG` only: V2_0 and V3_0 can change access tokens,
   * and need another feature plan than Lite.
   *
   * @default cognito.LambdaVersion.V1_0
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
   */
  readonly lambdaVersion?: cognito.LambdaVersion;

  /**
   * The key with which Cognito encrypts the codes that it hands to a custom sender. A user pool has one.
   *
   * @default - The `customSenderKmsKey` of the user pool.
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
   */
  readonly customSenderKmsKey?: kms.IKey;

  /**
   * Whether the role of a custom sender may decrypt the codes already, so that nothing is added to it. For roles that cannot be
   * changed here.
   *
   * @default false
   */
  readonly roleHasPermissions?: boolean;
}

/** User pools whose federation has a function: an override cannot be read back. */
const FEDERATED = new WeakSet<cognito.CfnUserPool>();

type Config = Readonly<Record<string, unknown>>;

/**
 * A trigger of a Cognito user pool.
 *
 * One permission lets a user pool invoke a function for all of its triggers. The role of a custom sender gets `kms:Decrypt` on
 * the key of the codes. Fails for a version with a number, which Cognito refuses: use the function or an alias. Warns when the
 * function may run longer than the 5 seconds that Cognito waits.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export class CognitoEventSource implements lambda.IEventSource {
  /** Looks at what an external identity provider sends, before a profile is made or changed of it. */
  public static readonly INBOUND_FEDERATION: cognito.UserPoolOperation = cognito.UserPoolOperation.of(COGNITO_INBOUND_FEDERATION);

  /** The user pool that invokes. */
  public readonly userPool: cognito.IUserPool;
  private readonly key: string;
  private readonly props: CognitoEventSourceProps;

  constructor(userPool: cognito.IUserPool, operation: cognito.UserPoolOperation, props: CognitoEventSourceProps = {}) {
    this.userPool = userPool;
    this.key = operation.operationName;
    this.props = props;
  }

  /** Makes a function or an alias the trigger. */
  public bind(target: lambda.IFunction): void {
    const { key, userPool } = this;
    const isSender = COGNITO_SENDERS.includes(key);
    const pool = this.resource();
    this.checkTarget(target);
    this.checkEvent(pool);
    const before = configOf(pool);
    this.checkFree(pool, before);
    if (isSender) this.checkKey(before);

    const trigger = this.rendered(target);
    // Older releases of aws-cdk-lib would leave it out of the property.
    if (key === COGNITO_INBOUND_FEDERATION) {
      pool.addPropertyOverride('LambdaConfig.InboundFederation', trigger);
      FEDERATED.add(pool);
    } else {
      this.extend(pool, { [key]: trigger });
    }

    const permission = idFor('Cognito', target);
    if (userPool.node.tryFindChild(permission) === undefined) {
      allowService(target, userPool as cognito.UserPool, permission, {
        service: 'cognito-idp.amazonaws.com',
        sourceArn: userPool.userPoolArn,
      });
    }
    if (isSender) this.allowDecryption(target, pool);
    else warnOfWait(target, `the user pool ${userPool.node.path}`, CALLER_WAITS.cognito);
  }

  private resource(): cognito.CfnUserPool {
    const resource = this.userPool.node.defaultChild;
    if (resource instanceof cognito.CfnUserPool) return resource;
    throw new ConstructError(this.userPool, 'SOURCE_IMPORTED', `an imported user pool cannot have the trigger ${this.key}.`);
  }

  private checkTarget(target: lambda.IFunction): void {
    if (!isNumberedVersion(target)) return;
    throw new ConstructError(
      target,
      'TRIGGER_OF_VERSION',
      `${this.key} of ${this.userPool.node.path} must not be a version with a number (COG-01).`,
    );
  }

  private checkEvent(pool: cognito.CfnUserPool): void {
    const { key, userPool } = this;
    const { lambdaVersion = cognito.LambdaVersion.V1_0 } = this.props;
    if (![...COGNITO_PLAIN_TRIGGERS, ...COGNITO_VERSIONED_TRIGGERS, COGNITO_INBOUND_FEDERATION].includes(key)) {
      throw new ConstructError(userPool, 'TRIGGER_UNKNOWN', `operation '${key}' is no trigger of user pools (COG-01).`);
    }
    if (lambdaVersion === cognito.LambdaVersion.V1_0) return;
    if (key !== 'preTokenGenerationConfig') {
      throw new ConstructError(
        userPool,
        'TRIGGER_EVENT_VERSION',
        `lambdaVersion of ${key} must be V1_0, but is ${lambdaVersion} (COG-01).`,
      );
    }
    if (pool.userPoolTier === COGNITO_PLAN_WITHOUT_TOKENS) {
      throw new ConstructError(
        userPool,
        'TRIGGER_PLAN',
        `lambdaVersion must be V1_0 in the plan ${COGNITO_PLAN_WITHOUT_TOKENS}, but is ${lambdaVersion} (COG-07).`,
      );
    }
  }

  /** Both keys of the token trigger are the same trigger. */
  private checkFree(pool: cognito.CfnUserPool, before: Config): void {
    const taken = this.key.startsWith('preTokenGeneration')
      ? ['preTokenGeneration', 'preTokenGenerationConfig'].find((key) => before[key] !== undefined)
      : [this.key].find((key) => before[key] !== undefined || (key === COGNITO_INBOUND_FEDERATION && FEDERATED.has(pool)));
    if (taken === undefined) return;
    throw new ConstructError(this.userPool, 'TRIGGER_TAKEN', `${taken} has a function already.`);
  }

  private checkKey({ kmsKeyId: given }: Config): void {
    const { customSenderKmsKey: key } = this.props;
    if (given === undefined && key === undefined) {
      throw new ConstructError(this.userPool, 'TRIGGER_KEY_MISSING', `${this.key} needs a key for the codes (COG-01).`);
    }
    if (given === undefined || key === undefined) return;
    const wanted: unknown = Stack.of(this.userPool).resolve(key.keyArn);
    if (JSON.stringify(wanted) === JSON.stringify(given)) return;
    throw new ConstructError(
      this.userPool,
      'TRIGGER_KEY_TWICE',
      `customSenderKmsKey of ${this.key} must be the key that the user pool has already (COG-01).`,
    );
  }

  private rendered({ functionArn: lambdaArn }: lambda.IFunction): unknown {
    const { lambdaVersion = cognito.LambdaVersion.V1_0 } = this.props;
    if (this.key === COGNITO_INBOUND_FEDERATION) return { LambdaArn: lambdaArn, LambdaVersion: lambdaVersion };
    return COGNITO_VERSIONED_TRIGGERS.includes(this.key) ? { lambdaArn, lambdaVersion } : lambdaArn;
  }

  /** Adds to the triggers of aws-cdk-lib, which may become more until synthesis. */
  private extend(pool: cognito.CfnUserPool, trigger: Config): void {
    const before = pool.lambdaConfig;
    const { customSenderKmsKey } = this.props;
    const key = COGNITO_SENDERS.includes(this.key) && customSenderKmsKey ? { kmsKeyId: customSenderKmsKey.keyArn } : {};
    pool.lambdaConfig = Lazy.uncachedAny({
      produce: (context: IResolveContext) => ({ ...(context.resolve(before) as Config | undefined), ...key, ...trigger }),
    });
    this.userPool.node.addValidation({
      validate: () => {
        const also = Stack.of(pool).resolve(before) as Config | undefined;
        if (also?.[this.key] === undefined) return [];
        return [new ConstructError(this.userPool, 'TRIGGER_TAKEN', `${this.key} has two functions.`).message];
      },
    });
  }

  private allowDecryption(target: lambda.IFunction, pool: cognito.CfnUserPool): void {
    const { customSenderKmsKey: key, roleHasPermissions } = this.props;
    // The key may be of another stack: only the resolution for the template knows how to name it.
    const produce = (context: IResolveContext) => Token.asString((context.resolve(pool.lambdaConfig) as Config).kmsKeyId);
    const keyArn = key?.keyArn ?? Lazy.uncachedString({ produce });
    const statement = new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [keyArn] });
    allowBeside(target, this.userPool as cognito.UserPool, 'CodesOfCognito', [statement], roleHasPermissions);
  }
}

function configOf(pool: cognito.CfnUserPool): Config {
  return (Stack.of(pool).resolve(pool.lambdaConfig) as Config | undefined) ?? {};
}

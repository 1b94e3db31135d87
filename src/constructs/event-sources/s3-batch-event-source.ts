import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { placeOf } from '../construct-error';
import { Held } from './held';
import { mayInvoke, serviceRole } from './service-role';

export interface S3BatchEventSourceProps {
  /**
   * The bucket with the manifests of the jobs.
   *
   * @default - None: the role reads no manifest.
   */
  readonly manifestBucket?: s3.IBucket;

  /**
   * The key of the manifest; `*` stands for any characters.
   *
   * @default - Every object of the bucket.
   */
  readonly manifestKey?: string;

  /**
   * The bucket for the reports of the jobs.
   *
   * @default - None: the role writes no report.
   */
  readonly reportBucket?: s3.IBucket;

  /**
   * How the keys of the reports begin: `reports/orders/`.
   *
   * @default - Every key of the bucket.
   */
  readonly reportPrefix?: string;
}

/**
 * A function that jobs of S3 Batch Operations invoke for each object.
 *
 * CloudFormation knows no jobs. Added to a function, it makes the `role` for them, which may invoke exactly this function, alias
 * or version, `functionArn`; name both in `aws s3control create-job`. What the function does with the objects, it does in its
 * own role.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html
 */
export class S3BatchEventSource implements lambda.IEventSource {
  private readonly scope: Construct;
  private readonly id: string;
  private readonly props: S3BatchEventSourceProps;
  private readonly held = new Held<{ role: iam.Role; functionArn: string }>('S3BatchEventSource');

  constructor(scope: Construct, id: string, props: S3BatchEventSourceProps = {}) {
    this.scope = scope;
    this.id = id;
    this.props = props;
  }

  /** The role of the jobs; there when the source was added to a function. */
  public get role(): iam.Role {
    return this.held.get('role').role;
  }

  /** What the jobs invoke; there when the source was added to a function. */
  public get functionArn(): string {
    return this.held.get('functionArn').functionArn;
  }

  /** Makes the role, with which jobs invoke a function, an alias or a version. */
  public bind(target: lambda.IFunction): void {
    const { scope, id, props } = this;
    this.held.checkFree(placeOf(scope, id));
    const jobs = Stack.of(scope).formatArn({ service: 's3', resource: 'job', resourceName: '*' });
    const role = serviceRole(scope, id, 'batchoperations.s3.amazonaws.com', jobs);
    role.addToPolicy(mayInvoke(target));
    const { manifestBucket: from, reportBucket: to } = props;
    if (from) {
      allow(role, ['s3:GetObject', 's3:GetObjectVersion'], from.arnForObjects(props.manifestKey ?? '*'));
      if (from.encryptionKey) allow(role, ['kms:Decrypt'], from.encryptionKey.keyArn);
    }
    if (to) {
      allow(role, ['s3:PutObject'], to.arnForObjects(`${props.reportPrefix ?? ''}*`));
      if (to.encryptionKey) allow(role, ['kms:GenerateDataKey'], to.encryptionKey.keyArn);
    }
    this.held.set({ role, functionArn: target.functionArn });
  }
}

function allow(role: iam.Role, actions: string[], resource: string): void {
  role.addToPolicy(new iam.PolicyStatement({ actions, resources: [resource] }));
}

import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as iotevents from 'aws-cdk-lib/aws-iotevents';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { placeOf } from '../construct-error';
import { Held } from './held';
import { warnOfRetired } from './retired';
import { mayInvoke, serviceRole } from './service-role';

/**
 * A function that a detector model of IoT Events invokes.
 *
 * IoT Events ended on 20 May 2026. For models that are still described in an app: added to a function, it makes the `role` of the
 * model, which may invoke exactly this function, alias or version, and the `action` of an event. Warns.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-iotevents.html
 */
export class IotEventsEventSource implements lambda.IEventSource {
  private readonly scope: Construct;
  private readonly id: string;
  private readonly held = new Held<{ role: iam.Role; action: iotevents.CfnDetectorModel.ActionProperty }>('IotEventsEventSource');

  constructor(scope: Construct, id: string) {
    this.scope = scope;
    this.id = id;
  }

  /** The role of the detector model; there when the source was added to a function. */
  public get role(): iam.Role {
    return this.held.get('role').role;
  }

  /** What an event of the model does; there when the source was added to a function. */
  public get action(): iotevents.CfnDetectorModel.ActionProperty {
    return this.held.get('action').action;
  }

  /** Makes the role, which may invoke a function, an alias or a version. */
  public bind(target: lambda.IFunction): void {
    this.held.checkFree(placeOf(this.scope, this.id));
    const role = serviceRole(this.scope, this.id, 'iotevents.amazonaws.com');
    role.addToPolicy(mayInvoke(target));
    warnOfRetired(role, 'IoT Events');
    this.held.set({ role, action: { lambda: { functionArn: target.functionArn } } });
  }
}

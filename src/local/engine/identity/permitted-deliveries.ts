import type { LambdaFunction } from '../../../model/function';
import type { AwsServiceId } from '../../../spec/aws-services';
import { partitionOf } from '../../../spec/pseudo-parameters';
import { type Delivered, type Delivery, type Shipment, serviceOf } from '../delivery';
import type { Deliveries } from '../dispatch';
import type { Call, RoleSession } from '../service-port';
import type { Gate } from './gate';

/** What Lambda asks of a service with the role of the function, as the service's API has it. */
type Asks = readonly [service: AwsServiceId, operation: string, input: object];

/** By the service in the ARN of the target; the actions that roles need are documented (INV-68, INV-69). */
const ASKS: Readonly<Record<string, (targetArn: string, shipment: Shipment) => readonly Asks[]>> = {
  sqs: (arn) => [['sqs', 'SendMessage', { QueueUrl: queueUrl(arn) }]],
  sns: (arn) => [['sns', 'Publish', { TopicArn: arn }]],
  lambda: (arn) => [['lambda', 'Invoke', { FunctionName: arn }]],
  events: (arn) => [['events', 'PutEvents', { Entries: [{ EventBusName: arn }] }]],
  s3: (arn, { function: fn, folder = `aws/lambda/async/${fn.name}` }) => {
    const Bucket = arn.split(':')[5] ?? '';
    return [
      ['s3', 'PutObject', { Bucket, Key: `${folder}/*` }],
      ['s3', 'ListObjectsV2', { Bucket }],
    ];
  },
};

/** Sends what the role of the function lets Lambda send; the rest is told, or where that is enforced not sent. */
export function permittedDeliveries(deliveries: Deliveries, gate: () => Gate | undefined): Deliveries {
  const callers = new Callers();
  return Object.fromEntries(
    Object.entries(deliveries).map(([service, delivery]): [string, Delivery] => [
      service,
      {
        deliver: (targetArn, shipment): Promise<Delivered> => {
          const judge = gate();
          const asks = judge ? (ASKS[serviceOf(targetArn)]?.(targetArn, shipment) ?? []) : [];
          for (const [id, operation, input] of asks) {
            const refused = judge?.refusal(id, operation, input, callers.callOf(operation, shipment));
            if (refused) return Promise.resolve({ outcome: 'failed', why: `${refused.type}: ${refused.message}` });
          }
          return delivery.deliver(targetArn, shipment);
        },
      },
    ]),
  );
}

/** Lambda, as it takes on the roles of functions. */
class Callers {
  /** One for each role of a function, since verdicts are kept by them. */
  private readonly sessions = new Map<string, RoleSession>();

  callOf(operation: string, { function: fn, qualifier, requestId, traceHeader }: Shipment): Call {
    const { region, account } = fn;
    const roleArn = roleOf(fn, qualifier);
    const partition = partitionOf(region).id;
    const arn = `arn:${partition}:sts::${account}:assumed-role/${roleArn.split('/').at(-1)}/${fn.name}`;
    const caller = { accessKeyId: '', account, arn, userId: '', session: this.sessionOf(fn, roleArn) };
    return { requestId, operation, region, account, traceHeader, caller };
  }

  private sessionOf({ arn, name, address }: LambdaFunction, roleArn: string): RoleSession {
    const key = `${arn} ${roleArn}`;
    const known = this.sessions.get(key);
    if (known) return known;
    const session = { roleArn, function: { arn, name, path: address.path } };
    this.sessions.set(key, session);
    return session;
  }
}

/** A version has the role that its function had. */
function roleOf({ configuration, versions, aliases }: LambdaFunction, qualifier: string): string {
  const number = aliases.find(({ name }) => name === qualifier)?.version ?? qualifier;
  return (versions.find((version) => version.number === number)?.configuration ?? configuration).roleArn;
}

function queueUrl(arn: string): string {
  const [, , , region, account, name] = arn.split(':');
  return `https://sqs.${region}.${partitionOf(region ?? '').urlSuffix}/${account}/${name}`;
}
